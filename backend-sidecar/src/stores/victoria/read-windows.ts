import type { Grid } from '../tally.ts';
import { askSeries, type MetricStore } from './read-series.ts';

/** One number over samples for each bucket of a grid, and for nothing outside the asked window. */
export interface WindowQuestion {
  readonly tenant: string;
  readonly grid: Grid;
  /** Bucket n takes the samples of (edgeMs + n · step, edgeMs + (n + 1) · step]. */
  readonly edgeMs: number;
  /** Samples of (afterMs, toMs] count; afterMs is not before edgeMs. */
  readonly afterMs: number;
  readonly toMs: number;
  /** MetricsQL over the samples of a window of so many ms that ends with the evaluation time. */
  readonly queryOf: (ms: number) => string;
  readonly signal: AbortSignal;
}

export interface BucketSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly (readonly [bucket: number, value: number])[];
}

/** Buckets with windows of one width; one after the other end a step apart. */
interface Part {
  readonly bucket: number;
  readonly count: number;
  readonly ms: number;
  /** Where the first of them ends. */
  readonly endMs: number;
}

/**
 * Series with their numbers by bucket, in parts: the first and the last bucket are often cut by the window, and a range query of
 * VictoriaMetrics knows windows of one width only.
 */
export async function askWindows(store: MetricStore, question: WindowQuestion): Promise<BucketSeries[]> {
  const asked = await Promise.all(partsOf(question).map((part) => askPart(store, question, part)));
  return asked.flat();
}

function partsOf({ grid: { stepMs }, edgeMs, afterMs, toMs }: WindowQuestion): Part[] {
  if (toMs <= afterMs) return [];
  const single: Part = { bucket: 0, count: 1, ms: toMs - afterMs, endMs: toMs };
  if (stepMs === undefined) return [single];
  const edge = (bucket: number): number => edgeMs + bucket * stepMs;
  const first = Math.ceil((afterMs - edgeMs) / stepMs);
  const end = Math.floor((toMs - edgeMs) / stepMs);
  if (first > end) return [single];
  const head: Part = { bucket: first - 1, count: 1, ms: edge(first) - afterMs, endMs: edge(first) };
  const whole: Part = { bucket: first, count: end - first, ms: stepMs, endMs: edge(first + 1) };
  const tail: Part = { bucket: end, count: 1, ms: toMs - edge(end), endMs: toMs };
  return [head, whole, tail].filter(({ count, ms }) => count > 0 && ms > 0);
}

async function askPart(
  store: MetricStore,
  { tenant, grid: { stepMs = 0 }, queryOf, signal }: WindowQuestion,
  { bucket, count, ms, endMs }: Part,
): Promise<BucketSeries[]> {
  const isRange = count > 1;
  const found = await askSeries(store, {
    tenant,
    query: queryOf(ms),
    startMs: endMs,
    endMs: isRange ? endMs + (count - 1 + stepsPastNow(stepMs)) * stepMs : endMs,
    stepMs: isRange ? stepMs : undefined,
    signal,
  });
  return found.map(({ labels, points }) => ({
    labels,
    points: points
      .map(([timeMs, value]) => [isRange ? Math.round((timeMs - endMs) / stepMs) : 0, value] as const)
      .flatMap(([step, value]) => (step < count ? [[bucket + step, value] as const] : [])),
  }));
}

/**
 * VictoriaMetrics gives the points of the last second (`latency_offset`) and of the step after now the value of the point before
 * them, as if they were incomplete, unless the range goes on beyond that step. So it does; what is beyond is dropped.
 */
function stepsPastNow(stepMs: number): number {
  return 2 + Math.ceil(1000 / stepMs);
}
