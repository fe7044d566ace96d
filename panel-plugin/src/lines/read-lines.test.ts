import { dataFrameFromJSON, toDataFrame, FieldType, type DataFrame, type DataFrameJSON } from '@grafana/data';
import templates from '../../../contract/fixtures/query/templates.json';
import schema from '../../../contract/schema.json';
import { CLASSES, SEVERITIES, type LogLine } from './line';
import { readLines } from './read-lines';
import { ELASTICSEARCH, LOKI, LOKI_DATAPLANE, PRESAGE, VICTORIALOGS } from './recorded.fixture';

const source = { refId: 'A', type: 'x', uid: 'u' };
const read = (...frames: DataFrameJSON[]) =>
  readLines(
    frames.map((frame) => dataFrameFromJSON(frame)),
    ({ refId = '' }) => ({ ...source, refId }),
    'oldest',
  );
const facts = ({ message, severity, logClass, service, score }: LogLine) => [
  message.slice(0, 24),
  severity,
  logClass,
  service,
  score,
];

describe('the words of classes and severities', () => {
  const definitions = schema.$defs as Record<string, { enum?: string[] }>;
  it.each([
    ['LogClass', CLASSES],
    ['Severity', SEVERITIES],
  ])('are those of the contract: %s', (name, words) => {
    expect([...words]).toEqual(definitions[name]?.enum);
  });
});

describe('lines of a Presage datasource', () => {
  it('have class, severity, score, template, service and event', () => {
    const lines = read(PRESAGE);
    expect(lines.map(facts)).toEqual([
      ['disk usage of /var/lib/p', 'warning', 'preventive_action', 'node-agent', undefined],
      ['2026-11-21 09:04:03.331 ', 'critical', 'incident', 'orders-db', 0.71],
      ['2026-11-21 09:04:03.458 ', 'critical', 'incident', 'orders-db', 0.71],
    ]);
    expect(lines[1]).toMatchObject({
      eventId: 'mwq6lfr7-yw48fna5-0000000lf9',
      templateId: 'ef96e7377f02b01b',
      key: 'P/mwq6lfr7-yw48fna5-0000000lf9',
    });
  });

  it('say when a person has set the class', () => {
    const frame = structuredCopy(PRESAGE);
    const labels = frame.data?.values[4] as Array<Record<string, string>>;
    labels[0] = { ...labels[0], presage_corrected: 'true' };
    expect(read(frame).map(({ corrected }) => corrected)).toEqual([false, false, true]);
  });
});

