import { describe, expect, test } from '@jest/globals';
import { createPipeline } from '../src/pipeline/pipeline.ts';
import type { LogRecord } from '../src/pipeline/record.ts';
import { SIGNATURES } from './signatures.ts';

/** What the project promises to know something about, by the subject of an id. */
const SUBJECTS: Readonly<Record<string, readonly string[]>> = {
  'Linux kernel and systemd': ['kernel', 'systemd'],
  'SSH and authentication': ['ssh', 'auth'],
  'containers and Kubernetes': ['container', 'k8s', 'etcd'],
  JVM: ['jvm'],
  Python: ['python'],
  Node: ['node'],
  Go: ['go', 'grpc'],
  'nginx, HAProxy and HTTP': ['nginx', 'haproxy', 'http'],
  PostgreSQL: ['postgres'],
  MySQL: ['mysql'],
  Redis: ['redis'],
  MongoDB: ['mongodb'],
  Kafka: ['kafka'],
  RabbitMQ: ['rabbitmq'],
  Elasticsearch: ['elasticsearch'],
  TLS: ['tls'],
  DNS: ['dns'],
  'cloud SDKs': ['cloud'],
  storage: ['storage'],
  hardware: ['hardware'],
  deployment: ['deploy'],
};

/** What a signature asks for, in one form: two with the same cannot both be right. */
function asked({ match }: (typeof SIGNATURES)[number]): string {
  const sorted = (phrases: readonly string[] = []) => [...phrases].sort();
  const any = (match.any ?? []).map(sorted).sort();
  return JSON.stringify([sorted(match.all), any, match.when ?? [], match.levels ?? []]);
}

function recordOf(message: string): LogRecord {
  return { timeMs: NaN, timeNanos: 0, message, fields: ['service', 'a'] };
}

describe('signatures and each other', () => {
  test('at least 150, and at least three for every subject promised', () => {
    expect(SIGNATURES.length).toBeGreaterThanOrEqual(150);
    const count = (prefixes: readonly string[]) =>
      SIGNATURES.filter(({ id }) => prefixes.includes(id.slice(0, id.indexOf('.')))).length;
    const thin = Object.entries(SUBJECTS).filter(([, prefixes]) => count(prefixes) < 3);
    expect(thin).toEqual([]);
  });

  test('none gives more than three causes or four steps', () => {
    const long = SIGNATURES.filter(({ causes, steps }) => causes.length > 3 || steps.length > 4);
    expect(long.map(({ id }) => id)).toEqual([]);
  });

  test('every one decides its examples itself, with all others present, on the whole way of a line', () => {
    const pipeline = createPipeline({ instance: 'i', signatures: SIGNATURES });
    const lost = SIGNATURES.flatMap(({ id, examples }) =>
      examples.positive
        .map((line) => ({ id, line, by: pipeline.classify('0:0', recordOf(line)).verdict.signature }))
        .filter(({ by }) => by !== id),
    );
    expect(lost).toEqual([]);
  });

  test('none decides its negative examples, on the whole way of a line', () => {
    const pipeline = createPipeline({ instance: 'i', signatures: SIGNATURES });
    const claimed = SIGNATURES.flatMap(({ id, examples }) =>
      examples.negative
        .filter((line) => pipeline.classify('0:0', recordOf(line)).verdict.signature === id)
        .map((line) => `${id}: ${line}`),
    );
    expect(claimed).toEqual([]);
  });

  test('no two ask for the same', () => {
    const same = Map.groupBy(SIGNATURES, asked).values();
    expect([...same].filter((group) => group.length > 1).map((group) => group.map(({ id }) => id))).toEqual(
      [],
    );
  });

  test('no phrase that is enough for one is enough for another with the same conditions', () => {
    const owners = new Map<string, string>();
    const shared: string[] = [];
    for (const { id, match } of SIGNATURES) {
      const [only, ...more] = match.any ?? [];
      if (match.all !== undefined || match.when !== undefined || only === undefined || more.length > 0)
        continue;
      for (const phrase of only) {
        const owner = owners.get(phrase);
        if (owner !== undefined) shared.push(`${phrase}: ${owner}, ${id}`);
        owners.set(phrase, id);
      }
    }
    expect(shared).toEqual([]);
  });

  test('what is told in one sentence is not told twice', () => {
    expect(new Set(SIGNATURES.map(({ meaning }) => meaning)).size).toBe(SIGNATURES.length);
  });
});
