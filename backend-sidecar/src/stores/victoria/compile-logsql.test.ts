import { describe, expect, test } from '@jest/globals';
import { FILTER_OPS, type Filter } from '@presage/contract';
import fc from 'fast-check';
import type { Scope } from '../store.ts';
import { compileLogs, compileStats, shownLogsql } from './compile-logsql.ts';
import { NEVER } from './victoria.fixture.ts';

const DAY = Date.UTC(2026, 4, 4);

function scope(change: Partial<Scope> = {}): Scope {
  return {
    tenant: '1:2',
    fromMs: DAY,
    toMs: DAY + 59_999,
    filters: [],
    text: undefined,
    logsql: undefined,
    corrected: [],
    signal: NEVER,
    ...change,
  };
}

function only(filter: Filter): string {
  return compileLogs(scope({ filters: [filter] })).extraFilters;
}

const LITERAL = /"(?:[^"\\]|\\.)*"/g;

/** A query with its quoted texts taken out, and these. */
function shapeAndLiterals(query: string): { shape: string; literals: string[] } {
  const literals = query.match(LITERAL) ?? [];
  return { shape: query.replace(LITERAL, 'Q'), literals: literals.map((text) => JSON.parse(text) as string) };
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'"\'`\\|(){}[]#*:<>=!~\n\t -_a\u0000\ud800'.split('')) }),
);

describe('A filter in LogsQL', () => {
  const number = '"^[+-]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)(?:[eE][+-]?[0-9]+)?$"';
  const head = '_time:[2026-05-04T00:00:00.000Z,2026-05-04T00:01:00.000Z) -"presage_stream":="templates"';

  test.each<[Filter['op'], string[], string]>([
    ['=', ['a b'], '"f":="a b"'],
    ['!=', ['x'], '-"f":="x"'],
    ['=|', ['a', 'b'], '"f":in("a","b")'],
    ['=|', [], '-*'],
    ['!=|', ['a'], '-"f":in("a")'],
    ['!=|', [], '*'],
    ['=~', ['^5..$'], '"f":~"^5..$"'],
    ['!~', ['5'], '-"f":~"5"'],
    ['<', ['10'], `("f":<"10" "f":~${number})`],
    ['>', ['+0.5'], `("f":>"0.5" "f":~${number})`],
    ['<', ['m'], '"f":string_range("\\u0000","m")'],
  ])('%s %j becomes %s', (op, values, text) => {
    expect(only({ field: 'f', op, values })).toBe(`${head} ${text}`);
  });

  test('always leaves out the template rows and stays in the time range', () => {
    const parts = compileLogs(scope());
    expect(parts).toEqual({
      query: '*',
      extraFilters: head,
      start: `${DAY}000000`,
      end: `${DAY + 60_000}000000`,
    });
  });

  test('has a time range that VictoriaLogs can read, however far it reaches', () => {
    const rangeOf = (fromMs: number, toMs: number): string[] => {
      const { start, end, extraFilters } = compileLogs(scope({ fromMs, toMs }));
      return [start, end, /^_time:\[[^)]*\)/.exec(extraFilters)?.[0] ?? ''];
    };
    const none = '_time:[1970-01-01T00:00:00.000Z,1970-01-01T00:00:00.001Z)';
    expect(rangeOf(-1e300, -1)).toEqual(['0000000', '1000000', none]);
    // A number of so few digits would be taken for microseconds.
    expect(rangeOf(2e9, DAY)[0]).toBe('0000000');
    expect(rangeOf(2e9, DAY)[2]).toMatch(/^_time:\[1970-01-24T03:33:20.000Z,/);
    const last = '_time:[2262-04-11T23:47:16.853Z,2262-04-11T23:47:16.854Z)';
    expect(rangeOf(9e15, 1e300)).toEqual(['9223372036853000000', '9223372036854000000', last]);
  });

  test('of any field, operation and values keeps its shape, and the values come out of it as they went in', () => {
    const ops = FILTER_OPS.filter((op) => op !== '=~' && op !== '!~' && op !== '<' && op !== '>');
    const anyFilter = fc.record({
      field: fc.oneof(
        fc.constant('presage_class'),
        anyText.filter((text) => text !== '' && text !== '_time'),
      ),
      op: fc.constantFrom(...ops),
      values: fc.array(anyText, { minLength: 1, maxLength: 3 }),
    });
    fc.assert(
      fc.property(anyFilter, (given) => {
        const isList = given.op.endsWith('|');
        const filter = { ...given, values: isList ? given.values : given.values.slice(0, 1) };
        const { shape, literals } = shapeAndLiterals(only(filter));
        const plain = only({ field: 'f', op: filter.op, values: filter.values.map(() => 'v') });
        expect(shape).toBe(shapeAndLiterals(plain).shape);
        const texts = [filter.field, ...filter.values].map((text) => text.toWellFormed());
        expect(literals).toEqual(['presage_stream', 'templates', ...texts]);
      }),
    );
  });

  test('of any search text is one quoted pattern a word', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { shape } = shapeAndLiterals(compileLogs(scope({ text })).extraFilters);
        expect(shape).toMatch(/^_time:\[[^\]]*\) -Q:=Q(?: _msg:~Q)*$/);
      }),
    );
  });

  test('by class sees what people have corrected', () => {
    const corrected = [
      { class: 'incident' as const, templateIds: ['t1'] },
      { class: 'normal' as const, service: 'a"b', templateIds: ['t2', 't3'] },
    ];
    const first = '"presage_template_id":in("t1")';
    const second = '("service":in("a\\"b","") "presage_template_id":in("t2","t3"))';
    const filtered = (op: Filter['op'], value: string): string =>
      compileLogs(
        scope({ corrected, filters: [{ field: 'presage_class', op, values: [value] }] }),
      ).extraFilters.slice(head.length + 1);
    expect(filtered('=', 'incident')).toBe(
      `(("presage_class":="incident" -(${first} or ${second})) or ${first})`,
    );
    expect(filtered('!~', 'inc')).toBe(`((-"presage_class":~"inc" -(${first} or ${second})) or ${second})`);
    expect(compileStats(scope({ corrected }), true, '| stats count() as n').query).toBe(
      [
        '*',
        `| format if (${first}) "incident" as presage_class`,
        `| format if (${second}) "normal" as presage_class`,
        '| stats count() as n',
      ].join('\n'),
    );
  });
});

