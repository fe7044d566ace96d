import { interpolate } from './interpolate';
import type { Filter, PresageQuery } from './model';
import { fakeTemplates } from './templates.fixture';

const templates = fakeTemplates(
  {
    one: 'checkout',
    many: ['checkout', 'cart'],
    odd: 'a, "b" {c}|d',
    regexes: ['a.b', 'c|d'],
    numbers: ['3', '10'],
    every: ['checkout', 'cart', 'billing'],
    none: [],
  },
  { all: ['every'], customAll: { custom: '.*' } },
);

function filtersOf(...filters: Filter[]): Filter[] {
  return interpolate({ refId: 'A', query_type: 'logs', filters }, templates).filters ?? [];
}

describe('variables in filters', () => {
  test.each<[string, Filter, Filter[]]>([
    [
      'one value',
      { field: 'service', op: '=', values: ['$one'] },
      [{ field: 'service', op: '=', values: ['checkout'] }],
    ],
    [
      'several values for =',
      { field: 'service', op: '=', values: ['$many'] },
      [{ field: 'service', op: '=|', values: ['checkout', 'cart'] }],
    ],
    [
      'several values for !=',
      { field: 'service', op: '!=', values: ['${many}'] },
      [{ field: 'service', op: '!=|', values: ['checkout', 'cart'] }],
    ],
    [
      'a variable among values',
      { field: 'service', op: '=|', values: ['api', '$many'] },
      [{ field: 'service', op: '=|', values: ['api', 'checkout', 'cart'] }],
    ],
    [
      'the same value twice',
      { field: 'service', op: '=|', values: ['cart', '$many'] },
      [{ field: 'service', op: '=|', values: ['cart', 'checkout'] }],
    ],
    [
      'commas, quotes and braces in a value',
      { field: 'x', op: '=', values: ['$odd'] },
      [{ field: 'x', op: '=', values: ['a, "b" {c}|d'] }],
    ],
    [
      'text around a variable',
      { field: 'x', op: '=', values: ['eu-$many-1'] },
      [{ field: 'x', op: '=|', values: ['eu-checkout-1', 'eu-cart-1'] }],
    ],
    [
      'two variables of several values',
      { field: 'x', op: '=', values: ['$many/$numbers'] },
      [{ field: 'x', op: '=|', values: ['checkout/3', 'checkout/10', 'cart/3', 'cart/10'] }],
    ],
    [
      'regular expressions',
      { field: 'x', op: '=~', values: ['$regexes'] },
      [{ field: 'x', op: '=~', values: ['(?:a\\.b)|(?:c\\|d)'] }],
    ],
    [
      'one value in a regular expression',
      { field: 'x', op: '!~', values: ['^$one'] },
      [{ field: 'x', op: '!~', values: ['^checkout'] }],
    ],
    [
      'the least for <',
      { field: 'x', op: '<', values: ['$numbers'] },
      [{ field: 'x', op: '<', values: ['3'] }],
    ],
    [
      'the greatest for >',
      { field: 'x', op: '>', values: ['$numbers'] },
      [{ field: 'x', op: '>', values: ['10'] }],
    ],
    [
      'a variable in the field',
      { field: '$one', op: '=', values: ['x'] },
      [{ field: 'checkout', op: '=', values: ['x'] }],
    ],
    ['All', { field: 'service', op: '=|', values: ['$every'] }, []],
    ['All as a regular expression', { field: 'service', op: '=~', values: ['$every'] }, []],
    ['All among values', { field: 'service', op: '=|', values: ['api', '[[every]]'] }, []],
    ['a custom value for All', { field: 'service', op: '=~', values: ['$custom'] }, []],
    ...(['!=', '!=|', '!~'] as const).flatMap((op): Array<[string, Filter, Filter[]]> =>
      ['$every', '$custom'].map((all) => [
        `nothing is ${op} ${all}, which is All`,
        { field: 'service', op, values: [all] },
        [{ field: 'service', op: '!~', values: [''] }],
      ]),
    ),
    ['more than All is no bound', { field: 'x', op: '>', values: ['$every'] }, []],
    ['no value chosen', { field: 'service', op: '=|', values: ['$none'] }, []],
    [
      'a dollar that is no variable',
      { field: 'x', op: '=', values: ['$5 and $unknown'] },
      [{ field: 'x', op: '=', values: ['$5 and $unknown'] }],
    ],
    ['a filter without a field', { field: '', op: '=', values: ['x'] }, []],
  ])('%s', (_title, filter, expected) => {
    expect(filtersOf(filter)).toEqual(expected);
  });

  test('one filter that All drops leaves the others', () => {
    const other: Filter = { field: 'env', op: '=', values: ['prod'] };
    expect(filtersOf({ field: 'service', op: '=|', values: ['$every'] }, other)).toEqual([other]);
  });
});

test('a grouping by a variable of several values groups by each of them once', () => {
  const query: PresageQuery = { refId: 'A', query_type: 'stats', group_by: ['cart', '$many'] };
  expect(interpolate(query, templates).group_by).toEqual(['cart', 'checkout']);
});

test('words take a variable, and empty text is left out', () => {
  const ask = (text: string) => interpolate({ refId: 'A', query_type: 'logs', text }, templates).text;
  expect([ask('failed for $one'), ask('  ')]).toEqual(['failed for checkout', undefined]);
  expect([ask('$every'), ask('failed [[every]]')?.trim()]).toEqual([undefined, 'failed']);
});
