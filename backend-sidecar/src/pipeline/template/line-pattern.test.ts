import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readHead } from '../parse/message.ts';
import { linePattern } from './line-pattern.ts';
import { matchesFully } from './pattern-matcher.ts';

const patternOf = (...texts: string[]): string | undefined =>
  linePattern(
    texts.map((text) => ({ text, bodyStart: readHead(text).bodyStart })),
    1000,
  );

describe('the pattern of a template’s lines', () => {
  test.each([
    [
      'numbers and times of head and content are placeholders',
      ['2026-01-02T03:04:05.678Z INFO cart 7 took 12ms', '2026-01-02T03:04:06.001Z INFO cart 812 took 9ms'],
      '<DATETIME> INFO cart <N> took <W>',
    ],
    [
      'words that differ between lines are placeholders',
      ['till anna opened', 'till bruno opened'],
      'till <W> opened',
    ],
    [
      'a variable of the template is one, even when one line alone is known',
      ['opened by user anna from 10.0.0.7'],
      'opened by user <W> from <IP4>',
    ],
    [
      'a quoted value is one placeholder with its quotes',
      ['hold tag="Cart of Anna" n=1', 'hold tag="Till" n=2'],
      'hold tag=<W> n=<N>',
    ],
    [
      'words with digits in them are words',
      ['worker w7 took job_12', 'worker w8 took job_13'],
      'worker <W> took <W>',
    ],
    ['a word of hexadecimal letters is a word', ['12 prices from feed'], '<N> prices from feed'],
    ['an identifier is one', ['order 2edfed59-3e98-4073-bbb2-28d321ca71a7 lost'], 'order <UUID> lost'],
    [
      'what is a number in one line only is a word',
      ['slot 12 of shelf ab1 is free', 'slot 12 of shelf 77 is free'],
      'slot <N> of shelf <W> is free',
    ],
  ])('%s', (_, texts, expected) => {
    expect(patternOf(...texts)).toBe(expected);
    for (const text of texts) expect(matchesFully(expected, text)).toBe(true);
  });

  test.each([
    ['there is no line', []],
    ['lines differ in their shape', ['open /a/b now', 'open /a/b/c now']],
    ['a line was cut', ['x'.repeat(1000)]],
    ['placeholders would be all of it', ['12 34', '56 78']],
    ['the line itself has what reads as a placeholder', ['got <N> of 12', 'got <N> of x1']],
  ])('there is none where %s', (_, texts) => {
    expect(patternOf(...texts)).toBeUndefined();
  });

  test('one that is given takes every sample', () => {
    const piece = fc.constantFrom(
      ...[
        'cart',
        'user ',
        ' ',
        '12',
        '3.5',
        'w7',
        '10.0.0.1',
        '"a b"',
        '="',
        "'",
        '<',
        '>',
        '<W>',
        'é',
        '-',
        ':',
        '_',
        'ab12',
      ],
      ...['2026-01-02 03:04:05', 'INFO ', '\n', '\\"', '7ms', 'deadbeef'],
    );
    const line = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 3 }), (texts) => {
        const pattern = patternOf(...texts);
        if (pattern !== undefined) for (const text of texts) expect(matchesFully(pattern, text)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a match with the whole of a line', () => {
  test.each([
    ['<N>', '12', true],
    ['<N>', 'beef', true],
    ['<N>', 'bee', false],
    ['<N>', '12x', false],
    ['<N>ms', '12ms', true],
    ['<N> of <N>', '1 of 2', true],
    ['<W>', 'a_1é', true],
    ['<W>', '"a b"', true],
    ['<W>', 'a b', false],
    ['a<W>b', 'a""b', true],
    ['<TIME>', '10:20:30,123', true],
    ['<DATE>', '2026/01/02', true],
    ['<DATETIME>', '2026-01-02T03:04:05-05:00', true],
    ['<X> <N>', '<X> 7', true],
    ['a <b <N>', 'a <b 7', false],
    ['cart', 'carts', false],
  ])('%j and %j: %s', (pattern, text, expected) => {
    expect(matchesFully(pattern, text)).toBe(expected);
  });
});
