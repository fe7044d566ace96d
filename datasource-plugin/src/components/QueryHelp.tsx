import React from 'react';
import type { QueryEditorHelpProps } from '@grafana/data';
import { Button, Stack, Text } from '@grafana/ui';
import english from '../locales/en-US/presage-logs-datasource.json';
import { defaultQuery, FIELD, QUERY_VERSION, type PresageQuery } from '../query/model';
import { say } from './words';

interface Example {
  readonly id: keyof typeof english.example;
  readonly query: Omit<PresageQuery, 'refId'>;
}

const version = QUERY_VERSION;
const incidents = [{ field: FIELD.class, op: '=|' as const, values: ['incident'] }];

export const EXAMPLES: readonly Example[] = [
  {
    id: 'incidents',
    query: { version, query_type: 'logs', filters: incidents },
  },
  {
    id: 'unusual',
    query: { version, query_type: 'logs', filters: [{ field: FIELD.score, op: '>', values: ['1'] }] },
  },
  {
    id: 'classes',
    query: { version, query_type: 'stats', value: 'count', group_by: [FIELD.class] },
  },
  {
    id: 'alert',
    query: defaultQuery(true),
  },
  {
    id: 'anomalies',
    query: { version, query_type: 'anomalies', group_by: ['service', 'for'] },
  },
  {
    id: 'templates',
    query: { version, query_type: 'templates' },
  },
];

/** The help page of the query editor: each example runs with one press. */
export function QueryHelp({ onClickExample }: QueryEditorHelpProps<PresageQuery>) {
  return (
    <Stack direction="column" gap={2}>
      <Text element="h2">Presage</Text>
      <Text element="p">{say('help-page')}</Text>
      {EXAMPLES.map(({ id, query }) => (
        <Stack key={id} direction="column" gap={0.5} alignItems="flex-start">
          <Button
            variant="secondary"
            size="sm"
            icon="play"
            onClick={() => onClickExample({ refId: 'A', ...query })}
          >
            {say(`example.${id}`)}
          </Button>
          <Text variant="bodySmall" color="secondary">
            {say(`example-help.${id}`)}
          </Text>
        </Stack>
      ))}
    </Stack>
  );
}
