// Against a real broker: lines come in once whatever is killed, and go out in the shapes that other programs read.
import { Admin, Consumer, Producer } from '@platformatic/kafka';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { kafkaJars, startKafka, type KafkaBroker } from './kafka-broker.fixture.ts';
import { count, eventually, newFolder, query, startSidecar, type Sidecar } from './sidecar.fixture.ts';

const jars = kafkaJars();
const PARTITIONS = 4;
/** Longest wait for lines: brokers and sidecars start on machines that may be busy. */
const PATIENCE_MS = 60_000;
const suite = jars === undefined ? describe.skip : describe;

let broker: KafkaBroker;
const running: Sidecar[] = [];

async function start(folder: string, group: string, topic: string, more = {}): Promise<Sidecar> {
  const sidecar = await startSidecar(folder, {
    PRESAGE_KAFKA_BROKERS: broker.address,
    PRESAGE_KAFKA_TOPICS: topic,
    PRESAGE_KAFKA_GROUP: group,
    PRESAGE_KAFKA_CLASSIFIED_TOPIC: `${topic}-classified`,
    PRESAGE_KAFKA_ANOMALIES_TOPIC: `${topic}-anomalies`,
    ...more,
  });
  running.push(sidecar);
  return sidecar;
}

/** Sends lines, keyed by service as producers are asked to. */
async function produce(
  topic: string,
  from: number,
  to: number,
  lineOf: (n: number) => object | string,
): Promise<void> {
  const producer = new Producer({
    clientId: 'test',
    bootstrapBrokers: [broker.address],
    autocreateTopics: true,
    // A broker that just came back makes it send again: only once may count.
    idempotent: true,
  });
  for (let start = from; start < to; start += 1000) {
    const messages = Array.from({ length: Math.min(1000, to - start) }, (_, i) => {
      const line = lineOf(start + i);
      const value = Buffer.from(typeof line === 'string' ? line : JSON.stringify(line));
      return { topic, key: Buffer.from(`service-${(start + i) % 12}`), value };
    });
    await producer.send({ messages, acks: -1 });
  }
  await new Promise<void>((resolve) => {
    producer.close(() => resolve());
  });
}

const rawLine = (n: number) => ({
  source: 'local',
  host: 'web-1',
  timestamp: Date.now(),
  level: 'INFO',
  message: `order ${n} taken`,
  service: `service-${n % 12}`,
});

/** How many lines of a topic the store has, and how many different ones. */
async function stored(url: string, topic: string): Promise<number> {
  return count(url, { filters: [{ field: 'source_topic', op: '=', values: [topic] }] });
}

/** The lines of a topic as they are stored. */
async function rowsOf(url: string, topic: string): Promise<{ id: unknown; body: unknown }[]> {
  const filters = [{ field: 'source_topic', op: '=', values: [topic] }];
  const { frames } = await query(url, { query_type: 'logs', filters, limit: 1000 });
  const frame = frames[0];
  const column = (name: string): readonly unknown[] =>
    frame?.data.values[frame.schema.fields.findIndex((field) => field.name === name)] ?? [];
  const ids = column('id');
  return column('body').map((body, at) => ({ id: ids[at], body }));
}

/** All messages of a topic until there are `wanted`. */
async function readTopic(
  topic: string,
  wanted: number,
): Promise<{ key: string; value: Record<string, unknown> }[]> {
  const consumer = new Consumer({
    clientId: 'test',
    groupId: `check-${topic}`,
    autocreateTopics: true,
    bootstrapBrokers: [broker.address],
  });
  const stream = await consumer.consume({
    topics: [topic],
    mode: 'earliest',
    autocommit: false,
    maxWaitTime: 200,
  });
  const found: { key: string; value: Record<string, unknown> }[] = [];
  for await (const { key, value } of stream) {
    found.push({ key: key.toString(), value: JSON.parse(value.toString()) as Record<string, unknown> });
    if (found.length >= wanted) break;
  }
  await stream.close();
  await new Promise<void>((resolve) => {
    consumer.close(true, () => resolve());
  });
  return found;
}

