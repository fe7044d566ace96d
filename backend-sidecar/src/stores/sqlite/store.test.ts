import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import { SILENT_METER, type Log } from '@presage/contract';
import { TENANT, NEVER, batchOf, rowBatch, scopeOf, timeText, type RowSpec } from '../stores.fixture.ts';
import type { LogsQuery } from '../store.ts';
import { openSqliteStore, type SqliteStore, type SqliteStoreOptions } from './store.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-20T12:00:00Z');
const WRITE = { doubtful: false, signal: NEVER };
const opened: { store: SqliteStore; folder: string }[] = [];
const logged: string[] = [];
const log: Log = {
  debug: () => undefined,
  info: (message) => logged.push(message),
  warn: (message) => logged.push(message),
  error: (message) => logged.push(message),
};

afterEach(async () => {
  for (const { store, folder } of opened.splice(0)) {
    await store.sink.close();
    rmSync(folder, { recursive: true, force: true });
  }
  logged.length = 0;
});

async function open(
  options: Partial<SqliteStoreOptions> = {},
): Promise<SqliteStore & { readonly folder: string; readonly slices: () => string[] }> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'presage-sqlite-'));
  const store = await openSqliteStore({
    folder,
    retentionMs: 24 * HOUR,
    maxBytes: 2 ** 30,
    sliceMs: HOUR,
    queryTimeoutMs: 20_000,
    log,
    meter: SILENT_METER,
    now: () => NOW,
    settleMs: 0,
    ...options,
  });
  opened.push({ store, folder });
  return {
    ...store,
    folder,
    slices: () => readdirSync(folder).filter((name) => /^slice.*sqlite$/.test(name)),
  };
}

function row(n: number, more: Partial<RowSpec> = {}): RowSpec {
  return { timeMs: NOW - 10_000 + n, id: `e${String(n).padStart(6, '0')}`, message: `line ${n}`, ...more };
}

const PAGE: Pick<LogsQuery, 'limit' | 'direction'> = { limit: 10_000, direction: 'backward' };

async function messages({ reader }: Pick<SqliteStore, 'reader'>, tenant = TENANT): Promise<string[]> {
  const { rows } = await reader.logs({ ...scopeOf({ tenant }), ...PAGE });
  return rows.map(({ message }) => message);
}

test('a page of lines too large for memory is refused, a smaller one is given', async () => {
  const store = await open();
  const long = 'x'.repeat(250_000);
  await store.sink.write(rowBatch(Array.from({ length: 280 }, (_, n) => row(n, { message: long }))), WRITE);
  await expect(messages(store)).rejects.toThrow('over 64 MiB together; ask for fewer lines');
  const { rows } = await store.reader.logs({ ...scopeOf(), ...PAGE, limit: 200 });
  expect(rows).toHaveLength(200);
});

describe('a batch', () => {
  test('that is sent again is stored once', async () => {
    const store = await open();
    const batch = rowBatch([row(1), row(2), row(3)]);
    const first = await store.sink.write(batch, WRITE);
    expect(await store.sink.write(batch, { ...WRITE, doubtful: true })).toEqual(first);
    expect(first).toEqual({ stored: 3, refused: [] });
    expect(await messages(store)).toEqual(['line 3', 'line 2', 'line 1']);
  });

  test('that is sent again after a cut of its slice is stored once', async () => {
    const store = await open({ maxBytes: 1 });
    const batch = rowBatch([row(1), row(2)]);
    await store.sink.write(batch, WRITE);
    await store.sink.write(rowBatch([row(5)]), WRITE);
    await store.sink.write(batch, WRITE);
    expect(store.slices()).toHaveLength(2);
    expect(await messages(store)).toEqual(['line 5', 'line 2', 'line 1']);
  });

  test('spans as many slices as its times ask for', async () => {
    const store = await open();
    const rows = Array.from({ length: 20 }, (_, n) => row(n, { timeMs: NOW - n * HOUR }));
    await store.sink.write(rowBatch(rows), WRITE);
    expect(store.slices()).toHaveLength(20);
    expect(await messages(store)).toEqual(rows.map(({ message }) => message));
  });

  test('keeps event ids of tenants apart', async () => {
    const store = await open();
    await store.sink.write(rowBatch([row(1)], '1:0'), WRITE);
    await store.sink.write(rowBatch([row(1, { message: 'mine' })], '2:0'), WRITE);
    expect(await messages(store, '1:0')).toEqual(['line 1']);
    expect(await messages(store, '2:0')).toEqual(['mine']);
    expect(await store.reader.event('2:0', row(1).id, NEVER)).toMatchObject({ message: 'mine' });
    expect(await store.reader.event('3:0', row(1).id, NEVER)).toBeUndefined();
  });

  test('is stored but for the rows that are too old, too new or no rows', async () => {
    const store = await open();
    const bad = [row(2, { timeMs: NOW - 25 * HOUR }), row(3, { timeMs: NOW + 49 * HOUR })];
    const outcome = await store.sink.write(rowBatch([row(1), ...bad]), WRITE);
    expect(outcome.stored).toBe(1);
    expect(outcome.refused.map(({ reason }) => reason)).toEqual(['too_old', 'too_new']);
    const odd = await store.sink.write(batchOf('samples', ['y 1']), WRITE);
    expect(odd.refused).toMatchObject([{ line: 'y 1', reason: 'store_rejected' }]);
    expect(await messages(store)).toEqual(['line 1']);
  });

  test('that cannot be written fails as one to try again, and can be', async () => {
    const store = await open();
    rmSync(store.folder, { recursive: true });
    await expect(store.sink.write(rowBatch([row(1)]), WRITE)).rejects.toMatchObject({
      code: 'store_unavailable',
      retryable: true,
    });
    expect(await store.sink.health()).toMatchObject({ ok: false });
    await open({ folder: store.folder });
    await store.sink.write(rowBatch([row(1)]), WRITE);
    expect(await messages(store)).toEqual(['line 1']);
    expect(await store.sink.health()).toMatchObject({ ok: true });
  });

  test('that was acknowledged is there after the process was killed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'presage-sqlite-'));
    const startMs = Date.now() - HOUR;
    const script = fileURLToPath(new URL('./acked.fixture.ts', import.meta.url));
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', script, folder, String(startMs)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const exited = once(child, 'exit');
    let acked = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      acked = Number(line);
      if (acked === 2000) child.kill('SIGKILL');
    }
    await exited;
    const store = await open({ folder, now: Date.now });
    expect(acked).toBeGreaterThanOrEqual(2000);
    expect((await messages(store)).length).toBeGreaterThanOrEqual(acked);
  });
});

