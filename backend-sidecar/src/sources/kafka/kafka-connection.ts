import type { BaseOptions } from '@platformatic/kafka';

/** How brokers are reached: what the source and the sink share. */
export type KafkaConnection = Pick<
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
