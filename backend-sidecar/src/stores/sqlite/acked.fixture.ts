/** A process of its own that writes batches of 100 rows until it is killed, printing how many are acknowledged. */
import { SILENT_LOG, SILENT_METER } from '@presage/contract';
import { NEVER, rowBatch } from '../stores.fixture.ts';
import { openSqliteStore } from './store.ts';

const [folder = '', start = ''] = process.argv.slice(2);
const startMs = Number(start);
const { sink } = await openSqliteStore({
  folder,
  retentionMs: 1e10,
  maxBytes: 2 ** 30,
  queryTimeoutMs: 10_000,
  log: SILENT_LOG,
  meter: SILENT_METER,
});

for (let batch = 0; ; batch++) {
  const rows = Array.from({ length: 100 }, (_, at) => {
    const n = batch * 100 + at;
    return { timeMs: startMs + n, id: `e${n}`, message: `line ${n}`, fields: { service: 'web' } };
  });
  await sink.write(rowBatch(rows), { doubtful: false, signal: NEVER });
  process.stdout.write(`${(batch + 1) * 100}\n`);
}
