import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FILTER_OPS, type Filter } from '@presage/contract';
import fc from 'fast-check';
import { matches } from '../match.ts';
import type { Reader, Sink, StoredRow } from '../store.ts';
import { openVictoriaLogs } from './logs-sink.ts';
import { openVictoriaReader } from './reader.ts';
import {
  MINUTE,
  RealStore,
  baseMs,
  eventually,
  logsQuery,
  realSuite,
  statsQuery,
} from './real-stores.fixture.ts';
import { NEVER, SILENT, batchOf, eventIdOf, rowLine } from './victoria.fixture.ts';

const { canRun, title } = realSuite();
const suite = canRun ? describe : describe.skip;
const SURE = { doubtful: false, signal: NEVER };
let logs: RealStore;
let sink: Sink;
let reader: Reader & { close(): Promise<void> };
let tenants = 0;

function newTenant(): string {
  return `${++tenants}:3`;
}

/** Writes rows and waits until queries see them. */
async function store(
  tenant: string,
  rows: readonly Readonly<Record<string, string>>[],
  timeOf: (i: number) => number,
): Promise<string[]> {
  const ids = rows.map((_row, i) => eventIdOf(timeOf(i), i));
  const lines = rows.map((row, i) => rowLine(timeOf(i), ids[i] ?? '', row));
  const times = rows.map((_row, i) => timeOf(i));
  await sink.write(await batchOf(lines, { tenant, times, ids }), SURE);
  // Rows of a new stream are counted up to a second before they can be read.
  await eventually(
    () => reader.logs(logsQuery(tenant)),
    (page) => page.rows.length === rows.length,
  );
  return ids;
}

const idsOf = (rows: readonly StoredRow[]): string[] =>
  rows.map(({ fields }) => fields['presage_event_id'] ?? '');

