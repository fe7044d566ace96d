import type { BaseOptions } from '@platformatic/kafka';

/** How brokers are reached. */
export type KafkaProducerOptions = Pick<
  BaseOptions,
  | 'clientId'
  | 'bootstrapBrokers'
  | 'sasl'
  | 'tls'
  | 'retries'
  | 'retryDelay'
  | 'connectTimeout'
  | 'requestTimeout'
>;
