/**
 * Kafka topics, read as one of a group: messages in, arrivals out. An offset is committed only when the journal has its line, and
 * travels in the journal record too, so that after a crash in between this sidecar repeats nothing. Another one that takes a
 * partition over repeats at most what was on its way, with the same event ids.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { Consumer, type MessagesStream } from '@platformatic/kafka';
import type { Log } from '@presage/contract';
import { messageOf } from '../../errors.ts';
import { WorkingFeed, type FeedStatus } from '../feed.ts';
import { POSITION_FIELD } from '../json-row.ts';
import { offerUntilTaken } from '../offer.ts';
import { originOf } from '../origin.ts';
import type { Intake } from '../source.ts';
import type { KafkaConnection } from './kafka-connection.ts';
import { rowOf, TIME_FIELDS, type KafkaMessage } from './kafka-rows.ts';

export interface KafkaSourceOptions {
  readonly connection: KafkaConnection;
  readonly topics: readonly string[];
  readonly group: string;
  /** The same after a restart: the group then gives back the same partitions at once, instead of waiting for a dead member. */
  readonly member: string;
  readonly tenant: string;
  /** Resolves when lines may be read: what other sidecars have learned is known. */
  readonly prepared: () => Promise<void>;
  /** Origin → position text of its newest entry in the journal. */
  readonly recalled: ReadonlyMap<string, string>;
  readonly intake: Intake;
  readonly log: Log;
  readonly nowMs: () => number;
}

type Stream = MessagesStream<Buffer, Buffer, Buffer, Buffer>;

const NAME = 'kafka';
const BATCH_BYTES = 1024 * 1024;
const BATCH_MESSAGES = 5000;
const GATHER_MS = 20;
const RETRY_MS = 2000;
const LAG_EVERY_MS = 5000;
/** Kafka's word for the end of a partition. */
const LATEST = -1n;
/** Of brokers that give topics no ids. */
const NO_ID = '00000000-0000-0000-0000-000000000000';
/** After so long without a sign of life the partitions go to others. */
const SESSION_MS = 30_000;

/** Messages of one partition that go to the journal together. */
interface Gathered {
  readonly origin: string;
  readonly topic: string;
  readonly partition: number;
  lines: string;
  next: bigint;
}

export class KafkaSource extends WorkingFeed {
  readonly name = NAME;
  readonly #options: KafkaSourceOptions;
  /** Next offset that is not in the journal yet, by origin. */
  readonly #next = new Map<string, bigint>();
  /** Of the topic that the offset is of, by origin: a topic that is made anew has another. */
  readonly #topicIds = new Map<string, string>();
  #waiting = 0n;
  #newestMs = 0;

  constructor(options: KafkaSourceOptions) {
    super(options.nowMs);
    this.#options = options;
    for (const [origin, position] of options.recalled) {
      const [next = '0', topicId] = position.split(' ');
      this.#next.set(origin, BigInt(next));
      if (topicId !== undefined) this.#topicIds.set(origin, topicId);
    }
  }

