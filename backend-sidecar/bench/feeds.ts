/**
 * Lines per CPU-second of what brings lines by itself: from a cloud's answer or a broker's batch to its lines' being durable in the
 * journal. The clouds are servers in this process that answer with texts made before; the broker is a real one, beside it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogsQueryClient } from '@azure/monitor-query-logs';
import { Producer } from '@platformatic/kafka';
import { SILENT_LOG } from '@presage/contract';
import { kafkaJars, startKafka } from '../src/kafka-broker.fixture.ts';
import { openAzure } from '../src/sources/azure/azure-source.ts';
import { newCertificate } from '../src/sources/azure/certificate.fixture.ts';
import { openCloudWatch } from '../src/sources/cloudwatch/cloudwatch-source.ts';
import type { Feed } from '../src/sources/feed.ts';
import { KafkaSource } from '../src/sources/kafka/kafka-source.ts';
import { PollBudget } from '../src/sources/poll-budget.ts';
import { POLL_CLOCK } from '../src/sources/poll-clock.ts';
import type { Arrival, Intake } from '../src/sources/source.ts';
import { azureCloud, cloudWatchCloud } from './clouds.ts';
import type { RawLine } from './fresh-lines.ts';

export interface SourceFigure {
  readonly name: string;
  readonly linesPerCpuSecond: number;
}

/** A way to bring `lines.length` lines, ready to start. */
interface Prepared {
  readonly feed: Feed;
  readonly end: () => Promise<unknown>;
}

type Prepare = (lines: readonly RawLine[], intake: Intake, folder: string) => Promise<Prepared | undefined>;

const SINCE_MS = 50 * 60_000;
const MANY_REQUESTS = 1000;

/** Each that can be had on this machine. */
export async function measureFeeds(intake: Intake, lines: readonly RawLine[]): Promise<SourceFigure[]> {
  const figures: SourceFigure[] = [];
  const ways: [string, Prepare][] = [
    ['CloudWatch Logs', cloudWatch],
    ['Azure Monitor', azure],
    ['Kafka', kafka],
  ];
  for (const [name, prepare] of ways) {
    const linesPerCpuSecond = await measureFeed(prepare, intake, lines);
    if (linesPerCpuSecond !== undefined) figures.push({ name, linesPerCpuSecond });
  }
  return figures;
}

async function measureFeed(prepare: Prepare, intake: Intake, lines: readonly RawLine[]) {
  const folder = mkdtempSync(join(tmpdir(), 'presage-bench-feed-'));
  const counting = new CountedIntake(intake, lines.length);
  const prepared = await prepare(lines, counting, folder);
  if (prepared === undefined) return undefined;
  const { feed, end } = prepared;
  const before = process.cpuUsage();
  await feed.start();
  await counting.complete;
  const { user, system } = process.cpuUsage(before);
  await feed.stop();
  await end();
  rmSync(folder, { recursive: true, force: true });
  return lines.length / ((user + system) / 1e6);
}

/** Tells when so many lines are durable. */
class CountedIntake implements Intake {
  readonly complete: Promise<void>;
  readonly #intake: Intake;
  #missing: number;
  #done: () => void = () => undefined;

  constructor(intake: Intake, lines: number) {
    this.#intake = intake;
    this.#missing = lines;
    this.complete = new Promise((resolve) => (this.#done = resolve));
  }

  async accept(arrival: Arrival) {
    const receipt = await this.#intake.accept(arrival);
    this.#missing -= receipt.accepted;
    if (this.#missing <= 0) this.#done();
    return receipt;
  }

  inspect(arrival: Arrival) {
    return this.#intake.inspect(arrival);
  }

  reserve(tenant: string, source: string, bytes: number) {
    return this.#intake.reserve(tenant, source, bytes);
  }
}

const polled = (intake: Intake, folder: string) => ({
  ...{ name: 'bench', tenant: '0:0', folder, intake, clock: POLL_CLOCK, log: SILENT_LOG },
  ...{ everyMs: 1000, sinceMs: SINCE_MS, service: undefined, recalled: new Map<string, string>() },
});
const budget = (): PollBudget => new PollBudget(MANY_REQUESTS, () => POLL_CLOCK.monotonicMs());

async function cloudWatch(lines: readonly RawLine[], intake: Intake, folder: string): Promise<Prepared> {
  const cloud = await cloudWatchCloud(lines, SINCE_MS);
  const feed = openCloudWatch({
    ...polled(intake, folder),
    account: 'bench',
    access: {
      keys: { id: 'id', secret: 'secret', session: undefined },
      ...{ profile: undefined, role: undefined, externalId: undefined, endpoint: cloud.url },
    },
    ...{ region: 'eu-west-1', groups: ['/app/shop'], prefixes: [], pattern: undefined, budget: budget() },
  });
  await feed.probe();
  return { feed, end: cloud.close };
}

async function azure(
  lines: readonly RawLine[],
  intake: Intake,
  folder: string,
): Promise<Prepared | undefined> {
  const certificate = newCertificate();
  if (certificate === undefined) return undefined;
  const cloud = await azureCloud(certificate, lines, SINCE_MS);
  const credential = {
    getToken: () => Promise.resolve({ token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 }),
  };
  const client = new LogsQueryClient(credential, {
    retryOptions: { maxRetries: 0 },
    tlsOptions: { ca: certificate.cert },
    endpoint: `${cloud.url}/v1`,
  });
  const feed = openAzure({
    ...polled(intake, folder),
    access: {
      tenantId: undefined,
      clientId: undefined,
      clientSecret: undefined,
      authority: undefined,
      endpoint: undefined,
    },
    ...{ workspaces: ['bench'], queries: ['AppTraces'], budget: budget() },
    open: () => Promise.resolve(client),
  });
  await feed.probe();
  return { feed, end: cloud.close };
}

async function kafka(lines: readonly RawLine[], intake: Intake): Promise<Prepared | undefined> {
  const jars = kafkaJars();
  if (jars === undefined) return undefined;
  const broker = await startKafka(jars, 4);
  const connection = { clientId: 'bench', bootstrapBrokers: [broker.address] };
  const producer = new Producer({ ...connection, autocreateTopics: true });
  for (let at = 0; at < lines.length; at += 1000) {
    const messages = lines.slice(at, at + 1000).map(({ service, text }) => ({
      topic: 'raw-logs',
      key: Buffer.from(service),
      value: Buffer.from(JSON.stringify({ message: text, service, timestamp: Date.now() })),
    }));
    await producer.send({ messages, acks: -1 });
  }
  await new Promise<void>((resolve) => {
    producer.close(() => resolve());
  });
  const feed = new KafkaSource({
    ...{ connection, topics: ['raw-logs'], group: 'bench', member: 'bench', tenant: '0:0', intake },
    ...{ prepared: () => Promise.resolve(), recalled: new Map<string, string>(), log: SILENT_LOG },
    nowMs: Date.now,
  });
  return { feed, end: () => broker.remove() };
}
