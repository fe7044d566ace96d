import type { TemplateSrv } from '@grafana/runtime';
import { templatesOf } from './templates';

/** Grafana's way: a list for a variable of the dashboard, one value where a panel is repeated. */
function templates(value: unknown, options: readonly string[]) {
  const service = {
    getVariables: () => [{ name: 'v', current: { value } }],
    replace: (text: string, scopedVars: { v?: string } | undefined, format: (value: unknown) => string) =>
      text.replace('$v', () => format(scopedVars?.v ?? options)),
  };
  return (scopedVars?: object) => templatesOf(service as unknown as TemplateSrv, scopedVars as never);
}

test('All is All of one option and of none too', () => {
  expect(templates(['$__all'], ['a', 'b'])().isAll('$v')).toBe(true);
  expect(templates(['$__all'], ['a'])().isAll('$v')).toBe(true);
  expect(templates('$__all', [])().isAll('$v')).toBe(true);
});

test('a panel repeated for All has one value, and a choice is a choice', () => {
  expect(templates(['$__all'], ['a', 'b'])({ v: 'a' }).isAll('$v')).toBe(false);
  expect(templates(['a'], ['a'])().isAll('$v')).toBe(false);
  expect(templates(['$__all'], ['a'])().isAll('of $v')).toBe(false);
});
