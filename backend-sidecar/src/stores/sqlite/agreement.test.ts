/** The SQL compiler must mean what match.ts means: the embedded and the memory store answer alike, whatever they hold and are asked. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FILTER_OPS, SILENT_LOG, SILENT_METER, type Filter } from '@presage/contract';
import { openMemoryStore } from '../memory/store.ts';
import { NEVER, batchOf, rowBatch, scopeOf, type RowSpec } from '../stores.fixture.ts';
import type { LogsQuery, Reader, Scope, StatsQuery, StoredRow } from '../store.ts';
import type { ScanLimits } from './slice-reader.ts';
import { openSqliteStore, type SqliteStore } from './store.ts';

const START = Date.parse('2026-11-20T00:00:00Z');
const SLICE_MS = 60_000;
const SPAN_MS = 3 * SLICE_MS;
const now = (): number => START + SPAN_MS;
const folder = mkdtempSync(join(tmpdir(), 'presage-agreement-'));
/** The first walks along the kinds, as few rows are; the second walks slices along time in small pieces, as many rows are. */
const stores: SqliteStore[] = [];
let tenants = 0;

beforeAll(async () => {
  for (const scanLimits of [
    { fetchedRows: 1e9, pieceRows: 1 },
    { fetchedRows: -1, pieceRows: 2 },
  ]) {
    stores.push(await openStore(join(folder, String(stores.length)), scanLimits));
  }
});

function openStore(path: string, scanLimits: ScanLimits): Promise<SqliteStore> {
  return openSqliteStore({
    folder: path,
    scanLimits,
    retentionMs: 1e9,
    maxBytes: 2 ** 30,
    sliceMs: SLICE_MS,
    queryTimeoutMs: 20_000,
    log: SILENT_LOG,
    meter: SILENT_METER,
    now,
  });
}

afterAll(async () => {
  for (const { sink } of stores) await sink.close();
  rmSync(folder, { recursive: true });
});

const nasty = [
  '',
  "'",
  '"',
  '\\',
  '%',
  '_',
  '$',
  '$.a',
  '[0]',
  'a.b',
  '\0',
  'x\0y',
  '0',
  '-1.5e3',
  '1e400',
  'K',
  '\u212a',
  '\u0130',
  'ſ',
  'Σς',
  '日本',
  '😀',
  '\ud800',
  '\ufffd',
  "' OR 1=1 --",
  "'); DROP TABLE rows; --",
  ') OR (1=1',
  '"}',
  '{"a":1}',
  'null',
  '*',
  '?',
  ':a',
  '__proto__',
  'constructor',
  'Disk Full',
  'disk',
  'other',
];
const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...nasty) },
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const name = fc
  .oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        'host',
        'a.b',
        'a"b',
        '$.a',
        'k',
        '__proto__',
        'é',
        '[0]',
        '\\',
        'x\0y',
        "'",
      ),
    },
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 }),
  )
  .filter((field) => !['_time', '_msg'].includes(field));
const kindFields = {
  service: fc.constantFrom('', 'web', 'store', "o'r", 'other'),
  presage_class: fc.constantFrom('', 'incident', 'preventive_action', 'normal'),
  presage_severity: fc.constantFrom('', 'error', 'info'),
  presage_template_id: fc.constantFrom('', 't1', 't2'),
  presage_score: fc.constantFrom('', '0.5', '1.20', '7', 'x'),
};
const row: fc.Arbitrary<Omit<RowSpec, 'id'>> = fc.record({
  timeMs: fc.oneof(
    fc.integer({ min: START, max: START + SPAN_MS - 1 }),
    fc.constantFrom(START, START + 1000, START + SLICE_MS, START + SLICE_MS - 1),
  ),
  nanos: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 999_999 })),
  message: text,
  fields: fc
    .tuple(fc.record(kindFields), fc.dictionary(name, text, { maxKeys: 3 }))
    .map(([kind, rest]) => Object.fromEntries([...Object.entries(rest), ...Object.entries(kind)])),
});
const rows = fc
  .array(row, { maxLength: 25 })
  .map((list) => list.map((spec, at) => ({ ...spec, id: `${spec.timeMs.toString(36)}-w-${at}` })));

const field = fc.oneof(fc.constantFrom('_msg', 'presage_event_id', ...Object.keys(kindFields)), name);
const filter: fc.Arbitrary<Filter> = fc
  .record({
    field,
    op: fc.constantFrom(...FILTER_OPS),
    values: fc.array(fc.oneof(text, ...Object.values(kindFields)), { minLength: 1, maxLength: 3 }),
  })
  .map(({ field: asked, op, values }) => {
    if (op === '=~' || op === '!~') return { field: asked, op, values: [quotePattern(values[0] ?? '')] };
    return { field: asked, op, values: op.endsWith('|') ? values : values.slice(0, 1) };
  });
function mostly<Value>(value: Value, arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(value) }, { weight: 1, arbitrary });
}

const scope = fc.record({
  fromMs: mostly(START, fc.integer({ min: START - 10, max: START + SPAN_MS })),
  toMs: mostly(START + SPAN_MS, fc.integer({ min: START, max: START + SPAN_MS + 10 })),
  filters: fc.oneof({ weight: 3, arbitrary: filter.map((one) => [one]) }, fc.array(filter, { maxLength: 3 })),
  text: mostly(undefined, text),
  corrected: fc.constantFrom(
    [],
    [{ class: 'incident' as const, templateIds: ['t1', "x'"] }],
    [
      { class: 'incident' as const, service: 'web', templateIds: ['t1', 't2'] },
      { class: 'normal' as const, service: "o'r", templateIds: ['t1'] },
    ],
  ),
});