describe('retention', () => {
  test('unlinks slices by age', async () => {
    let now = NOW;
    const store = await open({ now: () => now, retentionMs: 2 * HOUR });
    await store.sink.write(rowBatch([row(1, { timeMs: NOW - HOUR }), row(2, { timeMs: NOW })]), WRITE);
    now = NOW + 2 * HOUR;
    await store.retain();
    expect(await messages(store)).toEqual(['line 2']);
    expect(store.slices()).toHaveLength(1);
  });

  test('deletes nothing by a clock that has just leapt ahead', async () => {
    let now = NOW;
    const store = await open({ now: () => now, settleMs: HOUR });
    await store.sink.write(rowBatch([row(1), row(2)]), WRITE);
    now = NOW + 1000 * HOUR;
    await store.retain();
    now = NOW;
    await store.retain();
    expect(await messages(store)).toEqual(['line 2', 'line 1']);
  });

  test('unlinks the oldest slices over the byte limit, and cuts slices so that little goes at a time', async () => {
    const store = await open({ maxBytes: 2 ** 21 });
    for (let n = 0; n < 60; n++) {
      const rows = Array.from({ length: 100 }, (_, at) => row(n * 100 + at, { message: 'x'.repeat(1000) }));
      await store.sink.write(rowBatch(rows), WRITE);
      if (n % 10 === 9) await store.retain();
    }
    const kept = await messages(store);
    expect(kept.length).toBeGreaterThan(500);
    expect(kept.length).toBeLessThan(3000);
    expect(await store.reader.event(TENANT, row(5999).id, NEVER)).toBeDefined();
    expect(await store.reader.event(TENANT, row(0).id, NEVER)).toBeUndefined();
    expect(logged).toContain('a slice was dropped to keep the byte limit');
  });
});

describe('a damaged file', () => {
  test('found by a reader is set aside until its retention ends, and the others are answered', async () => {
    let now = NOW;
    const store = await open();
    await store.sink.write(rowBatch([row(1, { timeMs: NOW - 2 * HOUR }), row(2)]), WRITE);
    await store.sink.close();
    const [oldest = ''] = store.slices();
    writeFileSync(
      join(store.folder, oldest),
      'this is not a database, and long enough to be read as one'.repeat(100),
    );
    const again = await open({ folder: store.folder, now: () => now });
    expect(await messages(again)).toEqual(['line 2']);
    expect(again.slices()).toHaveLength(1);
    expect(readdirSync(store.folder)).toContainEqual(expect.stringContaining('.damaged-'));
    expect(logged).toContain('a slice of the embedded store is damaged and was set aside');
    now = NOW + 25 * HOUR;
    await again.retain();
    expect(readdirSync(store.folder)).not.toContainEqual(expect.stringContaining('.damaged-'));
  });

  test('found by the writer is set aside, and the batch goes to a new one', async () => {
    const store = await open();
    await store.sink.write(rowBatch([row(1)]), WRITE);
    await store.sink.close();
    const [slice = ''] = store.slices();
    truncateSync(join(store.folder, slice), 9000);
    const again = await open({ folder: store.folder });
    await again.sink.write(rowBatch([row(2)]), WRITE);
    expect(await messages(again)).toEqual(['line 2']);
    expect(logged).toContain('a slice of the embedded store is damaged and was set aside');
  });
});

