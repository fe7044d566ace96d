import { ask } from './ask.ts';
import type { Connection } from './connection.ts';

/** Where VictoriaMetrics answers, and how a tenant is told there. */
export interface MetricStore {
  readonly connection: Connection;
  /** A cluster takes the tenant in the path; a single node has none, and the reserved label `tenant` stands in. */
  readonly isCluster: boolean;
}

/** The tenant as a label, where it goes by label. */
export function tenantLabel({ isCluster }: MetricStore, tenant: string): string | undefined {
  return isCluster ? undefined : tenant;
}

export interface SeriesQuestion {
  readonly tenant: string;
  readonly query: string;
  /** Evaluation times, ms: from start to end by step, or `endMs` alone. */
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number | undefined;
  readonly signal: AbortSignal;
}

/** One series of a Prometheus-like answer. */
export interface PointSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** Time in ms and value; a value that is absent is 0. */
  readonly points: readonly (readonly [timeMs: number, value: number])[];
}

type Point = readonly [seconds: number, value: string];
interface PrometheusReply {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly value?: Point;
      readonly values?: readonly Point[];
    }[];
  };
}

/** Reads the reply of a Prometheus-like endpoint, instant or range. */
export function readPoints(text: string): PointSeries[] {
  return (JSON.parse(text) as PrometheusReply).data.result.map(({ metric, value, values }) => ({
    labels: metric,
    points: (value ? [value] : (values ?? [])).map(([seconds, number]) => [
      Math.round(seconds * 1000),
      number === '' ? 0 : Number(number),
    ]),
  }));
}

/** Runs MetricsQL at exactly these times: `nocache` keeps VictoriaMetrics from moving them, `latency_offset` from hiding fresh points. */
export async function askSeries(store: MetricStore, question: SeriesQuestion): Promise<PointSeries[]> {
  const { tenant, query, startMs, endMs, stepMs, signal } = question;
  const prefix = store.isCluster ? `/select/${tenant}/prometheus` : '';
  const range: [string, string][] = [
    ['start', seconds(startMs)],
    ['end', seconds(endMs)],
    ['step', `${stepMs ?? 0}ms`],
  ];
  const times: [string, string][] = stepMs === undefined ? [['time', seconds(endMs)]] : range;
  const text = await ask(store.connection, {
    path: `${prefix}/api/v1/${stepMs === undefined ? 'query' : 'query_range'}`,
    headers: {},
    parameters: [['query', query], ...times, ['latency_offset', '1s'], ['nocache', '1']],
    signal,
  });
  return readPoints(text);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
