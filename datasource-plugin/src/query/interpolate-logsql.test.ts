import { interpolateLogsql } from './interpolate-logsql';
import { fakeTemplates } from './templates.fixture';

const templates = fakeTemplates(
  {
    one: 'checkout',
    many: ['a b', 'c"d'],
    rx: 'a.b',
    size: '10',
    every: ['x', 'y'],
    none: [],
    __interval: '1m',
  },
  { all: ['every'], customAll: { custom: '.*', live: 'prod|stage' } },
);

describe('variables in LogsQL', () => {
  test.each([
    ['service:$one', 'service:"checkout"'],
    ['service:=$one', 'service:="checkout"'],
    ['service:!=$one', 'service:!="checkout"'],
    ['service:=$many', 'service:in("a b","c\\"d")'],
    ['service:!=$many', 'service:!in("a b","c\\"d")'],
    ['service:${many}', 'service:("a b" or "c\\"d")'],
    ['-service:[[many]]', '-service:("a b" or "c\\"d")'],
    ['path:~$rx', 'path:~"a\\\\.b"'],
    ['path:!~$many', 'path:!~"(a b|c\\"d)"'],
    ['service:in($many)', 'service:in("a b","c\\"d")'],
    ['service:in("x", $many)', 'service:in("x", "a b","c\\"d")'],
    ['_msg:contains_any($one)', '_msg:contains_any("checkout")'],
    ['size:>$size', 'size:>10'],
    ['$one timeout', '"checkout" timeout'],
    ['error and ($many)', 'error and (("a b" or "c\\"d"))'],
    ['{service=$one}', '{service="checkout"}'],
    ['{service=$many,env="p"}', '{service in ("a b","c\\"d"),env="p"}'],
    ['{service!=$many}', '{service not_in ("a b","c\\"d")}'],
    ['{service=~$many}', '{service=~"(a b|c\\"d)"}'],
    ['{service="$one"} error', '{service="checkout"} error'],
    ['{service=~"$many"}', '{service=~"(a b|c\\"d)"}'],
    ['service:=$every', 'service:in(*)'],
    ['service:!=$every', 'service:!in(*)'],
    ['{service=$every}', '{service in (*)}'],
    ['{service=~"$every"}', '{service=~".*"}'],
    ['"say \\"$one\\""', '"say \\"checkout\\""'],
    ['service:="$many"', 'service:in("a b","c\\"d")'],
    ["service:='$every'", 'service:in(*)'],
    ['service:"${many}" and `$one`', 'service:("a b" or "c\\"d") and "checkout"'],
    ['{service="$many"} "$every"', '{service in ("a b","c\\"d")} *'],
    ['{service="$every",env!="$many"}', '{service in (*),env not_in ("a b","c\\"d")}'],
    ['service:in("$many")', 'service:in("a b","c\\"d")'],
    ['"in $every"', '"in "'],
    ['a:=$none b:$none {c=~"$none"}', 'a:in(*) b:in(*) {c=~".*"}'],
    ['{a=~"$custom"} b:=$custom c:~"x$custom"', '{a=~".*"} b:in(*) c:~"x.*"'],
    [
      '{env=~"$live"} env:~$live env:!~"^($live)$"',
      '{env=~"prod|stage"} env:~"prod|stage" env:!~"^(prod|stage)$"',
    ],
    ['error !~$rx ~$many', 'error !~"a\\\\.b" ~"(a b|c\\"d)"'],
    ['=$one !=$many', '="checkout" !in("a b","c\\"d")'],
    ['error or($many)', 'error or(("a b" or "c\\"d"))'],
    ["a # it's | $one\n service:=$one", 'a # it\'s | $one\n service:="checkout"'],
    ['service:=${one:raw}', 'service:=checkout'],
    ['* | stats by (_time:$__interval) count()', '* | stats by (_time:1m) count()'],
    ['price:"$5" $unknown', 'price:"$5" $unknown'],
    ['no variable {a="b"}', 'no variable {a="b"}'],
  ])('%s → %s', (text, expected) => {
    expect(interpolateLogsql(text, templates)).toBe(expected);
  });

  test('no value can end its own quotes', () => {
    const hostile = fakeTemplates({ v: 'x" or * | delete "' });
    expect(interpolateLogsql('a:=$v b:"$v"', hostile)).toBe(
      'a:="x\\" or * | delete \\"" b:"x\\" or * | delete \\""',
    );
  });

  test('a value that looks like a variable stays as it is', () => {
    const nested = fakeTemplates({ v: 'cost $w', w: 'x" or *' });
    expect(interpolateLogsql('a:=$v b:"of $v"', nested)).toBe('a:="cost $w" b:"of cost $w"');
  });
});
