import { contextQuery, openContextQuery } from './context';
import { queryDisplayText } from './display-text';
import type { PresageQuery } from './model';
import { sampleQuery, volumeQuery } from './supplementary';

const lines: PresageQuery = {
  refId: 'A',
  version: 1,
  query_type: 'logs',
  text: 'pool',
  limit: 5,
  logsql: 'a:"x|y" | limit 3',
  filters: [{ field: 'service', op: '=|', values: ['cart'] }],
};

test('the volume counts by severity what the lines show, without their limit and pipes', () => {
  const { refId, version, query_type, text, limit: _limit, ...rest } = lines;
  expect(volumeQuery(lines)).toEqual({
    ...rest,
    refId: `log-volume-${refId}`,
    version,
    query_type: 'stats',
    value: 'count',
    group_by: ['presage_severity'],
    text,
    logsql: 'a:"x|y"',
  });
  expect(query_type).toBe('logs');
});

test('volume and sample look at the same window as what they are of', () => {
  const shifted = { ...lines, time_shift_ms: 3_600_000 };
  expect(volumeQuery(shifted)?.time_shift_ms).toBe(3_600_000);
  expect(sampleQuery({ ...shifted, query_type: 'stats' })?.time_shift_ms).toBe(3_600_000);
});

test('numbers have no volume, lines no sample, and hidden queries neither', () => {
  const numbers: PresageQuery = { refId: 'A', query_type: 'stats' };
  expect([volumeQuery(numbers), sampleQuery(lines)]).toEqual([undefined, undefined]);
  expect([volumeQuery({ ...lines, hide: true }), sampleQuery({ ...numbers, hide: true })]).toEqual([
    undefined,
    undefined,
  ]);
});

test('the sample of a number by arrival asks lines by the names that lines have', () => {
  const filters = [
    { field: 'template_id', op: '=' as const, values: ['ab'] },
    { field: 'category', op: '=|' as const, values: ['resource'] },
    { field: 'service', op: '=' as const, values: ['cart'] },
  ];
  const alert: PresageQuery = { refId: 'A', query_type: 'stats', time: 'arrival', filters };
  const names = (query: PresageQuery) => sampleQuery(query)?.filters?.map(({ field }) => field);
  expect(names(alert)).toEqual(['presage_template_id', 'presage_category', 'service']);
  expect(names({ ...alert, time: 'event' })).toEqual(['template_id', 'category', 'service']);
});

test('the sample is of the lines behind the number', () => {
  const numbers: PresageQuery = { ...lines, query_type: 'stats', value: 'rate', group_by: ['service'] };
  expect(sampleQuery(numbers, 10)).toMatchObject({
    query_type: 'logs',
    limit: 10,
    filters: lines.filters ?? [],
  });
  expect(sampleQuery(numbers)).not.toHaveProperty('group_by');
});

test('context asks one side of the line, and not by the filters of the query', () => {
  const part = { eventId: 'e1', direction: 'forward', limit: 20, same: ['service'] } as const;
  expect(contextQuery(part, lines)).toEqual({
    refId: 'log-context-A-forward',
    version: 1,
    query_type: 'logs',
    direction: 'backward',
    around: { event_id: 'e1', before: 0, after: 20, same: ['service'] },
    limit: 20,
  });
});

test('context opened in Explore is a query for the lines that have the same values', () => {
  expect(
    openContextQuery({ service: 'cart', host: 'h1' }, ['service', 'pod', 'host'], lines).filters,
  ).toEqual([
    { field: 'service', op: '=|', values: ['cart'] },
    { field: 'host', op: '=', values: ['h1'] },
  ]);
});

test.each<[PresageQuery, string]>([
  [{ refId: 'A', query_type: 'logs' }, 'Lines'],
  [lines, 'Lines: of cart · with “pool” · a:"x|y" | limit 3'],
  [
    {
      refId: 'A',
      query_type: 'stats',
      value: 'share',
      group_by: ['service'],
      top: 3,
      filters: [
        { field: 'presage_class', op: '=|', values: ['incident', 'normal'] },
        { field: 'pod', op: '!=|', values: ['a', 'b'] },
      ],
    },
    'Share of lines that need action: incident, normal · pod !=| (a, b) · by service · top 3',
  ],
])('a query says in one line what it asks', (query, text) => {
  expect(queryDisplayText(query)).toBe(text);
});
