import type { FilterOp, Kind } from '../query/model';

/** Every sentence of the editors, in one place, so that a translation has one place too. */
export const KIND_WORDS: Readonly<Record<Kind, { readonly label: string; readonly description: string }>> = {
  logs: { label: 'Lines', description: 'The log lines themselves, newest first' },
  count: { label: 'Count', description: 'How many lines' },
  rate: { label: 'Rate', description: 'Lines a second' },
  share: {
    label: 'Share',
    description: 'Which part of all lines, 0…1: the share of incidents, of a class, of a service',
  },
  score: {
    label: 'Line score',
    description: 'The highest unusualness of a single line; above 1 is anomalous',
  },
  anomalies: { label: 'Anomaly score', description: 'How unusual a service behaves; above 1 is anomalous' },
  health: {
    label: 'Health',
    description: 'How Presage itself is: filter by the field metric, as in docs/metrics.md',
  },
  templates: { label: 'Templates', description: 'What kinds of lines there are, and what each means' },
  explain: { label: 'Explain', description: 'What one line means, why it happened, and what to do' },
};

export const HELP = {
  kind: 'What to ask. In alert rules only what gives numbers can be chosen.',
  class:
    'What a line means to the person on call: an incident, something to do before it becomes one, or normal.',
  severity: 'How severe a line is, worst first. Decided by its template when the line names no level.',
  service:
    'Who wrote the line. Type for others; a dashboard variable such as $service works, with several values too.',
  template: 'The constant words of lines that one statement printed. Type words of it to find it.',
  text: 'Words that the message must contain. Press Enter to run.',
  score: 'Only lines more unusual than this. Written from 0.5 up; above 1 is anomalous.',
  filters: 'Any further field. “is one of” and “is none of” take several values.',
  logsql: 'Your own LogsQL, sent as it is; the fields above narrow it further. Pipes are for lines only.',
  groupBy: 'One result for each value of these fields. None: one for all lines.',
  top: 'Only the groups with the highest values.',
  limit: 'At most so many lines. Empty: the default of the datasource.',
  instant:
    'One number a group over the whole range, for tables, stat panels and alert rules. Off: a value for each step.',
  time: 'Event: when the line says it happened. Arrival: when it came, so that alert rules see a line that came late.',
  format: 'Series for graphs and alert rules, or one table.',
  series: 'The score alone, or with the value, what was expected, and its bounds.',
  eventId:
    'presage_event_id of the line. Lines in Explore have the link “Explain this log” that fills it in.',
} as const;

export const OP_WORDS: Readonly<Record<FilterOp, string>> = {
  '=': 'equals',
  '!=': 'does not equal',
  '=|': 'is one of',
  '!=|': 'is none of',
  '=~': 'matches regex',
  '!~': 'does not match regex',
  '<': 'less than',
  '>': 'greater than',
};

export const CLASS_WORDS: Readonly<Record<string, string>> = {
  incident: 'Incident',
  preventive_action: 'Preventive action',
  normal: 'Normal',
};
