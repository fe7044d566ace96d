import fc from 'fast-check';
import { queryDisplayText } from './display-text';
import { interpolate } from './interpolate';
import { migrateQuery, needsMigration } from './migrate';
import { QUERY_TYPES } from './model';
import { fakeTemplates } from './templates.fixture';

test('a query of the present version stays as it is', () => {
  const query = {
    refId: 'B',
    version: 1,
    query_type: 'stats',
    value: 'rate',
    group_by: ['service'],
  } as const;
  expect(migrateQuery({ ...query })).toEqual(query);
});

test('a query without a version keeps its type and the single values of its filters', () => {
  const saved = {
    refId: 'A',
    queryType: 'anomalies',
    filters: [{ key: 'service', operator: '!=', value: 'cart' }],
  };
  expect(migrateQuery(saved)).toEqual({
    refId: 'A',
    version: 1,
    query_type: 'anomalies',
    filters: [{ field: 'service', op: '!=', values: ['cart'] }],
  });
});

test('an empty query asks for lines', () => {
  expect(migrateQuery({ refId: 'A' })).toEqual({ refId: 'A', version: 1, query_type: 'logs' });
});

test('wrong values are left out, unknown keys stay', () => {
  const saved = { refId: 'A', query_type: 'x', value: 7, filters: 'no', later: true };
  expect(migrateQuery(saved)).toEqual({ refId: 'A', version: 1, query_type: 'logs', later: true });
});

test('what a person wrote by hand is shown and asked without an error', () => {
  const byHand = {
    text: 5,
    logsql: {},
    group_by: 'service',
    series: 'y',
    limit: '10',
    instant: 'yes',
    time: 'now',
  };
  const query = migrateQuery({
    refId: 'A',
    query_type: 'logs',
    top: null,
    format: 1,
    step_ms: 'x',
    ...byHand,
  });
  expect(query).toEqual({ refId: 'A', version: 1, query_type: 'logs', group_by: ['service'] });
  expect(migrateQuery({ refId: 'A', group_by: ['a', 1], series: ['y', 'z'] })).toMatchObject({
    group_by: ['a'],
    series: ['y'],
  });
});

test('of whatever was saved, the text for collapsed rows can be said, and variables be replaced', () => {
  const keys = [
    'text',
    'logsql',
    'group_by',
    'series',
    'top',
    'limit',
    'filters',
    'query_type',
    'value',
    'around',
  ];
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...keys), fc.jsonValue()), (saved) => {
      const query = migrateQuery(saved);
      expect(typeof queryDisplayText(query)).toBe('string');
      expect(interpolate(query, fakeTemplates({})).query_type).toBe(query.query_type);
    }),
  );
});

test('whatever was saved becomes a query that migrates to itself', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (saved) => {
      const query = migrateQuery(saved);
      expect(QUERY_TYPES).toContain(query.query_type);
      expect(needsMigration(query)).toBe(false);
      expect(migrateQuery({ ...query })).toEqual(query);
    }),
  );
});
