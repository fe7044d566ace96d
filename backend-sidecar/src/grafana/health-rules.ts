import type { Filter } from '@presage/contract';
import { math, presageQuery, threshold, type RuleQuery, type RuleSpec } from './rule-spec.ts';

const HEALTH = { family: 'health', condition: 'B', for: '0s', groupBy: ['alertname'] } as const;
const QUIET = { onError: 'KeepLast', onNoData: 'OK' } as const;
/** Logs that take nothing more at their cap. That of the dead letters lets its oldest go, and is always nearly full. */
const REFUSING: Filter = { field: 'log', op: '=|', values: ['journal', 'outbox'] };
/** Journalled lines may wait so long to be decided, seconds. */
const DECIDED_WITHIN = 60;

/** Presage's own health, asked through the same datasource: where it does not answer, that is the alert. */
export const HEALTH_RULES: readonly RuleSpec[] = [
  {
    ...HEALTH,
    uid: 'presage-silent',
    title: 'Presage does not answer',
    queries: () => [gauge('A', 'presage_pipeline_lag_seconds'), threshold('B', 'A', 'gt', DECIDED_WITHIN)],
    for: '1m',
    onError: 'Alerting',
    onNoData: 'Alerting',
    summary: 'Presage does not answer, or decides lines too slowly',
    description:
      'No new alert on log lines can fire until it does; those that fired stand. See whether the sidecar runs and whether Grafana reaches it (data source Presage, Save & test).',
  },
  {
    ...HEALTH,
    ...QUIET,
    uid: 'presage-store-lag',
    title: 'A store does not keep up',
    queries: ({ storeLagSeconds }) => [
      gauge('A', 'presage_outbox_lag_seconds'),
      threshold('B', 'A', 'gt', storeLagSeconds),
    ],
    summary: '{{ $labels.store }} is behind or down',
    description:
      'Its newest lines and scores are {{ printf "%.0f" $values.A.Value }} s old. They wait on disk and nothing is lost; incidents are still alerted on. See whether the store runs.',
  },
  {
    ...HEALTH,
    ...QUIET,
    uid: 'presage-journal-full',
    title: 'Journal nearly full',
    queries: ({ journalPercent }) => [
      gauge('A', 'presage_journal_bytes', REFUSING),
      gauge('L', 'presage_journal_limit_bytes', REFUSING),
      math('B', `100 * $A / $L > ${journalPercent}`),
    ],
    summary: 'The {{ $labels.log }} is nearly full',
    description:
      'When it is full, senders get 429 and have to keep their lines. See which store is behind, or raise its cap.',
  },
  {
    ...HEALTH,
    ...QUIET,
    uid: 'presage-dead-letters',
    title: 'Lines set aside',
    queries: () => [
      presageQuery('A', {
        query_type: 'health',
        value: 'count',
        filters: [{ field: 'metric', op: '=', values: ['presage_dead_letters_total'] }],
        group_by: ['reason'],
      }),
      threshold('B', 'A', 'gt', 0),
    ],
    summary: 'Lines are set aside: {{ $labels.reason }}',
    description:
      '{{ printf "%.0f" $values.A.Value }} lines could not be taken or stored as they are. The page of the sidecar shows samples.',
  },
  {
    ...HEALTH,
    ...QUIET,
    uid: 'presage-llm-budget',
    title: 'Language model budget used up',
    queries: () => [
      presageQuery('A', {
        query_type: 'health',
        filters: [
          { field: 'metric', op: '=', values: ['presage_llm_budget_remaining'] },
          { field: 'window', op: '=', values: ['day'] },
        ],
      }),
      threshold('B', 'A', 'lt', 1),
    ],
    summary: "Today's calls of the language model are used up",
    description:
      'Explanations come from the rules until calls are free again. PRESAGE_LLM_PER_DAY sets how many there are.',
  },
];

function gauge(refId: string, metric: string, ...filters: readonly Filter[]): RuleQuery {
  return presageQuery(refId, {
    query_type: 'health',
    filters: [{ field: 'metric', op: '=', values: [metric] }, ...filters],
  });
}
