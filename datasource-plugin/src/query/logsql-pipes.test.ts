import { filterOf } from './logsql-pipes';

test.each([
  ['error', 'error'],
  ['a:"x|y" | unpack_json', 'a:"x|y"'],
  ["it:'a\\'|b' or `c|d` | format x", "it:'a\\'|b' or `c|d`"],
  ['id:in(error | fields id) host:a | len x', 'id:in(error | fields id) host:a'],
  ["a # it's | one\n b | decolorize", "a # it's | one\n b"],
  ['* | filter level:error | WHERE x:>5 | format y', '(*\n) (level:error\n) (x:>5\n)'],
  ['a or b | filter c # last', '(a or b\n) (c # last\n)'],
  ['* | unpack_json | filter made:x', '* | unpack_json | filter made:x'],
])('the lines of %s are counted by %s', (logsql, counted) => {
  expect(filterOf(logsql)).toBe(counted);
});
