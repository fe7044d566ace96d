import type { LogsQuery, Reader, StoredRow } from '../stores/store.ts';

const MINUTE = 60_000;

/**
 * The rows of a query nearest to one end of its window. A store that looks for the newest of very many rows reads far more than
 * it gives: it is asked first how many there are in each minute, which is cheap, then for the minutes that hold enough.
 */
export async function nearRows(reader: Reader, query: LogsQuery): Promise<readonly StoredRow[]> {
  const { series } = await reader.stats({
    ...query,
    ...{ groupBy: [], stepMs: MINUTE, top: undefined, time: 'event', value: 'count' },
  });
  const { times = [], values = [] } = series[0] ?? {};
  const { rows } = await reader.logs({ ...query, ...narrowed(query, times, values) });
  return rows;
}

/** The part of the window, from the asked end on, with as many rows as are wanted; a minute more than it takes. */
function narrowed(
  { fromMs, toMs, limit, direction }: LogsQuery,
  times: readonly number[],
  values: readonly number[],
): { fromMs: number; toMs: number } {
  const order = direction === 'backward' ? [...times.keys()].reverse() : [...times.keys()];
  let found = 0;
  for (const at of order) {
    found += values[at] ?? 0;
    if (found <= limit) continue;
    const start = times[at] ?? fromMs;
    return direction === 'backward'
      ? { fromMs: Math.max(fromMs, start), toMs }
      : { fromMs, toMs: Math.min(toMs, start + MINUTE - 1) };
  }
  return { fromMs, toMs };
}