describe('template rows', () => {
  test('are kept as they came, the newest of each template and service', async () => {
    const store = await open();
    const line = (id: string, service: string, ms: number): string =>
      JSON.stringify({ _time: timeText(NOW + ms), _msg: `${ms}`, template_id: id, service });
    const lines = [line('a', 'web', 5), line('a', 'web', 1), line('a', 'store', 2), line('b', 'web', 3)];
    await store.sink.write(batchOf('templates', lines), WRITE);
    await store.sink.write(batchOf('templates', [line('a', 'web', 4)]), WRITE);
    const rows = await Array.fromAsync(store.reader.templateRows(NEVER));
    expect(rows.sort()).toEqual([line('a', 'store', 2), line('a', 'web', 5), line('b', 'web', 3)].sort());
    expect(await messages(store)).toEqual([]);
  });

  test('come in pages when there are many', async () => {
    const store = await open();
    const lines = Array.from({ length: 1200 }, (_, n) =>
      JSON.stringify({ _time: timeText(NOW), template_id: `t${n}`, service: '' }),
    );
    await store.sink.write(batchOf('templates', lines), WRITE);
    expect(new Set(await Array.fromAsync(store.reader.templateRows(NEVER))).size).toBe(1200);
  });
});

describe('a query', () => {
  test('before anything was written answers nothing', async () => {
    const store = await open();
    expect(await messages(store)).toEqual([]);
    expect(await Array.fromAsync(store.reader.templateRows(NEVER))).toEqual([]);
  });

  test('in LogsQL is refused with the way out', async () => {
    const { reader } = await open();
    await expect(reader.logs({ ...scopeOf({ logsql: '*' }), ...PAGE })).rejects.toMatchObject({
      code: 'logsql_unsupported',
    });
  });

  test('over its time is refused, and the next one is answered', async () => {
    const store = await open({ queryTimeoutMs: 1 });
    await store.sink.write(rowBatch(Array.from({ length: 5000 }, (_, n) => row(n))), WRITE);
    const slow = { field: '_msg', op: '=~' as const, values: ['(li|ne)*[^e]+$'] };
    await expect(
      store.reader.logs({ ...scopeOf({ filters: Array.from({ length: 20 }, () => slow) }), ...PAGE }),
    ).rejects.toMatchObject({ code: 'query_timeout' });
    await store.sink.close();
    const patient = await open({ folder: store.folder });
    expect(await messages(patient)).toHaveLength(5000);
  });

  test('that nobody waits for any more ends', async () => {
    const store = await open();
    await store.sink.write(rowBatch([row(1)]), WRITE);
    const abort = new AbortController();
    const asked = Array.from({ length: 5 }, () =>
      store.reader.logs({ ...scopeOf({ signal: abort.signal }), ...PAGE }),
    );
    abort.abort();
    for (const outcome of await Promise.allSettled(asked)) expect(outcome.status).toBe('rejected');
    expect(await messages(store)).toEqual(['line 1']);
  });

  test('finds rows with equal milliseconds in the order of nanoseconds and event ids', async () => {
    const store = await open();
    const at = { timeMs: NOW };
    const rows = [
      row(1, { ...at, nanos: 7 }),
      row(2, { ...at, nanos: 5 }),
      row(4, { ...at, nanos: 7 }),
      row(3, { ...at, nanos: 7 }),
    ];
    await store.sink.write(rowBatch(rows), WRITE);
    expect(await messages(store)).toEqual(['line 4', 'line 3', 'line 1', 'line 2']);
    const page = await store.reader.logs({ ...scopeOf(), limit: 3, direction: 'forward' });
    expect(page.rows.map(({ message }) => message)).toEqual(['line 2', 'line 1', 'line 3']);
    expect(page.truncated).toBe(true);
  });
});

test('a closed store refuses to write and leaves no log behind it', async () => {
  const store = await open();
  await store.sink.write(rowBatch([row(1)]), WRITE);
  expect(await messages(store)).toEqual(['line 1']);
  await store.sink.close();
  await expect(store.sink.write(rowBatch([row(2)]), WRITE)).rejects.toMatchObject({
    code: 'store_unavailable',
  });
  expect(existsSync(join(store.folder, `${store.slices()[0] ?? ''}-wal`))).toBe(false);
});