/** Letters and digits as they are, the rest escaped, so that it is a pattern most of the time. */
function quotePattern(value: string): string {
  return value.toWellFormed().replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** Puts the same rows in both, and others of another tenant beside them. */
async function fill(specs: readonly RowSpec[]): Promise<{ tenant: string; memory: Reader }> {
  const tenant = `${++tenants}:"'`;
  const memory = openMemoryStore({ now });
  for (const batch of [
    rowBatch(specs, tenant),
    rowBatch(
      specs.map((spec) => ({ ...spec, message: 'foreign' })),
      `${tenant} OR 1`,
    ),
  ]) {
    for (const { sink } of [memory, ...stores]) await sink.write(batch, { doubtful: false, signal: NEVER });
  }
  return { tenant, memory: memory.reader };
}

/** What was answered, or how it was refused. */
async function outcome<Answer>(work: Promise<Answer>): Promise<Answer | string> {
  return await work.catch((thrown: unknown) => String(thrown));
}

async function expectAlike(memory: Reader, ask: (reader: Reader) => Promise<unknown>): Promise<void> {
  const expected = await outcome(ask(memory));
  for (const { reader } of stores) expect(await outcome(ask(reader))).toEqual(expected);
}

function plain(found: readonly StoredRow[]): unknown {
  return found.map((stored) => ({ ...stored, fields: Object.entries(stored.fields).sort() }));
}

type AskedScope = Omit<Scope, 'tenant' | 'signal' | 'logsql'>;

const runs = { numRuns: 100 };

describe('the embedded and the memory store agree', () => {
  test('on log lines', async () => {
    const asked = fc.record({
      limit: fc.integer({ min: 1, max: 12 }),
      direction: fc.constantFrom<LogsQuery['direction'][]>('backward', 'forward'),
    });
    await fc.assert(
      fc.asyncProperty(rows, scope, asked, async (specs, within: AskedScope, page) => {
        const { tenant, memory } = await fill(specs);
        const query = { ...scopeOf({ ...within, tenant }), ...page };
        await expectAlike(memory, async (reader) => {
          const page = await reader.logs(query);
          return { ...page, rows: plain(page.rows) };
        });
      }),
      runs,
    );
  });

  test('on numbers over rows', async () => {
    const asked = fc.record({
      groupBy: fc.uniqueArray(field, { maxLength: 2 }),
      stepMs: fc.option(fc.constantFrom(1000, 7000, 45_000), { nil: undefined }),
      top: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      value: fc.constantFrom<StatsQuery['value'][]>('count', 'rate', 'share', 'score'),
    });
    await fc.assert(
      fc.asyncProperty(rows, scope, asked, async (specs, within: AskedScope, what) => {
        const { tenant, memory } = await fill(specs);
        const query: StatsQuery = { ...scopeOf({ ...within, tenant }), ...what, time: 'event' };
        await expectAlike(memory, (reader) => reader.stats(query));
      }),
      runs,
    );
  });

  test('on fields and their values', async () => {
    await fc.assert(
      fc.asyncProperty(rows, scope, field, async (specs, within: AskedScope, wanted) => {
        const { tenant, memory } = await fill(specs);
        const query = scopeOf({ ...within, tenant });
        await expectAlike(memory, (reader) => reader.fields(query));
        await expectAlike(memory, (reader) => reader.fieldValues(query, wanted, 5));
      }),
      runs,
    );
  });

  test('on series', async () => {
    const line = fc
      .record({
        name: fc.constantFrom('presage_log_lines_total', 'anomaly_score', 'y'),
        service: fc.constantFrom('web', 'st"ore\\', ''),
        class: fc.constantFrom('incident', 'normal'),
        instance: fc.constantFrom('i1', 'i2'),
        value: fc.integer({ min: 0, max: 9 }),
        at: fc.integer({ min: 0, max: SPAN_MS / 10_000 }),
      })
      .map(({ name: series, service, at, value, ...labels }) => {
        const escaped = service.replace(/[\\"]/g, '\\$&');
        return `${series}{service="${escaped}",class="${labels.class}",for="log_volume",instance="${labels.instance}"} ${value} ${START + at * 10_000}`;
      });
    const asked = fc.record({
      fromMs: fc.integer({ min: START - 1, max: START + SPAN_MS }),
      toMs: fc.integer({ min: START, max: START + SPAN_MS }),
      stepMs: fc.option(fc.constantFrom(10_000, 45_000), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 30 }), asked, async (lines, window) => {
        const tenant = `s${++tenants}`;
        const memory = openMemoryStore({ now });
        for (const { sink } of [memory, ...stores]) {
          await sink.write(batchOf('samples', lines, tenant), { doubtful: false, signal: NEVER });
        }
        const stats: StatsQuery = {
          ...scopeOf({ ...window, tenant }),
          ...window,
          groupBy: ['service'],
          top: undefined,
          value: 'count',
          time: 'arrival',
        };
        const anomalies = {
          ...scopeOf({ ...window, tenant }),
          ...window,
          groupBy: ['service'],
          top: 2,
          series: ['anomaly_score', 'y'] as const,
        };
        await expectAlike(memory.reader, (reader) => reader.stats(stats));
        await expectAlike(memory.reader, (reader) => reader.anomalies(anomalies));
      }),
      runs,
    );
  });
});