describe("A user's LogsQL", () => {
  test('goes as the query, our filters beside it', () => {
    const parts = compileStats(
      scope({ logsql: 'error or {app="x"} # all of it' }),
      false,
      '| stats count() as n',
    );
    expect(parts.query).toBe('error or {app="x"} # all of it\n| stats count() as n');
    expect(parts.extraFilters).toContain('_time:[');
    expect(shownLogsql(parts)).toContain('| filter _time:[');
  });

  test.each(['error | stats count()', 'a | sort by (x)', '{a="|"} | limit 3'])(
    'with pipes is refused where lines are counted: %s',
    (logsql) => {
      expect(() => compileStats(scope({ logsql }), false, '')).toThrow(/Pipes .* cannot be part of it/);
    },
  );

  test.each(['a | unpack_json', '"|" | extract "<x> y" from z | filter x:1', 'user:in(* | fields user)'])(
    'may change each log line alone: %s',
    (logsql) => {
      expect(compileLogs(scope({ logsql })).query).toBe(logsql);
    },
  );

  test.each(['a | stats count()', 'a | fields b', 'a | stream_context before 9', 'a | union (b)', 'a |'])(
    'that does more to log lines is refused: %s',
    (logsql) => {
      expect(() => compileLogs(scope({ logsql }))).toThrow(/cannot be used for log lines/);
    },
  );

  test.each(['"open', "it's", '(a', 'a)', '`x', '{a="b"', 'x:[1,2', '"a\nb"', '{a=b)'])(
    'that leaves something open could swallow what follows and is refused: %j',
    (logsql) => {
      expect(() => compileStats(scope({ logsql }), false, '')).toThrow(/The LogsQL text cannot be used/);
    },
  );

  test.each(['x:range(1, 5]', 'x:range[1, 5)', "'it''s'", '# only a (comment', '"a\\"b"', '`a\\`'])(
    'may close what it opens in any of its ways: %j',
    (logsql) => {
      expect(() => compileStats(scope({ logsql }), false, '')).not.toThrow();
    },
  );

  test.each([
    '"_stream":<1',
    '!"_stream_id" : x',
    "* | filter '_time':=1",
    'user:in(`_stream`:x | fields user)',
    '"\\x5fstr\\u0065a\\U0000006D":x',
    '"\\137stream" # why not\n:x',
  ])('that would end VictoriaLogs is refused: %j', (logsql) => {
    expect(() => compileLogs(scope({ logsql }))).toThrow(/without quotes/);
    expect(() => compileStats(scope({ logsql: logsql.replace('* | filter', '') }), false, '')).toThrow(
      /without quotes/,
    );
  });

  test.each(['_stream:{a="b"}', '_time:5m', '"_streams":x', '"_stream"', 'x:"_stream"'])(
    'may name a stream or a time: %j',
    (logsql) => {
      expect(() => compileLogs(scope({ logsql }))).not.toThrow();
    },
  );
});