describe('lines of other datasources', () => {
  const shop = [
    ['order 4711 placed, 3 item', 'info', undefined, 'checkout', undefined],
    ['payment provider slow: 2', 'warning', undefined, 'checkout', undefined],
    ['payment failed: connecti', 'error', undefined, 'checkout', undefined],
    ['could not write reservat', 'error', undefined, 'stock', undefined],
  ].map(([message, ...rest]) => [(message as string).slice(0, 24), ...rest]);

  it('of Loki have level and service, and no class', () => {
    expect(read(LOKI).map(facts)).toEqual(shop);
  });

  it('of Loki are the same in both of its shapes', () => {
    const [classic, dataplane] = [read(LOKI), read(LOKI_DATAPLANE)];
    expect(dataplane.map(facts)).toEqual(shop);
    expect(dataplane.map(({ fields }) => fields)).toEqual(classic.map(({ fields }) => fields));
    expect(dataplane.map(({ key }) => key)).toEqual(classic.map(({ key }) => key));
    expect(classic.map(({ nanos }) => nanos)).toEqual([0, 137, 274, 685]);
  });

  it('of Loki as one frame a stream have the labels of their stream', () => {
    const frame = toDataFrame({
      refId: 'A',
      fields: [
        { name: 'time', type: FieldType.time, values: [1] },
        { name: 'line', type: FieldType.string, values: ['a'], labels: { app: 'web', level: 'warn' } },
        { name: 'tsNs', type: FieldType.string, values: ['1000042'] },
      ],
    });
    const [line] = readLines([frame], () => source, 'newest');
    expect(line).toMatchObject({ service: 'web', severity: 'warning', nanos: 42 });
  });

  it('of Elasticsearch have the columns of their documents as fields, not the document itself', () => {
    const [first] = read(ELASTICSEARCH);
    expect(first).toMatchObject({
      message: 'order 4711 placed, 3 items',
      severity: 'info',
      service: 'checkout',
    });
    expect(first?.fields).toEqual({
      attempt: '0',
      'labels.env': 'test',
      level: 'info',
      retry: 'true',
      'service.name': 'checkout',
    });
  });

  it('of Elasticsearch without a message column show the document', () => {
    const frame = dataFrameFromJSON(ELASTICSEARCH);
    const fields = frame.fields.filter(({ name }) => name !== 'message');
    const [line] = readLines([{ ...frame, fields }], () => source, 'oldest');
    expect(JSON.parse(line?.message ?? '')).toMatchObject({ message: 'order 4711 placed, 3 items' });
  });

  it('of VictoriaLogs have our fields where Presage wrote them', () => {
    const [ours, other] = read(VICTORIALOGS);
    expect(ours).toMatchObject({
      logClass: 'incident',
      severity: 'error',
      score: 1.4,
      templateId: '3f0c9a51d2b7e846',
      eventId: 'mwq6lfuq-yw48fna5-0000000lfd',
      nanos: 274,
    });
    expect(other).toMatchObject({ logClass: undefined, severity: 'error', eventId: undefined });
  });

  it('of several datasources stand in the order of time', () => {
    const lines = read(VICTORIALOGS, {
      ...LOKI,
      schema: { ...LOKI.schema, refId: 'B', fields: LOKI.schema?.fields ?? [] },
    });
    const times = lines.map(({ timeMs }) => timeMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(new Set(lines.map((line) => line.source.refId))).toEqual(new Set(['A', 'B']));
  });
});

describe('what a frame may hold besides', () => {
  const frameOf = (values: unknown[], type = FieldType.string) =>
    toDataFrame({
      fields: [
        { name: 'Time', type: FieldType.time, values: values.map((_, row) => row) },
        { name: 'Line', type, values },
      ],
    });

  it('numbers over time are no lines', () => {
    expect(readLines([frameOf([1, 2], FieldType.number)], () => source, 'newest')).toEqual([]);
  });

  it('templates, which are a table with times and texts, are no lines', () => {
    const [frame] = templates.reply.results.A.frames;
    expect(frame?.data.values[0]?.length).toBeGreaterThan(0);
    expect(read(frame as unknown as DataFrameJSON)).toEqual([]);
  });

  it('a line that is null is empty', () => {
    expect(readLines([frameOf([null])], () => source, 'newest')[0]?.message).toBe('');
  });

  it('equal lines of equal time have keys of their own', () => {
    const frame = toDataFrame({
      fields: [
        { name: 'Time', type: FieldType.time, values: [5, 5, 5] },
        { name: 'Line', type: FieldType.string, values: ['a', 'a', 'a'] },
      ],
    });
    const keys = readLines([frame], () => source, 'newest').map(({ key }) => key);
    expect(new Set(keys).size).toBe(3);
  });

  it('ten thousand equal lines of one time have keys at once', () => {
    const many = Array.from({ length: 10_000 }, () => 5);
    const frame = toDataFrame({
      fields: [
        { name: 'Time', type: FieldType.time, values: many },
        { name: 'Line', type: FieldType.string, values: many.map(() => 'a') },
      ],
    });
    const began = process.cpuUsage();
    const keys = readLines([frame], () => source, 'newest').map(({ key }) => key);
    expect(new Set(keys).size).toBe(10_000);
    // Microseconds of CPU: what else runs on the machine does not count.
    expect(process.cpuUsage(began).user).toBeLessThan(1_000_000);
  });

  it('a line without an id keeps its key when a refresh puts another of its time before it', () => {
    const frameOfLines = (...messages: string[]) =>
      toDataFrame({
        fields: [
          { name: 'Time', type: FieldType.time, values: messages.map(() => 5) },
          { name: 'Line', type: FieldType.string, values: messages },
        ],
      });
    const keyOf = (frame: DataFrame) =>
      readLines([frame], () => source, 'newest').find(({ message }) => message === 'old')?.key;
    expect(keyOf(frameOfLines('new', 'old'))).toBe(keyOf(frameOfLines('old')));
  });

  it.each([
    ['level=warn msg="slow"', 'warning'],
    ['\u001b[31mERROR\u001b[0m broken', 'error'],
    ['{"level":"fatal","msg":"x"}', 'critical'],
    ['2026-11-21 ERROR [main] broken', 'error'],
    ['errors: 0, failed: 0', undefined],
    [`${'x'.repeat(200)} ERROR`, undefined],
  ])('the level of a line without one is read from its head: %s', (message, severity) => {
    expect(readLines([frameOf([message])], () => source, 'newest')[0]?.severity).toBe(severity);
  });
});

function structuredCopy<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
