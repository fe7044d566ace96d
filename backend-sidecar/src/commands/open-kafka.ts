import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { Admin } from '@platformatic/kafka';
import type { Log, Meter } from '@presage/contract';
import type { Config } from '../config.ts';
import { messageOf, PresageError } from '../errors.ts';
import { tenantOfText } from '../http/tenant.ts';
import { SYSTEM_CLOCK } from '../road/clock.ts';
import type { KafkaConnection } from '../sources/kafka/kafka-connection.ts';
import { KafkaSource, reasonOf } from '../sources/kafka/kafka-source.ts';
import { KafkaSink } from '../stores/kafka/kafka-sink.ts';
import { KafkaStates } from '../stores/kafka/kafka-states.ts';
import type { Sink } from '../stores/store.ts';
import type { FeedParts } from './feed-parts.ts';

const MECHANISMS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;
const nowMs = (): number => SYSTEM_CLOCK.nowMs();

/** The topics that are read, when Kafka is set up. */
export function kafkaFeed({ config, road, log, states }: FeedParts): KafkaSource[] {
  if (config.kafkaBrokers.length === 0 || !config.kafkaConsume) return [];
  const source = new KafkaSource({
    connection: connectionOf(config),
    topics: config.kafkaTopics,
    group: config.kafkaGroup ?? 'presage',
    member: `presage-${road.writer}`,
    tenant: tenantOfText(config.kafkaTenant ?? '0:0'),
    prepared: () => states?.ready() ?? Promise.resolve(),
    recalled: road.positionsOf('kafka'),
    intake: road.intake,
    log,
    nowMs,
  });
  return [source];
}

/** Where sidecars of a group leave what they have learned, when Kafka is read. */
export function kafkaStates(config: Config, writer: string, log: Log): KafkaStates | undefined {
  if (config.kafkaBrokers.length === 0 || !config.kafkaConsume) return undefined;
  const topic = config.kafkaStateTopic ?? 'presage-state';
  const states = new KafkaStates({ connection: connectionOf(config), topic, writer, log, nowMs });
  states.start();
  return states;
}

/** The topics that are written, when Kafka is set up. */
export function kafkaSinks(config: Config, meter: Meter): Sink[] {
  if (config.kafkaBrokers.length === 0 || !config.kafkaProduce) return [];
  const sink = new KafkaSink({
    connection: connectionOf(config),
    classifiedTopic: config.kafkaClassifiedTopic ?? 'classified-logs',
    anomaliesTopic: config.kafkaAnomaliesTopic ?? 'anomalies',
    meter,
    nowMs,
  });
  return [sink];
}

/** Asks the brokers once; how many topics they have. Rejects with what keeps them from answering. */
export async function probeKafka(config: Config): Promise<number> {
  const admin = new Admin(connectionOf(config));
  try {
    return (await admin.listTopics()).length;
  } catch (thrown) {
    throw new Error(`The brokers of PRESAGE_KAFKA_BROKERS do not answer: ${reasonOf(thrown)}`, {
      cause: thrown,
    });
  } finally {
    await new Promise<void>((resolve) => {
      admin.close(() => resolve());
    });
  }
}

function connectionOf(config: Config): KafkaConnection {
  return {
    clientId: `presage-${hostname()}`,
    bootstrapBrokers: [...config.kafkaBrokers],
    // Waiting longer is the caller's matter: the source connects anew, the outbox keeps its batch.
    retries: 2,
    connectTimeout: 5000,
    requestTimeout: 20_000,
    ...tlsOf(config),
    ...saslOf(config),
  };
}

function tlsOf({ kafkaTls, kafkaTlsCa }: Config): Pick<KafkaConnection, 'tls'> {
  if (!kafkaTls) return {};
  if (kafkaTlsCa === undefined) return { tls: {} };
  try {
    return { tls: { ca: readFileSync(kafkaTlsCa) } };
  } catch (thrown) {
    throw new PresageError('bad_config', `PRESAGE_KAFKA_TLS_CA cannot be read: ${messageOf(thrown)}.`, {
      cause: thrown,
    });
  }
}

function saslOf({ kafkaSasl, kafkaUser, kafkaPassword }: Config): Pick<KafkaConnection, 'sasl'> {
  if (kafkaSasl === undefined) return {};
  const mechanism = MECHANISMS.find((each) => each === kafkaSasl.toUpperCase());
  if (mechanism === undefined)
    throw new PresageError(
      'bad_config',
      `PRESAGE_KAFKA_SASL is ${JSON.stringify(kafkaSasl)}; it takes ${MECHANISMS.join(', ')}.`,
    );
  if (kafkaUser === undefined || kafkaPassword === undefined)
    throw new PresageError(
      'bad_config',
      'PRESAGE_KAFKA_SASL needs PRESAGE_KAFKA_USER and PRESAGE_KAFKA_PASSWORD.',
    );
  return { sasl: { mechanism, username: kafkaUser, password: kafkaPassword.reveal() } };
}
