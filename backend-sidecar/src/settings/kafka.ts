import type { SettingFact } from './setting-fact.ts';

/** Kafka, read and written; nothing of it unless brokers are named. */
export const KAFKA_SETTINGS = {
  kafkaBrokers: {
    env: 'PRESAGE_KAFKA_BROKERS',
    kind: 'list',
    default: '',
    description: 'Brokers, `host:port`, separated by commas. Not set = no Kafka.',
  },
  kafkaConsume: {
    env: 'PRESAGE_KAFKA_CONSUME',
    kind: 'flag',
    default: 'true',
    description: 'Read lines from topics.',
  },
  kafkaTopics: {
    env: 'PRESAGE_KAFKA_TOPICS',
    kind: 'list',
    default: 'raw-logs',
    description: 'Topics that are read.',
  },
  kafkaGroup: {
    env: 'PRESAGE_KAFKA_GROUP',
    kind: 'text',
    default: 'presage',
    description: 'Consumer group; several sidecars of one group share the partitions.',
  },
  kafkaTenant: {
    env: 'PRESAGE_KAFKA_TENANT',
    kind: 'text',
    default: '0:0',
    description: 'Tenant of the lines, `AccountID:ProjectID`.',
  },
  kafkaProduce: {
    env: 'PRESAGE_KAFKA_PRODUCE',
    kind: 'flag',
    default: 'true',
    description: 'Write decided lines and anomalies to topics.',
  },
  kafkaClassifiedTopic: {
    env: 'PRESAGE_KAFKA_CLASSIFIED_TOPIC',
    kind: 'text',
    default: 'classified-logs',
    description: 'Topic of decided lines.',
  },
  kafkaAnomaliesTopic: {
    env: 'PRESAGE_KAFKA_ANOMALIES_TOPIC',
    kind: 'text',
    default: 'anomalies',
    description: 'Topic of scores above 1.',
  },
  kafkaStateTopic: {
    env: 'PRESAGE_KAFKA_STATE_TOPIC',
    kind: 'text',
    default: 'presage-state',
    description:
      'Compacted topic by which sidecars of a group hand over what they have learned of a service; made if it is not there.',
  },
  kafkaTls: {
    env: 'PRESAGE_KAFKA_TLS',
    kind: 'flag',
    default: 'false',
    description: 'Reach the brokers over TLS.',
  },
  kafkaTlsCa: {
    env: 'PRESAGE_KAFKA_TLS_CA',
    kind: 'file',
    default: '',
    description: 'PEM file of the authority that signed the brokers’ certificates; not set = the usual ones.',
  },
  kafkaSasl: {
    env: 'PRESAGE_KAFKA_SASL',
    kind: 'text',
    default: '',
    description: 'How to sign in: `PLAIN`, `SCRAM-SHA-256` or `SCRAM-SHA-512`. Not set = not at all.',
  },
  kafkaUser: {
    env: 'PRESAGE_KAFKA_USER',
    kind: 'text',
    default: '',
    description: 'Name to sign in with.',
  },
  kafkaPassword: {
    env: 'PRESAGE_KAFKA_PASSWORD',
    kind: 'secret',
    default: '',
    description: 'Password to sign in with.',
  },
} as const satisfies Record<string, SettingFact>;
