/**
 * The golden queries: requests whose replies are committed under contract/fixtures for everyone who reads frames.
 * Run as a program, it writes them anew.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Query, QueryReply } from '@presage/contract';
import { fakeApi } from './api.fixture.ts';
import type { Asker } from './query/answer.ts';
import { askedBy } from './query/asked.ts';
import { refuse, runQuery } from './query/run-query.ts';

export const GOLDEN_FOLDER = fileURLToPath(new URL('../../../contract/fixtures/query/', import.meta.url));

const window = { from: '2026-03-01T11:59:00Z', to: '2026-03-01T12:00:00Z' };
const stats = { ref_id: 'A', query_type: 'stats', ...window } as const satisfies Query;

const LAG_FILTER: NonNullable<Query['filters']> = [
  { field: 'metric', op: '=', values: ['presage_outbox_lag_seconds'] },
];

interface Request {
  /** One of them may be of a form that is none. */
  readonly queries: readonly (Query | { readonly ref_id: string; readonly [key: string]: unknown })[];
  readonly alert?: boolean;
}

/** Name of the file → the request. */
export const GOLDEN: Readonly<Record<string, Request>> = {
  logs: { queries: [{ ref_id: 'A', query_type: 'logs', ...window, text: 'pool', limit: 1 }] },
  'logs-packed': {
    queries: [{ ref_id: 'A', query_type: 'logs', ...window, text: 'pool', limit: 1, packed: true }],
  },
  'logs-empty': { queries: [{ ref_id: 'A', query_type: 'logs', from: '0', to: '1' }] },
  'stats-instant': { queries: [{ ...stats, group_by: ['service', 'presage_class'] }], alert: true },
  'stats-instant-zero': { queries: [{ ...stats, from: '0', to: '1' }], alert: true },
  'stats-instant-no-group': { queries: [{ ...stats, from: '0', to: '1', group_by: ['service'] }] },
  'stats-range': { queries: [{ ...stats, group_by: ['service'], step_ms: 20_000 }] },
  'stats-table': { queries: [{ ...stats, group_by: ['service'], format: 'table', value: 'share' }] },
  templates: { queries: [{ ref_id: 'A', query_type: 'templates', ...window }] },
  'anomalies-instant': { queries: [{ ref_id: 'A', query_type: 'anomalies', ...window }], alert: true },
  'anomalies-range': {
    queries: [
      { ref_id: 'A', query_type: 'anomalies', ...window, step_ms: 10_000, series: ['anomaly_score', 'y'] },
    ],
  },
  'alerts-instant': {
    queries: [
      {
        ...stats,
        time: 'arrival',
        group_by: ['service', 'category', 'template_id', 'signature', 'template', 'sample'],
        filters: [{ field: 'presage_class', op: '=|', values: ['incident'] }],
        top: 50,
      },
    ],
    alert: true,
  },
  'health-instant': {
    queries: [{ ref_id: 'A', query_type: 'health', ...window, filters: LAG_FILTER }],
    alert: true,
  },
  'health-range': {
    queries: [{ ref_id: 'A', query_type: 'health', ...window, filters: LAG_FILTER, step_ms: 10_000 }],
  },
  'error-per-ref': {
    queries: [
      { ...stats, ref_id: 'good' },
      { ...stats, ref_id: 'bad', from: 'yesterday' },
    ],
  },
  'wrong-form-per-ref': {
    queries: [
      { ...stats, ref_id: 'good' },
      { ...stats, ref_id: 'bad', value: 'median' },
      { ref_id: 'worse', group_by: 'service' },
    ],
    alert: true,
  },
};

/** The file of a golden query: request and reply. */
export async function goldenText(request: Request): Promise<string> {
  const { api } = fakeApi();
  const { queries, refused, alert } = askedBy(request);
  const asker: Asker = {
    tenant: '0:0',
    alert,
    datasourceUid: 'presage-uid',
    requestId: 'r',
    signal: AbortSignal.timeout(10_000),
  };
  const reply: QueryReply = { results: {} };
  for (const query of queries) reply.results[query.ref_id] = await runQuery(api, asker, query);
  for (const { refId, error } of refused) reply.results[refId] = refuse(api, asker, error);
  return `${JSON.stringify({ request, reply }, null, 2)}\n`;
}

if (import.meta.main) {
  mkdirSync(GOLDEN_FOLDER, { recursive: true });
  for (const [name, request] of Object.entries(GOLDEN)) {
    writeFileSync(join(GOLDEN_FOLDER, `${name}.json`), await goldenText(request));
    process.stdout.write(`${name}.json\n`);
  }
}
