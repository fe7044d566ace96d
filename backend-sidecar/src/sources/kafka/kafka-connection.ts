import type { BaseOptions } from '@platformatic/kafka';

/** How brokers are reached; the sink has a type of its own, as rooms share no types of a library. */
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
