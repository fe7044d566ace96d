/**
 * A compacted topic in which each sidecar of a group leaves what it has learned of a service, so that the one that gets the
 * service next goes on with it. Holds the newest state of every service that another sidecar has left; Kafka away means only
 * that services are learned anew.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { zstdCompressSync } from 'node:zlib';
import { Admin, Consumer, Producer } from '@platformatic/kafka';
import type { Log } from '@presage/contract';
import { messageOf } from '../../errors.ts';
import type { KafkaProducerOptions } from './kafka-producer-options.ts';

export interface KafkaStatesOptions {
  readonly connection: KafkaProducerOptions;
  readonly topic: string;
  /** Names this sidecar. */
  readonly writer: string;
  readonly log: Log;
  readonly nowMs: () => number;
}

/** The newest state of a service. */
interface Left {
  readonly writer: string;
  readonly savedMs: number;
  readonly state: Uint8Array;
}

const RETRY_MS = 3000;
/** Kafka refuses larger messages unless it is set up for them. */
const MAX_BYTES = 900 * 1024;
/** Longest that the source waits for what others have left. */
const READY_MS = 15_000;

export class KafkaStates {
  readonly #options: KafkaStatesOptions;
  readonly #left = new Map<string, Left>();
  /** By key: a state that was not sent yet gives way to a newer one. */
  readonly #toSend = new Map<string, { readonly key: string }>();
  readonly #stopped = new AbortController();
  #ready = Promise.withResolvers<undefined>();
  #running: Promise<unknown> = Promise.resolve();
  #sending: Promise<void> | undefined;

  constructor(options: KafkaStatesOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#read();
  }

  /** Resolves when all that others had left at the start is known, or after a while without. */
  async ready(): Promise<void> {
    await Promise.race([
      this.#ready.promise,
      wait(READY_MS, undefined, { signal: this.#stopped.signal }).catch(() => undefined),
    ]);
  }

  leave(saved: { readonly key: string }): void {
    this.#toSend.set(saved.key, saved);
    this.#sending ??= this.#send().finally(() => (this.#sending = undefined));
  }

  left(key: string, sinceMs: number): Uint8Array | undefined {
    const left = this.#left.get(key);
    return left === undefined || left.writer === this.#options.writer || left.savedMs <= sinceMs
      ? undefined
      : left.state;
  }

  /** Sends what is left to send, for at most `graceMs`. */
  async close(graceMs: number): Promise<void> {
    await Promise.race([this.#sending, wait(graceMs)]);
    this.#stopped.abort();
    await this.#running;
  }

  async #read(): Promise<void> {
    const { connection, topic, writer, log } = this.#options;
    while (!this.#isStopped()) {
      const consumer = new Consumer({ ...connection, groupId: `${topic}-${writer}` });
      try {
        await this.#makeTopic();
        await this.#follow(consumer);
      } catch (thrown) {
        if (!this.#isStopped())
          log.warn('what other sidecars have learned cannot be read; it is tried again', {
            topic,
            reason: messageOf(thrown),
          });
      }
      await closed((done) => consumer.close(true, done));
      await wait(RETRY_MS, undefined, { signal: this.#stopped.signal }).catch(() => undefined);
    }
  }

  /** Compacted: only the newest state of a service stays. */
  async #makeTopic(): Promise<void> {
    const { connection, topic } = this.#options;
    const admin = new Admin(connection);
    try {
      const known = await admin.listTopics();
      if (!known.includes(topic))
        await admin.createTopics({
          topics: [topic],
          partitions: 1,
          replicas: -1,
          configs: [{ name: 'cleanup.policy', value: 'compact' }],
        });
    } finally {
      await closed((done) => admin.close(done));
    }
  }

  async #follow(consumer: Consumer): Promise<void> {
    const { topic } = this.#options;
    const [end = 0n] = (await consumer.listOffsets({ topics: [topic] })).get(topic) ?? [];
    if (end === 0n) this.#ready.resolve(undefined);
    const stream = await consumer.consume({
      topics: [topic],
      mode: 'earliest',
      autocommit: false,
      maxWaitTime: 500,
    });
    const leave = (): void => void stream.close().catch(() => undefined);
    this.#stopped.signal.addEventListener('abort', leave, { once: true });
    try {
      for await (const { key, value, timestamp, headers, offset } of stream) {
        const writer = [...headers].find(([name]) => name.toString() === 'writer')?.[1].toString() ?? '';
        this.#left.set(key.toString(), { writer, savedMs: Number(timestamp), state: value });
        if (offset >= end - 1n) this.#ready.resolve(undefined);
      }
    } finally {
      this.#stopped.signal.removeEventListener('abort', leave);
      await stream.close().catch(() => undefined);
    }
  }

  async #send(): Promise<void> {
    const { connection, log, topic } = this.#options;
    const producer = new Producer({ ...connection, idempotent: true, acks: -1 });
    try {
      for (let next = this.#next(); next !== undefined; next = this.#next())
        await this.#sendOne(producer, next);
    } catch (thrown) {
      log.warn('what this sidecar has learned cannot be left for others; the next save tries again', {
        topic,
        reason: messageOf(thrown),
      });
      this.#toSend.clear();
    }
    await closed((done) => producer.close(true, done));
  }

  #next(): { readonly key: string } | undefined {
    const [key] = this.#toSend.keys();
    const saved = key === undefined ? undefined : this.#toSend.get(key);
    if (key !== undefined) this.#toSend.delete(key);
    return saved;
  }

  async #sendOne(producer: Producer, saved: { readonly key: string }): Promise<void> {
    const { topic, writer, nowMs, log } = this.#options;
    const value = zstdCompressSync(JSON.stringify(saved));
    if (value.byteLength > MAX_BYTES) {
      log.info('a service’s state is too large to be left for others', { bytes: value.byteLength });
      return;
    }
    const headers = new Map([[Buffer.from('writer'), Buffer.from(writer)]]);
    const timestamp = BigInt(nowMs());
    await producer.send({
      messages: [{ topic, key: Buffer.from(saved.key), value, headers, timestamp }],
      acks: -1,
    });
  }

  #isStopped(): boolean {
    return this.#stopped.signal.aborted;
  }
}

/** However it closes. */
function closed(close: (done: () => void) => void): Promise<void> {
  return new Promise((resolve) => close(() => resolve()));
}
