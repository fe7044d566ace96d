import { zstdCompressSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openMemoryStore } from '../stores/memory/store.ts';
import type { LogsQuery, Reader, StoredRow } from '../stores/store.ts';
import { nearRows } from './near-rows.ts';

const AT = Date.UTC(2026, 0, 5, 9);

async function readerOf(seconds: readonly number[]): Promise<Reader> {
  const { sink, reader } = openMemoryStore({ now: () => Number.MAX_SAFE_INTEGER / 2 });
  const rows = seconds.map((second, i) => {
    const time = AT + second * 1000;
    const id = `${time.toString(36)}-w-${String(i).padStart(6, '0')}`;
    return `${JSON.stringify({ _time: new Date(time).toISOString(), _msg: `m${i}`, presage_event_id: id })}\n`;
  });
  const span = { minTimeMs: 0, maxTimeMs: Number.MAX_SAFE_INTEGER, firstId: '', lastId: '' };
  const batch = { kind: 'rows', tenant: '0:0', streamFields: [], count: rows.length, ...span } as const;
  const payload = zstdCompressSync(rows.join(''));
  await sink.write({ ...batch, payload }, { doubtful: false, signal: AbortSignal.timeout(5000) });
  return reader;
}

const idsOf = (rows: readonly StoredRow[]): unknown[] =>
  rows.map(({ fields }) => fields['presage_event_id']).sort();

test('they are the very rows that the query alone would give', async () => {
  const seconds = fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 120 });
  const limits = fc.integer({ min: 1, max: 40 });
  await fc.assert(
    fc.asyncProperty(
      seconds,
      limits,
      fc.constantFrom('backward', 'forward'),
      async (at, limit, direction) => {
        const reader = await readerOf([...new Set(at)]);
        const query: LogsQuery = {
          ...{ tenant: '0:0', fromMs: AT + 30_000, toMs: AT + 840_000, filters: [], text: undefined },
          ...{ logsql: undefined, corrected: [], signal: AbortSignal.timeout(5000), limit, direction },
        };
        const { rows } = await reader.logs(query);
        expect(idsOf(await nearRows(reader, query))).toEqual(idsOf(rows));
      },
    ),
    { numRuns: 60 },
  );
});