suite('Kafka', () => {
  beforeAll(async () => {
    broker = await startKafka(jars ?? '', PARTITIONS);
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((sidecar) => sidecar.kill()));
  });
  afterAll(() => broker.remove());

  test('raw lines are classified, stored and handed on with their own fields', async () => {
    const sidecar = await start(newFolder(), 'shapes', 'shapes');
    const raw = {
      source: 'aws-cloudwatch',
      host: 'db-1',
      timestamp: Date.now() - 5000,
      level: 'ERROR',
      message: 'Out of memory: Killed process 812 (java) total-vm:812kB',
      service: 'kernel',
      log_group: '/app/shop',
      raw_data: { a: 1 },
    };
    const lines: (object | string)[] = [raw, 'plain text of somebody', '{"message":"cut'];
    await produce('shapes', 0, lines.length, (n) => lines[n] ?? '');
    expect(
      await eventually(
        () => stored(sidecar.url, 'shapes'),
        (n) => n === 3,
        PATIENCE_MS,
      ),
    ).toBe(3);
    const messages = await readTopic('shapes-classified', 3);
    const kernel = messages.find(({ value }) => value['service'] === 'kernel');
    expect(kernel?.key).toBe('kernel');
    expect(kernel?.value).toMatchObject({
      source: 'aws-cloudwatch',
      host: 'db-1',
      timestamp: raw.timestamp,
      level: 'ERROR',
      message: raw.message,
      log_group: '/app/shop',
      classification: 'incident',
      source_topic: 'shapes',
      presage_class: 'incident',
    });
    expect(Number(kernel?.value['classified_timestamp'])).toBeGreaterThan(raw.timestamp);
    expect(messages.map(({ value }) => value['message'])).toEqual(
      expect.arrayContaining(['plain text of somebody', '{"message":"cut']),
    );
  });

  test('a sidecar that is killed again and again stores every line once', async () => {
    const total = 40_000;
    const folder = newFolder();
    const sending = produce('killed', 0, total, rawLine);
    for (let kills = 0; kills < 3; kills++) {
      const sidecar = await start(folder, 'killed', 'killed');
      const before = await stored(sidecar.url, 'killed');
      await eventually(
        () => stored(sidecar.url, 'killed'),
        (n) => n > before,
        PATIENCE_MS,
      );
      await sidecar.kill();
    }
    await sending;
    const { url } = await start(folder, 'killed', 'killed');
    expect(
      await eventually(
        () => stored(url, 'killed'),
        (n) => n >= total,
        PATIENCE_MS,
      ),
    ).toBe(total);
    const { frames } = await query(url, {
      query_type: 'stats',
      group_by: ['service'],
      filters: [{ field: 'source_topic', op: '=', values: ['killed'] }],
    });
    expect(frames).toHaveLength(12);
  });

  test('two sidecars share a topic; when one goes, nothing is lost and what repeats has the same event ids', async () => {
    const total = 20_000;
    const first = await start(newFolder(), 'shared', 'shared');
    const second = await start(newFolder(), 'shared', 'shared');
    await produce('shared', 0, total / 2, rawLine);
    const both = async (): Promise<number> =>
      (await stored(first.url, 'shared')) + (await stored(second.url, 'shared'));
    expect(await eventually(both, (n) => n >= total / 2)).toBeGreaterThanOrEqual(total / 2);
    const kept = await stored(first.url, 'shared');
    await first.stop();
    await produce('shared', total / 2, total, rawLine);
    const whole = await eventually(
      () => stored(second.url, 'shared'),
      (n) => n + kept >= total,
      PATIENCE_MS,
    );
    expect(whole + kept).toBeGreaterThanOrEqual(total);
    // Repeated is at most what was on its way when the partitions changed hands: one batch of each.
    expect(whole + kept).toBeLessThanOrEqual(total + PARTITIONS * 5000);
  });

  test('what one sidecar has learned of a service goes with it to the next one', async () => {
    const first = await start(newFolder(), 'handed', 'handed');
    const words = Array.from(
      { length: 40 },
      (_, n) => `${'abcdefghij'[n % 10] ?? ''}${'klmn'[Math.floor(n / 10)] ?? ''}`,
    );
    const known = (n: number) => ({
      ...rawLine(n),
      message: `step ${words[n % 40] ?? ''} of the shop is done`,
      service: 'cart',
    });
    await produce('handed', 0, 4000, known);
    await eventually(
      () => stored(first.url, 'handed'),
      (n) => n === 4000,
      PATIENCE_MS,
    );
    const seenBy = async (
      url: string,
    ): Promise<{ template_id: string; first_seen: string; count: number }[]> => {
      const reply = await fetch(`${url}/api/v1/templates?service=cart&limit=100`);
      const { templates } = (await reply.json()) as {
        templates: { template_id: string; first_seen: string; count: number }[];
      };
      return templates.sort((a, b) => (a.template_id < b.template_id ? -1 : 1));
    };
    const learned = await seenBy(first.url);
    await first.stop();
    const second = await start(newFolder(), 'handed', 'handed');
    await produce('handed', 4000, 4100, known);
    await eventually(
      () => stored(second.url, 'handed'),
      (n) => n >= 100,
      PATIENCE_MS,
    );
    const goesOn = await seenBy(second.url);
    expect(goesOn.map(({ template_id }) => template_id)).toEqual(
      learned.map(({ template_id }) => template_id),
    );
    expect(goesOn.map(({ first_seen }) => first_seen)).toEqual(learned.map(({ first_seen }) => first_seen));
    expect(Math.min(...goesOn.map(({ count: lines }) => lines))).toBeGreaterThanOrEqual(
      Math.min(...learned.map(({ count: lines }) => lines)),
    );
  });

  test.each([
    ['shorter than what was read of it', 'anew-short', 12],
    ['longer than what was read of it', 'anew-long', 300],
  ])(
    'a topic that is deleted and made anew is read from its start when it is %s',
    async (_when, topic, lines) => {
      const folder = newFolder();
      const first = await start(folder, topic, topic);
      await produce(topic, 0, 60, rawLine);
      await eventually(
        () => count(first.url),
        (n) => n >= 60,
        PATIENCE_MS,
      );
      await first.stop();
      const admin = new Admin({ clientId: 'test', bootstrapBrokers: [broker.address] });
      await admin.deleteTopics({ topics: [topic] });
      await new Promise<void>((resolve) => {
        admin.close(() => resolve());
      });
      await produce(topic, 60, 60 + lines, rawLine);
      const second = await start(folder, topic, topic);
      expect(
        await eventually(
          () => count(second.url),
          (n) => n >= 60 + lines,
          PATIENCE_MS,
        ),
      ).toBe(60 + lines);
      await second.stop();
      const third = await start(folder, topic, topic);
      await produce(topic, 1000, 1005, rawLine);
      expect(
        await eventually(
          () => count(third.url),
          (n) => n >= 65 + lines,
          PATIENCE_MS,
        ),
      ).toBe(65 + lines);
    },
  );

  test('a broker that goes and comes back is waited for, and the status says so', async () => {
    const { url } = await start(newFolder(), 'away', 'away');
    await produce('away', 0, 100, rawLine);
    await eventually(
      () => stored(url, 'away'),
      (n) => n === 100,
      PATIENCE_MS,
    );
    await broker.kill();
    const feed = async () => {
      const status = (await (await fetch(`${url}/api/v1/status`)).json()) as {
        feeds: { name: string; state: string; message: string }[];
      };
      return status.feeds.find(({ name }) => name === 'kafka');
    };
    const failing = await eventually(feed, (found) => found?.state === 'failing');
    expect(failing?.message).toContain('Kafka cannot be read and is tried again');
    expect((await fetch(`${url}/ready`)).status).toBe(200);
    await broker.restart();
    await produce('away', 100, 200, rawLine);
    await eventually(
      () => stored(url, 'away'),
      (n) => n >= 200,
      PATIENCE_MS,
    );
    // The broker may have been given a line twice while it came up; what it has is stored once, and nothing is missing.
    const rows = await rowsOf(url, 'away');
    expect(new Set(rows.map(({ body }) => body)).size).toBe(200);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });
});

if (jars === undefined) test('needs Java 17 and Maven', () => expect(jars).toBeUndefined());
