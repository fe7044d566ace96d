import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './loopback.fixture.ts';

/** A real broker of Apache Kafka, a process of its own. */
export interface KafkaBroker {
  readonly address: string;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Starts again with what it had. */
  restart(): Promise<void>;
  remove(): Promise<void>;
}

const VERSION = '4.1.0';
const CACHE = fileURLToPath(new URL(`../../node_modules/.cache/kafka-${VERSION}`, import.meta.url));
const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>broker</groupId><artifactId>broker</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${VERSION}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>`;

/** The folder of the broker's jars, fetched by Maven once; undefined where there is no Java 17, no Maven, or no way to the jars. */
export function kafkaJars(): string | undefined {
  const lib = join(CACHE, 'lib');
  if (spawnSync('java', ['-version']).status !== 0) return undefined;
  if (existsSync(lib) && readdirSync(lib).some((name) => name.startsWith('kafka_2.13'))) return lib;
  if (spawnSync('mvn', ['-v']).status !== 0) return undefined;
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(join(CACHE, 'pom.xml'), POM);
  const partial = mkdtempSync(join(CACHE, 'lib-'));
  const args = ['-q', '-B', 'dependency:copy-dependencies', `-DoutputDirectory=${partial}`];
  const { status } = spawnSync('mvn', args, { cwd: CACHE, stdio: 'ignore', timeout: 240_000 });
  if (status !== 0) return undefined;
  spawnSync('mv', [partial, lib]);
  return lib;
}

/** A single node that is broker and controller, with `partitions` for topics that make themselves. */
export async function startKafka(lib: string, partitions: number): Promise<KafkaBroker> {
  const folder = mkdtempSync(join(tmpdir(), 'presage-kafka-'));
  const [port, control] = [await freePort(), await freePort()];
  const settings = join(folder, 'server.properties');
  writeFileSync(settings, properties(folder, port, control, partitions));
  java(lib, ['kafka.tools.StorageTool', 'format', '-t', uuid(), '-c', settings]);
  let child = await launch(lib, settings, port);
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  };
  return {
    address: `127.0.0.1:${port}`,
    kill,
    restart: async () => {
      await kill();
      child = await launch(lib, settings, port);
    },
    remove: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function properties(folder: string, port: number, control: number, partitions: number): string {
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${control}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${control}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': join(folder, 'data'),
    'num.partitions': partitions,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'auto.create.topics.enable': true,
  })
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}

function java(lib: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync('java', ['-cp', `${lib}/*`, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`Kafka's ${args[0] ?? ''} failed:\n${stderr}`);
}

async function launch(lib: string, settings: string, port: number): Promise<ChildProcess> {
  const args = [
    '-Xmx384m',
    '-cp',
    `${lib}/*`,
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
    'kafka.Kafka',
    settings,
  ];
  const child = spawn('java', args, { cwd: dirname(settings), stdio: 'ignore' });
  for (let attempt = 0; attempt < 600; attempt++) {
    if (child.exitCode !== null) throw new Error(`Kafka ended with ${child.exitCode}`);
    if (await answers(port)) return child;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill('SIGKILL');
  throw new Error('Kafka did not listen within a minute');
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Kafka writes its ids as base64 of 16 bytes. */
function uuid(): string {
  return Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
}
