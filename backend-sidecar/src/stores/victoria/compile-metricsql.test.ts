import { describe, expect, test } from '@jest/globals';
import type { Filter } from '@presage/contract';
import fc from 'fast-check';
import { ANOMALY_LABELS, LINE_LABELS, compileSelector } from './compile-metricsql.ts';

function compiled(filter: Filter, tenant: string | undefined = '0:0'): string {
  return compileSelector('lines', tenant, [filter], LINE_LABELS);
}

describe('A selector in MetricsQL', () => {
  test.each<[Filter['op'], string[], string]>([
    ['=', ['a"b'], '"a\\"b"'],
    ['!=', ['x'], '"x"'],
    ['=|', ['a.b', 'c'], '"a\\\\.b|c"'],
    ['=|', [], '"\\\\b\\\\B"'],
    ['!=|', ['a'], '"a"'],
    ['=~', ['^a'], '"(?s:.*)(?:^a)(?s:.*)"'],
  ])('%s %j matches %s', (op, values, text) => {
    const signs: Partial<Record<string, string>> = { '=|': '=~', '!=|': '!~' };
    const filter = { field: 'presage_class', op, values };
    expect(compiled(filter)).toBe(`lines{tenant="0:0",class${signs[op] ?? op}${text}}`);
  });

  test('has no tenant label where the path carries the tenant', () => {
    expect(compileSelector('lines', undefined, [], LINE_LABELS)).toBe('lines{}');
  });

  test('of any values keeps its shape and its tenant', () => {
    const ops = fc.constantFrom<Filter['op'][]>('=', '!=', '=|', '!=|');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), ops, (value, op) => {
        const text = compiled({ field: 'service', op, values: [value] });
        expect(text.replace(/"(?:[^"\\]|\\.)*"/g, 'Q')).toMatch(/^lines\{tenant=Q,service(?:=|!=|=~|!~)Q\}$/);
        expect(text.startsWith('lines{tenant="0:0",')).toBe(true);
      }),
    );
  });

  test('refuses what the series do not know', () => {
    const unknown: Filter = { field: 'user', op: '=', values: ['x'] };
    expect(() => compileSelector('anomaly_score', '0:0', [unknown], ANOMALY_LABELS)).toThrow(/no label/);
    expect(() => compiled({ field: 'service', op: '<', values: ['3'] })).toThrow(/not a number/);
    expect(() => compiled({ field: 'service', op: '=~', values: ['a)|(b'] })).toThrow(/RE2/);
  });
});
