import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FILTER_OPS, SILENT_LOG, type Filter } from '@presage/contract';
import { rowBatch, scopeOf } from '../stores.fixture.ts';
import { BatchWriter } from './batch-writer.ts';
import { compileScope, fieldSql, fromRows, idsBetween } from './compile.ts';
import { readLogs } from './read-logs.ts';
import { readStats } from './read-stats.ts';
import { OUT_OF_TIME, RunningQuery } from './running-query.ts';
import { SlicePool } from './slice-pool.ts';

const anyText = fc.string({ unit: 'binary' });
const fieldName = anyText.filter((name) => name !== '_time' && name !== '');
/** All that a condition can look like. */
const VALUE = "(message|event_id|ifnull\\(fields ->> \\?, ''\\)|presage_field\\(fields, \\?\\))";
const CONDITION = new RegExp(
  `^(${VALUE} !?= \\?|${VALUE} (NOT )?IN \\(SELECT value FROM json_each\\(\\?\\)\\)|` +
    `presage_test\\(\\?, ${VALUE}\\)|instr\\(lower\\(message\\), \\?\\) > 0)$`,
);

describe('the SQL of a scope', () => {
  test('has a shape that no value, name or word can change', () => {
    const patterns = fc.record({ field: fieldName, op: fc.constantFrom(...FILTER_OPS), value: anyText });
    fc.assert(
      fc.property(patterns, anyText, ({ field, op, value }, word) => {
        const filter: Filter = { field, op, values: [op.endsWith('~') ? '.' : value] };
        const { conditions } = compileScope({ filters: [filter], text: `${word} ${value}` });
        for (const { sql, values } of conditions) {
          expect(sql).toMatch(CONDITION);
          expect(sql.split('?').length - 1).toBe(values.length);
        }
        const reach = { tenant: 1, kinds: undefined, fromId: 0, belowId: 9 };
        const { sql } = fromRows('rows NOT INDEXED', reach, conditions);
        expect(sql).toBe(
          `FROM rows NOT INDEXED WHERE (tenant = ? AND id >= ? AND id < ?) AND ((((id >> 26) + id) & 255 <> 0 OR presage_alive()))${conditions
            .map((condition) => ` AND (${condition.sql})`)
            .join('')}`,
        );
      }),
    );
  });

  test('looks a name up as itself, not as a path', () => {
    expect(fieldSql('a.b')).toEqual({ sql: "ifnull(fields ->> ?, '')", values: ['$."a.b"'] });
    expect(fieldSql('a"."b')).toEqual({ sql: 'presage_field(fields, ?)', values: ['a"."b'] });
  });

  test('holds the times of the range and no others', () => {
    const slice = { path: '', startMs: 1000, endMs: 2000 };
    const ms = 2 ** 26;
    expect(idsBetween(slice, 1001, 1002)).toEqual({ fromId: ms, belowId: 3 * ms });
    expect(idsBetween(slice, 0, 9000)).toEqual({ fromId: 0, belowId: 1000 * ms });
    const outside = idsBetween(slice, 2000, 3000);
    expect(outside.belowId).toBeLessThanOrEqual(outside.fromId);
  });
});

/** Says stop in the middle of the work. */
class StoppingQuery extends RunningQuery {
  calls = 0;
  readonly #flag: Int32Array;

  constructor(shared: SharedArrayBuffer) {
    super(shared);
    this.#flag = new Int32Array(shared);
  }

  override test(): 0 {
    if (++this.calls === 1000) Atomics.store(this.#flag, 0, OUT_OF_TIME);
    return 0;
  }
}

test('a query that is told to stop does so within a few hundred rows, whether any matches or not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-stop-'));
  const startMs = Date.parse('2026-11-20T00:00:00Z');
  const writer = new BatchWriter({
    folder,
    retentionMs: 1e9,
    maxBytes: 1e9,
    sliceMs: 3_600_000,
    log: SILENT_LOG,
  });
  const rows = Array.from({ length: 20_000 }, (_, n) => ({
    timeMs: startMs + (n >> 3),
    id: `e${n}`,
    message: 'm',
  }));
  writer.write(rowBatch(rows), startMs);
  const filters = [{ field: '_msg', op: '=~' as const, values: ['x'] }];
  for (const ask of [
    (pool: SlicePool, query: RunningQuery) =>
      readLogs(pool, query, { ...scopeOf({ filters }), limit: 10, direction: 'backward' }),
    (pool: SlicePool, query: RunningQuery) =>
      readStats(pool, query, {
        ...scopeOf({ filters }),
        groupBy: [],
        stepMs: undefined,
        top: undefined,
        value: 'count',
        time: 'event',
      }),
  ]) {
    const query = new StoppingQuery(new SharedArrayBuffer(4));
    expect(() => ask(new SlicePool(folder, query), query)).toThrow(
      expect.objectContaining({ code: 'query_timeout' }),
    );
    expect(query.calls).toBeLessThan(2000);
  }
  writer.close();
  rmSync(folder, { recursive: true });
});
