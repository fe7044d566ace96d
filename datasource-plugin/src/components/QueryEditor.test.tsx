import { CoreApp } from '@grafana/data';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import type { PresageDatasource } from '../datasource';
import type { PresageQuery } from '../query/model';
import { Resources } from '../resources';
import { parse } from './QueryJson';
import { QueryEditor } from './QueryEditor';

interface Shown {
  readonly changes: PresageQuery[];
  readonly runs: () => number;
}

/** The editor as Grafana shows it: what it changes comes back as its query. */
function show(
  query: Partial<PresageQuery>,
  { app = CoreApp.Explore, status = ok }: { app?: CoreApp; status?: Get } = {},
): Shown {
  const changes: PresageQuery[] = [];
  let runs = 0;
  const datasource = { settings: {}, resources: new Resources(status), variableNames: () => [] };
  function Page() {
    const [shown, setShown] = React.useState({
      refId: 'A',
      version: 1,
      query_type: 'logs',
      ...query,
    } as PresageQuery);
    const change = (changed: PresageQuery) => {
      changes.push(changed);
      setShown(changed);
    };
    return (
      <QueryEditor
        app={app}
        query={shown}
        onChange={change}
        onRunQuery={() => runs++}
        datasource={datasource as unknown as PresageDatasource}
      />
    );
  }
  render(<Page />);
  return { changes, runs: () => runs };
}

type Get = <Reply>(path: string) => Promise<Reply>;
const replies: Record<string, unknown> = {
  status: { store: 'sqlite' },
  fields: { fields: [] },
  'field-values': { values: [] },
  templates: { templates: [] },
};
const ok: Get = <Reply,>(path: string) => Promise.resolve(replies[path] as Reply);
const dead: Get = () =>
  Promise.reject({ status: 502, data: { error: { message: 'No answer from http://x.' } } });

describe('the query editor', () => {
  test('runs words on Enter, once, and not while they are typed', async () => {
    const shown = show({});
    await userEvent.type(screen.getByLabelText('Text'), 'pool exhausted');
    expect(shown.runs()).toBe(0);
    await userEvent.type(screen.getByLabelText('Text'), '{Enter}');
    await userEvent.tab();
    expect(shown.changes.at(-1)?.text).toBe('pool exhausted');
    expect(shown.runs()).toBe(1);
  });

  test('makes a filter of a score, and takes it away again', async () => {
    const shown = show({});
    await userEvent.type(screen.getByLabelText('Score above'), '1{Enter}');
    expect(shown.changes.at(-1)?.filters).toEqual([{ field: 'presage_score', op: '>', values: ['1'] }]);
    await userEvent.clear(screen.getByLabelText('Score above'));
    await userEvent.tab();
    expect(shown.changes.at(-1)?.filters).toBeUndefined();
  });

  test('says what is wrong with a score that is no number', async () => {
    show({ filters: [{ field: 'presage_score', op: '>', values: ['high'] }] });
    expect(await screen.findByText('Write a number, such as 1')).toBeInTheDocument();
  });

  test('shows the limit that is asked for when a higher one is written', async () => {
    const shown = show({ limit: 10_000 });
    const input = screen.getByLabelText<HTMLInputElement>('Limit');
    await userEvent.clear(input);
    await userEvent.type(input, '50000{Enter}');
    expect([shown.changes.at(-1)?.limit, input.value]).toEqual([10_000, '10000']);
  });

  test('shows grouping for numbers only', () => {
    show({ query_type: 'stats', value: 'count' });
    expect(screen.getByLabelText('Group by')).toBeInTheDocument();
    expect(screen.queryByLabelText('Limit')).not.toBeInTheDocument();
  });

  test('warns in an alert rule that lines are no numbers', () => {
    show({}, { app: CoreApp.UnifiedAlerting });
    expect(screen.getByText('An alert rule needs a number')).toBeInTheDocument();
  });

  test('warns in an alert rule of a variable, which only dashboards have', () => {
    const filters = [{ field: 'service', op: '=|' as const, values: ['api', '$service'] }];
    show({ query_type: 'stats', filters }, { app: CoreApp.UnifiedAlerting });
    expect(screen.getByText(/^\$service is looked for as it stands/)).toBeInTheDocument();
  });

  test.each<[string, CoreApp, string[]]>([
    ['a dashboard', CoreApp.Dashboard, ['$service']],
    ['an alert rule for what is no variable', CoreApp.UnifiedAlerting, ['costs $5', '^/orders$']],
  ])('does not warn in %s', (_title, app, values) => {
    show({ query_type: 'stats', filters: [{ field: 'path', op: '=|', values }] }, { app });
    expect(screen.queryByText('Alert rules know no dashboard variables')).not.toBeInTheDocument();
  });

  test('gives a new alert rule one number a group, and leaves a saved one over time', async () => {
    const alerting = { app: CoreApp.UnifiedAlerting };
    const fresh = show({ query_type: 'stats', instant: undefined } as unknown as PresageQuery, alerting);
    await waitFor(() => expect(fresh.changes.at(-1)?.instant).toBe(true));
    expect(show({ query_type: 'stats' }, alerting).changes).toEqual([]);
  });

  test('keeps a new filter out of the query until it names a field', async () => {
    const shown = show({});
    await userEvent.click(screen.getByRole('button', { name: 'Add filter' }));
    expect(screen.getByRole('combobox', { name: 'Field of new filter' })).toBeInTheDocument();
    expect(shown.changes).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Remove new filter' }));
    expect(screen.queryByRole('combobox', { name: 'Field of new filter' })).not.toBeInTheDocument();
  });

  test('removes one of the further filters', async () => {
    const shown = show({
      filters: [
        { field: 'pod', op: '=', values: ['a'] },
        { field: 'env', op: '=', values: ['p'] },
      ],
    });
    await userEvent.click(screen.getByRole('button', { name: 'Remove pod' }));
    expect(shown.changes.at(-1)?.filters).toEqual([{ field: 'env', op: '=', values: ['p'] }]);
  });

  test('says in words that the sidecar does not answer, and can still be used', async () => {
    show({}, { status: dead });
    expect(await screen.findByText(/No answer from http:\/\/x\./)).toBeInTheDocument();
    expect(screen.getByLabelText('Text')).toBeEnabled();
  });

  test('lifts a query that an older plugin saved', async () => {
    const shown = show({
      version: undefined,
      query_type: undefined,
      queryType: 'templates',
    } as unknown as PresageQuery);
    await waitFor(() => expect(shown.changes.at(-1)).toMatchObject({ version: 1, query_type: 'templates' }));
  });

  test('asks for the line when it is to explain one', async () => {
    const shown = show({ query_type: 'explain' });
    await userEvent.type(screen.getByLabelText('Event id'), 'abc-w-01{Enter}');
    expect(shown.changes.at(-1)?.filters).toEqual([
      { field: 'presage_event_id', op: '=', values: ['abc-w-01'] },
    ]);
  });
});

