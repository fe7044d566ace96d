import React from 'react';
import type { QueryEditorHelpProps } from '@grafana/data';
import { Button, Stack, Text } from '@grafana/ui';
import { defaultQuery, FIELD, QUERY_VERSION, type PresageQuery } from '../query/model';

interface Example {
  readonly title: string;
  readonly description: string;
  readonly query: Omit<PresageQuery, 'refId'>;
}

const version = QUERY_VERSION;
const incidents = [{ field: FIELD.class, op: '=|' as const, values: ['incident'] }];

export const EXAMPLES: readonly Example[] = [
  {
    title: 'Incidents',
    description: 'Lines that say something is broken. Open one and press “Explain this log”.',
    query: { version, query_type: 'logs', filters: incidents },
  },
  {
    title: 'Unusual lines',
    description: 'Lines whose own score is above 1, whatever their level.',
    query: { version, query_type: 'logs', filters: [{ field: FIELD.score, op: '>', values: ['1'] }] },
  },
  {
    title: 'Classes over time',
    description: 'How many lines of each class. Good as stacked bars.',
    query: { version, query_type: 'stats', value: 'count', group_by: [FIELD.class] },
  },
  {
    title: 'Incidents per service, one number each',
    description: 'By arrival, as an alert rule should ask.',
    query: defaultQuery(true),
  },
  {
    title: 'Anomaly scores',
    description: 'Above 1 a service behaves unusually: its volume, its share of errors, new kinds of lines.',
    query: { version, query_type: 'anomalies', group_by: ['service', 'for'] },
  },
  {
    title: 'Templates',
    description: 'What kinds of lines there are, and what each was taken for.',
    query: { version, query_type: 'templates' },
  },
];

/** The help page of the query editor: each example runs with one press. */
export function QueryHelp({ onClickExample }: QueryEditorHelpProps<PresageQuery>) {
  return (
    <Stack direction="column" gap={2}>
      <Text element="h2">Presage</Text>
      <Text element="p">
        Every line has a class (incident, preventive_action, normal), a severity, a template and, when it is
        unusual, a score. Filters in the builder narrow all of them. Dashboard variables work in every field,
        with several values and with All.
      </Text>
      {EXAMPLES.map(({ title, description, query }) => (
        <Stack key={title} direction="column" gap={0.5} alignItems="flex-start">
          <Button
            variant="secondary"
            size="sm"
            icon="play"
            onClick={() => onClickExample({ refId: 'A', ...query })}
          >
            {title}
          </Button>
          <Text variant="bodySmall" color="secondary">
            {description}
          </Text>
        </Stack>
      ))}
    </Stack>
  );
}
