import type { Query, QueryResult } from '@presage/contract';
import { PresageError } from '../../errors.ts';
import type { Api } from '../api.ts';
import { within } from '../deadline.ts';
import { knownError } from '../error-reply.ts';
import { lagNotice } from './alert-gate.ts';
import { answerAlertStats, isOfAlerts } from './alert-stats.ts';
import type { Answer, Asker } from './answer.ts';
import { answerAnomalies } from './anomalies.ts';
import { answerHealth } from './health.ts';
import { answerLogs } from './logs.ts';
import { resolve, type Resolved } from './resolve.ts';
import { answerStats } from './stats.ts';
import { answerTemplates } from './templates.ts';

type Answerer = (api: Api, asker: Asker, query: Resolved) => Promise<Answer>;

const ANSWERERS: Readonly<Record<Query['query_type'], Answerer | undefined>> = {
  logs: answerLogs,
  stats: answerStats,
  templates: answerTemplates,
  anomalies: answerAnomalies,
  health: answerHealth,
  explain: undefined,
};

const NUMERIC: readonly Query['query_type'][] = ['stats', 'anomalies', 'health'];

/** Lines a person waits for are told once they are this old. */
const NOTICED_LAG_MS = 30_000;

/** One query's result; its error is part of it, so that it never fails its neighbours. */
export async function runQuery(api: Api, asker: Asker, query: Query): Promise<QueryResult> {
  const started = performance.now();
  try {
    const { frames, notices, problems } = await within(asker.signal, () => answer(api, asker, query));
    const [problem] = problems;
    if (asker.alert && problem !== undefined) throw new PresageError('bad_query', problem);
    const lag = asker.alert ? undefined : lagNotice(api, query, NOTICED_LAG_MS);
    const warnings = [...problems, ...notices, ...(lag === undefined ? [] : [lag])];
    return { frames: [...frames], notices: warnings.map((text) => ({ severity: 'warning', text })) };
  } catch (thrown) {
    return refuse(api, asker, thrown);
  } finally {
    const seconds = (performance.now() - started) / 1000;
    api.meter.observe('presage_query_seconds', { query_type: query.query_type }, seconds);
  }
}

/** The result of a query that is answered by an error. */
export function refuse(api: Api, asker: Asker, thrown: unknown): QueryResult {
  return { frames: [], notices: [], error: errorOf(api, asker, thrown) };
}

/** A filter that cannot be understood is refused here, alike for every store. */
async function answer(api: Api, asker: Asker, query: Query): Promise<Answer> {
  const answerer = answererOf(asker, query);
  const resolved = resolve(query);
  api.compileMatch(resolved.filters, undefined);
  return answerer(api, asker, resolved);
}

function answererOf(asker: Asker, query: Query): Answerer {
  const { query_type } = query;
  const answerer = isOfAlerts(query) ? answerAlertStats : ANSWERERS[query_type];
  if (answerer === undefined)
    throw new PresageError('bad_query', 'explain is not a query that this version answers.');
  if (asker.alert && !NUMERIC.includes(query_type))
    throw new PresageError(
      'bad_query',
      `An alert rule cannot use ${query_type}: it needs numbers. Use stats, anomalies or health.`,
    );
  return answerer;
}

/** `plugin`: our own fault; `downstream`: the question's or the store's. */
function errorOf(api: Api, asker: Asker, thrown: unknown): NonNullable<QueryResult['error']> {
  const error = knownError(thrown);
  api.meter.add('presage_query_errors_total', { code: error?.code ?? 'internal' });
  if (error !== undefined) return { code: error.code, message: error.message, source: 'downstream' };
  api.log.error('a query failed', { request: asker.requestId, error: thrown });
  const message = `Something unforeseen happened; the log names it by request ${asker.requestId}.`;
  return { code: 'internal', message, source: 'plugin' };
}