  status(): FeedStatus {
    const { topics, group, nowMs } = this.#options;
    const lagSeconds = this.#waiting === 0n ? 0 : Math.max(0, (nowMs() - this.#newestMs) / 1000);
    const position = [...this.#next.values()].reduce((sum, next) => sum + next, 0n);
    return this.state.status(`reads ${topics.join(', ')} as ${group}; ${this.#waiting} messages to read`, {
      lagSeconds,
      position: `${position} offsets`,
    });
  }

  /** Until stopped: connects, reads, and after a failure does so again. */
  protected async run(): Promise<void> {
    const signal = this.stopped;
    await this.#options.prepared();
    while (!this.isStopped()) {
      const consumer = this.#newConsumer();
      try {
        await this.#consume(consumer);
      } catch (thrown) {
        if (!this.isStopped()) this.#fail(thrown);
      }
      // However it closes, a new one is made.
      await new Promise<void>((resolve) => {
        consumer.close(true, () => resolve());
      });
      await wait(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  #newConsumer(): Consumer {
    const { connection, group, member } = this.#options;
    return new Consumer({
      ...connection,
      groupId: group,
      groupInstanceId: member,
      autocreateTopics: true,
      sessionTimeout: SESSION_MS,
      heartbeatInterval: 3000,
    });
  }

  #fail(thrown: unknown): void {
    const message = `Kafka cannot be read and is tried again: ${reasonOf(thrown)}`;
    if (this.state.trouble === undefined) this.#options.log.warn(message, { source: NAME });
    this.state.failed(message);
  }

  async #consume(consumer: Consumer): Promise<void> {
    const stream: Stream = await consumer.consume({
      topics: [...this.#options.topics],
      mode: 'committed',
      fallbackMode: 'earliest',
      autocommit: false,
      maxWaitTime: 500,
    });
    await this.#forgetOfOtherTopics(consumer);
    const leave = (): void => void stream.close().catch(() => undefined);
    this.stopped.addEventListener('abort', leave, { once: true });
    const lag = setInterval(() => void this.#measureLag(consumer), LAG_EVERY_MS);
    try {
      await this.#measureLag(consumer);
      for await (const batch of inBatches(stream)) await this.#take(consumer, batch);
    } finally {
      clearInterval(lag);
      this.stopped.removeEventListener('abort', leave);
      await stream.close().catch(() => undefined);
    }
  }

  /**
   * A partition of a topic with another id, or that ends before what was read of it, is another one: its topic was deleted and made
   * anew, and all of it is new.
   */
  async #forgetOfOtherTopics(consumer: Consumer): Promise<void> {
    const topics = [...this.#options.topics];
    const ends = await consumer.listOffsets({ topics, timestamp: LATEST });
    const metadata = await consumer.metadata({ topics, forceUpdate: true });
    for (const [topic, offsets] of ends)
      for (const [partition, end] of offsets.entries()) {
        const origin = originOf(`${topic} ${partition}`);
        const next = this.#next.get(origin) ?? 0n;
        const id = metadata.topics.get(topic)?.id ?? NO_ID;
        const before = this.#topicIds.get(origin) ?? NO_ID;
        if (id !== NO_ID) this.#topicIds.set(origin, id);
        const isOther = id !== before && id !== NO_ID && before !== NO_ID;
        if (next <= end && !isOther) continue;
        this.#next.delete(origin);
        const facts = { topic, partition, read: String(next), end: String(end) };
        this.#options.log.warn('a topic was made anew since it was read: it is read as a new one', facts);
      }
  }

  async #measureLag(consumer: Consumer): Promise<void> {
    try {
      const lags = await consumer.getLag({ topics: [...this.#options.topics] });
      this.#waiting = [...lags.values()].flat().reduce((sum, each) => sum + (each > 0n ? each : 0n), 0n);
      this.state.recovered();
    } catch {
      // The reading itself tells what is wrong.
    }
  }

  async #take(consumer: Consumer, messages: readonly KafkaMessage[]): Promise<void> {
    await this.state.resumed(this.stopped);
    const gathered = this.#gather(messages);
    for (const each of gathered) await this.#journal(each);
    const offsets = gathered.map(({ topic, partition, next }) => ({
      topic,
      partition,
      offset: next,
      leaderEpoch: -1,
    }));
    // A refused commit (the group is being shared out anew) only means that these come again: the journal knows them.
    await consumer.commit({ offsets }).catch((thrown: unknown) => {
      this.#options.log.info('offsets could not be committed', { reason: reasonOf(thrown) });
    });
  }

  /** By partition, without what the journal has already. */
  #gather(messages: readonly KafkaMessage[]): Gathered[] {
    const partitions = new Map<string, Gathered>();
    for (const message of messages) {
      const { topic, partition, offset, timestamp } = message;
      const place = `${topic} ${partition}`;
      const known = partitions.get(place);
      const gathered: Gathered = known ?? { origin: originOf(place), topic, partition, lines: '', next: 0n };
      partitions.set(place, gathered);
      if (offset >= (this.#next.get(gathered.origin) ?? 0n)) gathered.lines += rowOf(message);
      gathered.next = offset + 1n;
      this.#newestMs = Math.max(this.#newestMs, Number(timestamp));
    }
    return [...partitions.values()];
  }

  async #journal({ origin, topic, lines, next }: Gathered): Promise<void> {
    const { intake, tenant } = this.#options;
    if (lines !== '')
      await offerUntilTaken(
        intake,
        {
          tenant,
          source: NAME,
          origin,
          position: `${next} ${this.#topicIds.get(origin) ?? NO_ID}`,
          backfill: false,
          parameters: {
            timeField: TIME_FIELDS,
            positionField: POSITION_FIELD,
            extraFields: { source_topic: topic },
            rawText: { zoneOffsetMinutes: 0 },
          },
          body: Buffer.from(lines),
        },
        { signal: this.stopped, refused: (error) => this.state.failed(error.message) },
      );
    this.state.recovered();
    if (next > (this.#next.get(origin) ?? 0n)) this.#next.set(origin, next);
  }
}

/** What has come together since the last batch was taken, at most so many messages or bytes. */
async function* inBatches(stream: Stream): AsyncGenerator<KafkaMessage[]> {
  for await (const first of stream) {
    const batch: KafkaMessage[] = [first];
    let bytes = first.value.byteLength;
    await wait(GATHER_MS);
    for (;;) {
      if (batch.length >= BATCH_MESSAGES || bytes >= BATCH_BYTES) break;
      const next = stream.read() as KafkaMessage | null;
      if (next === null) break;
      batch.push(next);
      bytes += next.value?.byteLength ?? 0;
    }
    yield batch;
  }
}

/** The library joins several failures into one whose own message says little. */
export function reasonOf(thrown: unknown): string {
  const inner = (thrown as { readonly errors?: unknown }).errors;
  return Array.isArray(inner) && inner.length > 0 ? reasonOf(inner[0]) : messageOf(thrown);
}