suite(title, () => {
  beforeAll(async () => {
    logs = await RealStore.start('victoria-logs');
    sink = openVictoriaLogs({ url: logs.url, ...SILENT });
    const place = { url: logs.url };
    reader = openVictoriaReader({ logs: place, metrics: place, queryTimeoutMs: 10_000 });
  });

  afterAll(async () => {
    await Promise.all([sink.close(), reader.close()]);
    await logs.close();
  });

  test('rows come back whole, to the nanosecond, in order, and page by page', async () => {
    const tenant = newTenant();
    const rows = Array.from({ length: 60 }, (_, i) => ({
      _msg: `line ${i}`,
      service: 'checkout',
      n: String(i),
    }));
    const ids = await store(tenant, rows, (i) => baseMs + 1000 * Math.floor(i / 20));
    const all = await reader.logs(logsQuery(tenant));
    expect(idsOf(all.rows)).toEqual([...ids].reverse());
    expect(all.rows[59]).toEqual({
      timeMs: baseMs,
      timeNanos: 0,
      message: 'line 0',
      fields: { service: 'checkout', n: '0', presage_event_id: ids[0], presage_class: 'normal' },
    });
    for (const limit of [7, 20, 25]) {
      const newest = await reader.logs(logsQuery(tenant, { limit }));
      expect(idsOf(newest.rows)).toEqual([...ids].reverse().slice(0, limit));
      const oldest = await reader.logs(logsQuery(tenant, { limit, direction: 'forward' }));
      expect(idsOf(oldest.rows)).toEqual(ids.slice(0, limit));
      expect([newest.truncated, oldest.truncated]).toEqual([true, true]);
    }
    const edge = logsQuery(tenant, { fromMs: baseMs + 1000, toMs: baseMs + 1000 });
    expect((await reader.logs(edge)).rows).toHaveLength(20);
    expect((await reader.event(tenant, ids[33] ?? '', NEVER))?.message).toBe('line 33');
    expect(await reader.event(newTenant(), ids[33] ?? '', NEVER)).toBeUndefined();
    expect(await reader.event(tenant, 'not an id', NEVER)).toBeUndefined();
  });

  test('filters mean what they mean everywhere, whatever their values', async () => {
    const tenant = newTenant();
    const nasty = ['', 'a', 'A b', '"', '\\', '`', "'", '*', 'a"b', 'in("a")', '{x="y"}', '(', '#', '|', '-', '5', '10', '5ms', '2KiB', '10.0.0.1', '2026-01-01T00:00:00Z', '-3.5', '1e2', 'ünï', '\n', 'a|b', '$x', '\u2028']; // prettier-ignore
    const rows = nasty.flatMap((value, i) => [
      { _msg: `Message ${value} end`, 'odd "name*': value, service: `s${i % 3}` },
      { _msg: `other ${i}`, plain: value, service: value },
    ]);
    const ids = await store(tenant, rows, (i) => baseMs + i);
    const stored = rows.map(({ _msg: message, ...fields }, i) => ({
      id: ids[i] ?? '',
      message,
      fields: { ...fields, presage_class: 'normal' },
    }));
    const values = fc.constantFrom(...nasty);
    const anyFilter = fc.record({
      field: fc.constantFrom('odd "name*', 'plain', 'service', 'presage_class', '_msg', 'absent*'),
      op: fc.constantFrom(...FILTER_OPS),
      values: fc.array(values, { minLength: 1, maxLength: 3 }),
    });
    const asked = fc.record({
      filters: fc.array(anyFilter, { maxLength: 2 }),
      text: fc.option(values, { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(asked, async ({ filters: given, text }) => {
        const filters = given.map(askable);
        const expected = stored.filter((row) => matches(row, filters, text)).map(({ id }) => id);
        const found = await reader.logs(logsQuery(tenant, { filters, text, direction: 'forward' }));
        expect(idsOf(found.rows)).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  test("a user's LogsQL does not leave its tenant, its time or our filters", async () => {
    const tenant = newTenant();
    const rows = [0, 1, 2].map((i) => ({ _msg: `line ${i}`, service: `s${i}`, user: 'kim' }));
    await store(tenant, rows, (i) => baseMs + i * MINUTE);
    const template = JSON.stringify({
      _time: `${new Date(baseMs).toISOString().slice(0, -1)}000000Z`,
      _msg: 'line <*>',
      presage_stream: 'templates',
      template_id: 't1',
      service: 's0',
    });
    const facts = {
      tenant,
      kind: 'templates' as const,
      times: [baseMs],
      ids: [],
      streamFields: ['presage_stream'],
    };
    await sink.write(await batchOf([template, template.replace('line <*>', 'newer')], facts), SURE);
    const firstMinute = { fromMs: baseMs, toMs: baseMs + 999 };
    const escapes = [
      '*',
      'options(ignore_global_time_filter=true) *',
      'line or s1 or presage_stream:templates',
      'user:in(options(ignore_global_time_filter=true) * | fields user)',
      `_time:[${baseMs - 1}, 2100-01-01Z]`,
      '* # ignore the rest',
    ];
    for (const logsql of escapes) {
      const page = await reader.logs(logsQuery(tenant, { ...firstMinute, logsql }));
      expect(page.rows.map(({ message }) => message)).toEqual(['line 0']);
      const { series } = await reader.stats(statsQuery(tenant, { ...firstMinute, logsql }));
      expect(series[0]?.values).toEqual([1]);
    }
    const none = await reader.logs(
      logsQuery(tenant, { logsql: 's1', filters: [{ field: 'service', op: '=', values: ['s0'] }] }),
    );
    expect(none.rows).toEqual([]);
    const words = reader.logs(logsQuery(tenant, { logsql: 'x:range(' + 'a)' }));
    await expect(words).rejects.toThrow(/The store refused the query: .*range/);
    await expect(words).rejects.toMatchObject({ code: 'store_error' });
    const found: string[] = await eventually(
      () => Array.fromAsync(reader.templateRows(NEVER)),
      (all) => all.length > 0,
    );
    expect(found.map((line) => JSON.parse(line) as unknown)).toHaveLength(1);
  });

  test('counts, shares and scores by group and bucket', async () => {
    const tenant = newTenant();
    const rows = Array.from({ length: 40 }, (_, i) => ({
      _msg: `line ${i}`,
      service: `s${i % 4 === 3 ? 3 : i % 2}`,
      presage_template_id: `t${i % 2}`,
      ...(i % 10 === 0 ? { presage_score: '2.50', level: 'x' } : {}),
    }));
    await store(tenant, rows, (i) => baseMs + 3000 * i);
    const grouped = await reader.stats(statsQuery(tenant, { groupBy: ['service'], stepMs: MINUTE }));
    expect(grouped.series.map(({ labels, values }) => [labels, values])).toEqual([
      [{ service: 's0' }, [10, 10, 0, 0, 0, 0]],
      [{ service: 's1' }, [5, 5, 0, 0, 0, 0]],
      [{ service: 's3' }, [5, 5, 0, 0, 0, 0]],
    ]);
    expect(grouped.series[0]?.times[0]).toBe(baseMs);
    const top = await reader.stats(statsQuery(tenant, { groupBy: ['service'], top: 1, stepMs: MINUTE }));
    expect(top.series.map(({ labels, values }) => [labels['service'], values.slice(0, 2)])).toEqual([
      ['s0', [10, 10]],
      ['other', [10, 10]],
    ]);
    const corrected = [{ class: 'incident' as const, templateIds: ['t1'] }];
    const share = await reader.stats(
      statsQuery(tenant, { value: 'share', corrected, groupBy: ['presage_class'] }),
    );
    expect(share.series.map(({ labels, values }) => [labels['presage_class'], values])).toEqual([
      ['incident', [1]],
      ['normal', [0]],
    ]);
    const score = await reader.stats(statsQuery(tenant, { value: 'score', groupBy: ['service'], top: 2 }));
    expect(score.series.map(({ labels, values }) => [labels['service'], values])).toEqual([
      ['s0', [2.5]],
      ['s1', [0]],
      ['other', [0]],
    ]);
    const empty = newTenant();
    expect((await reader.stats(statsQuery(empty))).series[0]?.values).toEqual([0]);
    expect((await reader.stats(statsQuery(empty, { groupBy: ['service'] }))).series).toEqual([]);
    expect((await reader.stats(statsQuery(empty, { stepMs: MINUTE }))).series[0]?.values).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
    await expect(reader.stats(statsQuery(empty, { stepMs: 10 }))).rejects.toMatchObject({
      code: 'bad_query',
    });
  });

  test('fields and their values are listed, ours of the template stream not', async () => {
    const tenant = newTenant();
    await store(
      tenant,
      [{ service: 'a' }, { service: 'b' }, { service: 'b', user: 'kim' }],
      (i) => baseMs + i,
    );
    const scope = logsQuery(tenant);
    const names = (await reader.fields(scope)).map(({ name }) => name);
    expect(names).toEqual(['_msg', 'presage_class', 'presage_event_id', 'service', 'user']);
    expect(await reader.fieldValues(scope, 'service', 10)).toEqual([
      { value: 'b', hits: 2 },
      { value: 'a', hits: 1 },
    ]);
  });

  test('values of the class are those that people have set', async () => {
    const tenant = newTenant();
    const rows = ['t1', 't1', 't2'].map((id) => ({ service: 'a', presage_template_id: id }));
    await store(tenant, rows, (i) => baseMs + i);
    const corrected = [{ class: 'incident' as const, templateIds: ['t1'] }];
    expect(await reader.fieldValues(logsQuery(tenant, { corrected }), 'presage_class', 5)).toEqual([
      { value: 'incident', hits: 2 },
      { value: 'normal', hits: 1 },
    ]);
  });

  test('a group called other is among the rest, and a window may reach beyond all times', async () => {
    const tenant = newTenant();
    const rows = ['other', 'other', 'a'].map((service) => ({ service }));
    await store(tenant, rows, (i) => baseMs + i);
    const asked = { groupBy: ['service'], top: 1, fromMs: -8.64e15, toMs: 8.64e15 };
    const { series } = await reader.stats(statsQuery(tenant, asked));
    expect(series.map(({ labels, values }) => [labels, values])).toEqual([[{ service: 'other' }, [3]]]);
    const early = await reader.logs(logsQuery(tenant, { fromMs: 2e9, toMs: 8.64e15 }));
    expect(early.rows).toHaveLength(3);
  });

  test('of a field with many values the commonest are named, with their lines', async () => {
    const tenant = newTenant();
    const hosts = Array.from({ length: 300 }, (_, i) => `host-${i}`);
    const rows = [...hosts, 'host-299', 'host-299', 'host-298'].map((host) => ({ service: 'a', host }));
    await store(tenant, rows, (i) => baseMs + i);
    expect(await reader.fieldValues(logsQuery(tenant), 'host', 2)).toEqual([
      { value: 'host-299', hits: 3 },
      { value: 'host-298', hits: 2 },
    ]);
  });
});

/** One value where the operator takes one, and a pattern that is one. */
function askable({ field, op, values }: Filter): Filter {
  if (op.endsWith('|')) return { field, op, values };
  const [value = ''] = values;
  if (op === '=~' || op === '!~') return { field, op, values: [value.replace(/[\\()[\]{}*|$#+?^]/g, '.')] };
  return { field, op, values: [value] };
}
