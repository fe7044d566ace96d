import type { LogsQuery, Reader, StoredRow } from '../stores/store.ts';

const MINUTE = 60_000;

/** So many rows may be fetched to give the newest of them. */
const MOST_FETCHED = 1000;

/**
 * The rows of a query nearest to one end of its window. A store that looks for the newest of very many rows reads far more than
 * it gives: it is asked first how many there are in each minute, which is cheap, then for the minutes that hold enough, all of them.
 */
export async function nearRows(reader: Reader, query: LogsQuery): Promise<readonly StoredRow[]> {
  const { series } = await reader.stats({
    ...query,
    ...{ groupBy: [], stepMs: MINUTE, top: undefined, time: 'event', value: 'count' },
  });
  const { times = [], values = [] } = series[0] ?? {};
  const { count, ...window } = narrowed(query, times, values);
  const isWhole = query.direction === 'backward' && count + query.limit <= MOST_FETCHED;
  // Some rows more than were counted: others may have come meanwhile.
  const asked = isWhole ? { direction: 'forward' as const, limit: count + query.limit } : {};
  const { rows } = await reader.logs({ ...query, ...window, ...asked });
  return isWhole ? rows.slice(-query.limit) : rows;
}

/** The part of the window, from the asked end on, with as many rows as are wanted, and how many it has. */
function narrowed(
  { fromMs, toMs, limit, direction }: LogsQuery,
  times: readonly number[],
  values: readonly number[],
): { fromMs: number; toMs: number; count: number } {
  const order = direction === 'backward' ? [...times.keys()].reverse() : [...times.keys()];
  let count = 0;
  for (const at of order) {
    count += values[at] ?? 0;
    if (count <= limit) continue;
    const start = times[at] ?? fromMs;
    return direction === 'backward'
      ? { fromMs: Math.max(fromMs, start), toMs, count }
      : { fromMs, toMs: Math.min(toMs, start + MINUTE - 1), count };
  }
  return { fromMs, toMs, count };
}
