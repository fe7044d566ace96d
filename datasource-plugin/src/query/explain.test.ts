import { lineToExplain } from './explain';
import type { PresageQuery } from './model';

const explain: PresageQuery = { refId: 'A', version: 1, query_type: 'explain' };

test('an event is found wherever in time it is, without the other filters', () => {
  const filters = [
    { field: 'service', op: '=' as const, values: ['cart'] },
    { field: 'presage_event_id', op: '=' as const, values: ['e-1'] },
  ];
  expect(lineToExplain({ ...explain, filters })).toEqual({
    refId: 'A',
    version: 1,
    query_type: 'logs',
    around: { event_id: 'e-1', before: 0, after: 0, same: [] },
  });
});

test('of a template its newest line is explained', () => {
  const filters = [{ field: 'presage_template_id', op: '=|' as const, values: ['ab'] }];
  expect(lineToExplain({ ...explain, filters })).toEqual({
    ...explain,
    query_type: 'logs',
    filters,
    limit: 1,
  });
});

test('what a variable of the dashboard leaves empty is not asked', () => {
  const none = { field: 'presage_event_id', op: '=' as const, values: [''] };
  const template = { field: 'presage_template_id', op: '=|' as const, values: ['ab'] };
  expect(lineToExplain({ ...explain, filters: [none, template] })).toMatchObject({ filters: [template] });
  expect(lineToExplain({ ...explain, filters: [none, { ...template, values: [''] }] })).toBeUndefined();
});

test('without a line there is nothing to ask', () => {
  expect(
    lineToExplain({ ...explain, filters: [{ field: 'service', op: '=', values: ['cart'] }] }),
  ).toBeUndefined();
});
