import { presageQuery, math, threshold, type RuleQuery, type RuleSpec } from './rule-spec.ts';

/** All labels of a result: fixed with a kind's first line, so that nothing learned later resolves an alert and fires another. */
const LABELS = ['service', 'category', 'template_id', 'signature', 'template', 'sample'];
/** Kinds of lines with an alert of their own; each further one costs Grafana a write an evaluation. */
const LISTED_KINDS = 50;
const GROUP_BY = ['service', 'category'];

const LINE_RULE = {
  condition: 'B',
  for: '0s',
  onError: 'KeepLast',
  onNoData: 'OK',
  description: '{{ $labels.sample }}',
  groupBy: GROUP_BY,
} as const;

export const INCIDENT_RULE: RuleSpec = {
  ...LINE_RULE,
  uid: 'presage-incident',
  family: 'incident',
  title: 'Incident',
  queries: () => linesOf('incident'),
  summary: 'Incident in {{ $labels.service }} ({{ $labels.category }})',
};

export const PREVENTIVE_RULE: RuleSpec = {
  ...LINE_RULE,
  uid: 'presage-preventive',
  family: 'preventive',
  title: 'Preventive action',
  queries: () => linesOf('preventive_action'),
  summary: 'Act before it breaks: {{ $labels.service }} ({{ $labels.category }})',
};

/** The highest score of any detector; the threshold is the sidecar's, so that it is set in one place. */
export const ANOMALY_RULE: RuleSpec = {
  uid: 'presage-anomaly',
  family: 'anomaly',
  title: 'Unusual behaviour',
  queries: () => [
    presageQuery('A', { query_type: 'anomalies', group_by: ['service'] }),
    presageQuery('T', {
      query_type: 'health',
      filters: [{ field: 'metric', op: '=', values: ['presage_alert_score_threshold'] }],
    }),
    math('B', '$A > $T'),
  ],
  condition: 'B',
  for: '0s',
  onError: 'KeepLast',
  onNoData: 'OK',
  summary: '{{ $labels.service }} behaves unusually',
  description:
    'The anomaly score reached {{ printf "%.1f" $values.A.Value }}; above {{ printf "%.1f" $values.T.Value }} is alerted on.',
  groupBy: ['service'],
};

function linesOf(logClass: string): readonly RuleQuery[] {
  return [
    presageQuery('A', {
      query_type: 'stats',
      value: 'count',
      time: 'arrival',
      group_by: LABELS,
      filters: [{ field: 'presage_class', op: '=|', values: [logClass] }],
      top: LISTED_KINDS,
    }),
    threshold('B', 'A', 'gt', 0),
  ];
}
