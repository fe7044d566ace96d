import { fromAdHoc, withAdHocFilters } from './ad-hoc';
import { extraFilters, hasFilter, toggleFilter, valuesOf, withExtraFilters, withValues } from './filters';
import { FIELD, QUERY_TYPES, type Filter, type PresageQuery } from './model';
import { modifyQuery } from './modify';

const plain: PresageQuery = { refId: 'A', version: 1, query_type: 'logs' };

test('a control of the builder is a filter, and no value takes it away', () => {
  const chosen = withValues(plain, FIELD.class, '=|', ['incident', 'normal']);
  expect(chosen.filters).toEqual([{ field: FIELD.class, op: '=|', values: ['incident', 'normal'] }]);
  expect(valuesOf(chosen, FIELD.class, '=|')).toEqual(['incident', 'normal']);
  expect(withValues(chosen, FIELD.class, '=|', [])).toEqual(plain);
});

test('what no control shows stands in the list of further filters, and nothing stands in both', () => {
  const own = { field: FIELD.service, op: '=|', values: ['cart'] } as const;
  const other = { field: FIELD.service, op: '!=', values: ['api'] } as const;
  const second = { field: FIELD.service, op: '=|', values: ['web'] } as const;
  const filters = [own, other, second].map((filter) => ({ ...filter, values: [...filter.values] }));
  expect(extraFilters(filters)).toEqual([other, second]);
  expect(withExtraFilters({ ...plain, filters }, []).filters).toEqual([own]);
});

describe('the chips of a line', () => {
  test('filter for turns on, a second press off', () => {
    const on = toggleFilter(plain, 'pod', 'a-1', 'for');
    expect(on.filters).toEqual([{ field: 'pod', op: '=', values: ['a-1'] }]);
    expect(hasFilter(on, 'pod', 'a-1')).toBe(true);
    expect(toggleFilter(on, 'pod', 'a-1', 'for')).toEqual(plain);
  });

  test('the opposite filter is replaced', () => {
    const out = toggleFilter(toggleFilter(plain, 'pod', 'a-1', 'for'), 'pod', 'a-1', 'out');
    expect(out.filters).toEqual([{ field: 'pod', op: '!=', values: ['a-1'] }]);
    expect(hasFilter(out, 'pod', 'a-1')).toBe(false);
  });

  test("Grafana's level is our severity", () => {
    const on = toggleFilter(plain, 'detected_level', 'error', 'for');
    expect(on.filters).toEqual([{ field: FIELD.severity, op: '=', values: ['error'] }]);
    expect(hasFilter(on, 'detected_level', 'error')).toBe(true);
    expect(hasFilter(on, 'level', 'error')).toBe(false);
  });

  test('a value that a control holds goes from it', () => {
    const two = withValues(plain, FIELD.service, '=|', ['cart', 'api']);
    expect(toggleFilter(two, 'service', 'cart', 'for').filters).toEqual([
      { field: FIELD.service, op: '=|', values: ['api'] },
    ]);
  });
});

test('marked text of a line is searched for as it stands, once', () => {
  const action = { type: 'ADD_STRING_FILTER', options: { value: 'a.b(c)' } };
  const once = modifyQuery(plain, action);
  expect(once.filters).toEqual([{ field: '_msg', op: '=~', values: ['a\\.b\\(c\\)'] }]);
  expect(modifyQuery(once, action)).toEqual(once);
});

describe('ad-hoc filters', () => {
  const adHoc = [
    { key: 'service', operator: '=|', value: 'a', values: ['a', 'b'] },
    { key: 'detected_level', operator: '!=', value: 'debug' },
  ];

  test.each(QUERY_TYPES.filter((type) => type !== 'explain' && type !== 'health'))(
    'hold for %s',
    (query_type) => {
      expect(withAdHocFilters({ ...plain, query_type }, adHoc).filters).toEqual([
        { field: 'service', op: '=|', values: ['a', 'b'] },
        { field: FIELD.severity, op: '!=', values: ['debug'] },
      ]);
    },
  );

  test.each(['500', '-0.1', '0', '1772366360000', '2026-03-01', 'ä'])(
    'may be bounds that hold %s itself',
    (value) => {
      const of = (operator: string) => fromAdHoc({ key: 'x', operator, value });
      const isNumber = /^[-\d.]+$/.test(value) && !value.startsWith('2026');
      const compared = ({ values }: Filter): number => {
        const [bound = ''] = values;
        if (isNumber) return Math.sign(Number(value) - Number(bound));
        return value < bound ? -1 : value > bound ? 1 : 0;
      };
      expect([of('>=').op, compared(of('>='))]).toEqual(['>', 1]);
      expect([of('<=').op, compared(of('<='))]).toEqual(['<', -1]);
      if (isNumber) expect(Number(of('>=').values[0])).toBeCloseTo(Number(value), 2);
    },
  );

  test('do not hide the line of an explanation', () => {
    expect(withAdHocFilters({ ...plain, query_type: 'explain' }, adHoc).filters).toBeUndefined();
  });

  test('of a health query are those on labels of its metrics', () => {
    const health = { ...plain, query_type: 'health' as const };
    const both = [
      { key: 'service', operator: '=', value: 'shop' },
      { key: 'reason', operator: '=', value: 'too_long' },
    ];
    const metrics = [{ field: 'metric', op: '=' as const, values: ['presage_dead_letters_total'] }];
    expect(withAdHocFilters({ ...health, filters: metrics }, both).filters).toEqual([
      ...metrics,
      { field: 'reason', op: '=', values: ['too_long'] },
    ]);
  });
});
