import type { SeriesResult } from '../store.ts';
import { ask } from './ask.ts';
import { tenantHeaders, type Connection } from './connection.ts';

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
  /** Evaluation times, ms: one, or a range with its step. */
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number | undefined;
  readonly signal: AbortSignal;
}

interface SeriesReply {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly value?: readonly [number, string];
      readonly values?: readonly (readonly [number, string])[];
    }[];
  };
}

/** Runs MetricsQL at exactly these times: `nocache` keeps VictoriaMetrics from moving them, `latency_offset` from hiding fresh points. */
export async function askSeries(store: MetricStore, question: SeriesQuestion): Promise<SeriesResult[]> {
  const { tenant, query, startMs, endMs, stepMs, signal } = question;
  const headers = tenantHeaders(tenant);
  const prefix = store.isCluster ? `/select/${tenant}/prometheus` : '';
  const times: [string, string][] =
    stepMs === undefined
      ? [['time', seconds(endMs)]]
      : [
          ['start', seconds(startMs)],
          ['end', seconds(endMs)],
          ['step', `${stepMs}ms`],
        ];
  const text = await ask(store.connection, {
    path: `${prefix}/api/v1/${stepMs === undefined ? 'query' : 'query_range'}`,
    headers: store.isCluster ? {} : headers,
    parameters: [['query', query], ...times, ['latency_offset', '1s'], ['nocache', '1']],
    signal,
  });
  return (JSON.parse(text) as SeriesReply).data.result.map(({ metric, value, values }) => {
    const points = value ? [value] : (values ?? []);
    return {
      labels: metric,
      times: points.map(([at]) => Math.round(at * 1000)),
      values: points.map(([, number]) => Number(number)),
    };
  });
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