describe('the query editor offers what the kind of query accepts', () => {
  const labels = [
    'Metrics',
    'Class',
    'Severity',
    'Service',
    'Template',
    'Text',
    'Score above',
    'Group by',
    'Time',
  ];
  test.each<[string, Partial<PresageQuery>, string[]]>([
    ['lines', {}, ['Class', 'Severity', 'Service', 'Template', 'Text', 'Score above']],
    ['templates', { query_type: 'templates' }, ['Class', 'Severity', 'Service', 'Template', 'Text']],
    ['anomaly scores', { query_type: 'anomalies' }, ['Service', 'Group by']],
    ['health', { query_type: 'health' }, ['Metrics', 'Group by']],
    [
      'counts by arrival',
      { query_type: 'stats', time: 'arrival' },
      ['Class', 'Severity', 'Service', 'Group by', 'Time'],
    ],
    [
      'counts by event',
      { query_type: 'stats' },
      ['Class', 'Severity', 'Service', 'Template', 'Text', 'Score above', 'Group by', 'Time'],
    ],
    [
      'line scores',
      { query_type: 'stats', value: 'score' },
      ['Class', 'Severity', 'Service', 'Template', 'Text', 'Score above', 'Group by'],
    ],
  ])('%s', (_title, query, expected) => {
    show(query);
    expect(labels.filter((label) => screen.queryAllByLabelText(label).length > 0)).toEqual(expected);
  });

  test('and what is set although it does not apply, so that it can be taken away', () => {
    show({ query_type: 'anomalies', text: 'pool' });
    expect(screen.getByLabelText('Text')).toHaveValue('pool');
  });

  test('a rate or an increase where a chosen metric is a counter', () => {
    const of = (metric: string) => [{ field: 'metric', op: '=' as const, values: [metric] }];
    show({ query_type: 'health', filters: of('presage_dead_letters_total') });
    expect(screen.getByLabelText('Increase')).toBeInTheDocument();
  });

  test('the lines of a template since it was first seen, or in the range', async () => {
    const { changes } = show({ query_type: 'templates' });
    expect(screen.getByLabelText('Since first seen')).toBeChecked();
    await userEvent.click(screen.getByLabelText('In the range'));
    expect(changes.at(-1)).toMatchObject({ query_type: 'templates', value: 'count' });
    await userEvent.click(screen.getByLabelText('Since first seen'));
    expect(changes.at(-1)).not.toHaveProperty('value');
  });

  test('by arrival in an alert rule that names no time', () => {
    show({ query_type: 'stats' }, { app: CoreApp.UnifiedAlerting });
    expect(screen.getByLabelText('Arrival')).toBeChecked();
    expect(screen.queryByLabelText('Text')).not.toBeInTheDocument();
  });
});

describe('the JSON view', () => {
  test('reads an object', () => {
    expect(parse('{"query_type":"stats"}')).toEqual({ saved: { query_type: 'stats' } });
  });

  test.each(['{', '[]', '7', 'null'])('says what is wrong with %s', (text) => {
    expect(parse(text).problem).toMatch(/JSON/);
  });
});
