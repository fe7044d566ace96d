/**
 * Decided lines and anomalies out to Kafka, in the shapes that consumers of the older projects read. Nothing is asked of it: it is
 * a place to write to only. A batch is done when all in-sync replicas have it; one whose answer was lost is sent again.
 */
import { Producer, type MessageToProduce } from '@platformatic/kafka';
import type { Meter } from '@presage/contract';
import { messageOf, PresageError } from '../../errors.ts';
import type { OutboxBatch, Sink, StoreHealth, WriteOutcome } from '../store.ts';
import { batchText } from './batch-text.ts';
import { anomaliesOf } from './anomaly-messages.ts';
import { classifiedMessage } from './classified-message.ts';
import type { KafkaProducerOptions } from './kafka-producer-options.ts';

export interface KafkaSinkOptions {
  readonly connection: KafkaProducerOptions;
  readonly classifiedTopic: string;
  readonly anomaliesTopic: string;
  readonly meter: Meter;
  readonly nowMs: () => number;
}

const RETRY_SECONDS = 1;

export class KafkaSink implements Sink {
  readonly name = 'kafka';
  readonly isOutput = true;
  readonly kinds = ['rows', 'samples'] as const;
  /** In order: consumers see a service's lines as they were decided. */
  readonly concurrency = 1;
  readonly #options: KafkaSinkOptions;
  #producer: Producer | undefined;
  #message = 'no batch was sent yet';
  #ok = true;

  constructor(options: KafkaSinkOptions) {
    this.#options = options;
  }

  async write(batch: OutboxBatch): Promise<WriteOutcome> {
    const messages = this.#messagesOf(batch, batchText(batch));
    try {
      if (messages.length > 0) await this.#open().send({ messages, acks: -1 });
    } catch (thrown) {
      await this.#failed(thrown);
    }
    this.#ok = true;
    this.#message = 'takes batches';
    this.#options.meter.add('presage_store_rows_total', { store: this.name, outcome: 'stored' }, batch.count);
    return { stored: batch.count, refused: [] };
  }

  /** All in-sync replicas have what was acknowledged. */
  settle(): Promise<WriteOutcome> {
    return Promise.resolve({ stored: 0, refused: [] });
  }

  health(): Promise<StoreHealth> {
    return Promise.resolve({ name: this.name, ok: this.#ok, message: this.#message });
  }

  async close(): Promise<void> {
    await closed(this.#producer);
  }

  #messagesOf(batch: OutboxBatch, text: string): MessageToProduce[] {
    const { classifiedTopic, anomaliesTopic, nowMs } = this.#options;
    if (batch.kind === 'samples')
      return anomaliesOf(text).map(({ key, value }) => message(anomaliesTopic, key, value));
    return linesOf(text).map((line) => {
      const { key, value } = classifiedMessage(line, nowMs());
      return message(classifiedTopic, key, value);
    });
  }

  #open(): Producer {
    this.#producer ??= new Producer({
      ...this.#options.connection,
      idempotent: true,
      acks: -1,
      autocreateTopics: true,
    });
    return this.#producer;
  }

  /** A producer that failed may not go on with its sequence: the next attempt begins a new one. */
  async #failed(thrown: unknown): Promise<never> {
    const producer = this.#producer;
    this.#producer = undefined;
    await closed(producer);
    this.#ok = false;
    this.#message = `Kafka takes nothing: ${messageOf(thrown)}`;
    throw new PresageError('store_unavailable', this.#message, { retryAfter: RETRY_SECONDS, cause: thrown });
  }
}

/** However it closes: a new one is made when there is more to send. */
function closed(producer: Producer | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (producer === undefined) resolve();
    else producer.close(true, () => resolve());
  });
}

function message(topic: string, key: string, value: string): MessageToProduce {
  return { topic, key: Buffer.from(key), value: Buffer.from(value) };
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
