import fc from 'fast-check';
import { migrateQuery, needsMigration } from './migrate';
import { QUERY_TYPES } from './model';

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
