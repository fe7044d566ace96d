/**
 * What a service's volume was at the same hour of the weeks before: mean and greatest deviation of each of the week's 168
 * hours (UTC), 2.5 KB a service. A baseline that forgets in an hour calls every morning an anomaly; this knows Mondays.
 */
const HOUR_MS = 3_600_000;
const HOURS = 168;
/** Weight of the newest week's hour. */
const WEEK_WEIGHT = 0.35;

/** [hour of the week, mean lines a bucket, mean square around it, weeks seen]. */
type Hour = [hour: number, mean: number, square: number, weeks: number];

/** Plain JSON; only hours that were seen. */
export interface SeasonState {
  hours: Hour[];
  /** Number of the hour since 1970 that is being counted; -1 = none. */
  current: number;
  sum: number;
  squares: number;
  buckets: number;
}

export function createSeason(): SeasonState {
  return { hours: [], current: -1, sum: 0, squares: 0, buckets: 0 };
}

/** Buckets that make an hour worth keeping. */
const LEAST_BUCKETS = 60;

/** Takes the lines of the bucket that began at `startMs`; those of an hour are learnt when it is over. */
export function learnSeason(state: SeasonState, startMs: number, lines: number): void {
  const hour = Math.floor(startMs / HOUR_MS);
  if (hour !== state.current) {
    if (state.buckets >= LEAST_BUCKETS) keepHour(state);
    state.current = hour;
    state.sum = 0;
    state.squares = 0;
    state.buckets = 0;
  }
  state.sum += lines;
  state.squares += lines * lines;
  state.buckets++;
}

/** Mean and standard deviation at this hour of the week; undefined for one that was never seen before. */
export function expectedAt(state: SeasonState, startMs: number): { mean: number; sigma: number } | undefined {
  const hour = hourOfWeek(Math.floor(startMs / HOUR_MS));
  const seen = state.hours.find(([number]) => number === hour);
  if (seen === undefined) return undefined;
  const [, mean, square] = seen;
  return { mean, sigma: Math.sqrt(Math.max(0, square - mean * mean)) };
}

function keepHour(state: SeasonState): void {
  const hour = hourOfWeek(state.current);
  const mean = state.sum / state.buckets;
  const square = state.squares / state.buckets;
  const seen = state.hours.find(([number]) => number === hour);
  if (seen === undefined) {
    state.hours.push([hour, mean, square, 1]);
    return;
  }
  seen[3]++;
  const weight = Math.max(WEEK_WEIGHT, 1 / seen[3]);
  seen[1] += weight * (mean - seen[1]);
  seen[2] += weight * (square - seen[2]);
}

function hourOfWeek(hour: number): number {
  return ((hour % HOURS) + HOURS) % HOURS;
}
