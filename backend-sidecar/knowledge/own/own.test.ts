import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { claims } from '../../src/pipeline/classify/claims.ts';
import { createClassifier } from '../../src/pipeline/classify/classifier.ts';
import type { Signature } from '../signature.ts';
import { joined } from './joined.ts';
import { readJson } from './json-tree.ts';
import { told } from './mistakes.ts';
import { readSignatures } from './read-signatures.ts';
import { cpuMillis } from '../../src/cpu-time.fixture.ts';

const GOOD = {
  id: 'shop.payment-refused',
  match: { all: ['payment refused'] },
  class: 'incident',
  severity: 'error',
  category: 'workflow',
  meaning: 'A customer could not pay.',
};

/** What is told of a file, line by line. */
function refusal(file: unknown): string[] {
  const read = readSignatures(typeof file === 'string' ? file : JSON.stringify(file, null, 2));
  return 'mistakes' in read ? told(read.mistakes).split('\n') : [];
}

function taken(...entries: object[]): Signature[] {
  const read = readSignatures(JSON.stringify(entries));
  return 'signatures' in read ? read.signatures.map(({ signature }) => signature) : [];
}

describe('a file of own signatures', () => {
  test('is taken with what is needed; the rest is empty', () => {
    const [signature] = taken(GOOD);
    expect(signature).toMatchObject({
      ...GOOD,
      causes: [],
      steps: [],
      examples: { positive: [], negative: [] },
    });
  });

  const mistakes: readonly [string, unknown, string][] = [
    ['no array', GOOD, 'line 1: The file must be an array of signatures.'],
    [
      'an unknown field',
      [{ ...GOOD, causs: [] }],
      'line 13: a signature has no `causs`; it takes id, match,',
    ],
    ['a missing meaning', [{ ...GOOD, meaning: undefined }], 'line 2: a signature needs `meaning`.'],
    ['an unknown class', [{ ...GOOD, class: 'bad' }], 'line 9: `class` is "bad"; it takes incident,'],
    [
      'an id of another form',
      [{ ...GOOD, id: 'Payment' }],
      'line 3: `id` is "Payment"; it takes subject.event',
    ],
    ['no words and no pattern', [{ ...GOOD, match: {} }], 'line 4: `match` asks for nothing'],
    ['no match', [{ ...GOOD, match: undefined }], 'line 2: `match` must be an object.'],
    ['a phrase with a digit', [{ ...GOOD, match: { all: ['code 12'] } }], 'line 6: "code 12" has a digit'],
    ['a phrase without a word', [{ ...GOOD, match: { all: ['--'] } }], 'line 6: "--" has no word.'],
    [
      'phrases not in groups',
      [{ ...GOOD, match: { any: ['a', 'b'] } }],
      'line 6: `any` must be an array of arrays',
    ],
    ['a pattern that cannot be', [{ ...GOOD, match: { regex: '(a' } }], 'line 5: `regex` cannot be used: '],
    [
      'a pattern that looks back',
      [{ ...GOOD, match: { regex: '(a)\\1' } }],
      'line 5: `regex` cannot be used: ',
    ],
    [
      'an unknown level',
      [{ ...GOOD, match: { all: ['a'], levels: ['fatal'] } }],
      'line 9: `levels` takes critical,',
    ],
    [
      'a condition on nothing',
      [{ ...GOOD, match: { all: ['a'], when: [{ slot: 'size', op: '>', value: '1' }] } }],
      'line 10: `slot` is "size"; it takes status,',
    ],
    [
      'four causes',
      [{ ...GOOD, causes: ['a', 'b', 'c', 'd'] }],
      'line 17: `causes` has 4 entries; it takes 3.',
    ],
    ['an id twice', [GOOD, GOOD], 'line 14: "shop.payment-refused" is already the id of the one in line 2.'],
    ['a text not closed', '[\n  {"id": "a\n]', 'line 2: A text is not closed by a double quote.'],
    ['a comma too few', '[\n  {"id": "a.b"\n   "class": "normal"}]', 'line 3: A comma or } belongs here.'],
    ['no name', '[\n\n{id: 1}]', 'line 3: A name in double quotes belongs here.'],
    ['a name twice', '[{"id": "a.b",\n"id": "a.b"}]', 'line 2: "id" is here twice.'],
    ['more after the end', '[]\n]', 'line 2: There is more after the end of the JSON.'],
    ['an end too early', '[{"id":', 'line 1: A value is missing.'],
    ['another language', '[True]', 'line 1: True is no JSON value.'],
    ['a bottomless nest', '['.repeat(50), 'line 1: The JSON is nested too deeply.'],
  ];
  test.each(mistakes)('with %s is refused with line and reason', (_name, file, first) => {
    expect(refusal(file)[0]).toContain(first);
  });

  test('with many mistakes tells the first five', () => {
    const lines = refusal(Array.from({ length: 8 }, (_, i) => ({ ...GOOD, id: `a.${i}`, class: '?' })));
    expect(lines).toHaveLength(6);
    expect(lines.at(-1)).toBe('and 3 more');
  });

  test('may have only a few patterns that are run on every line', () => {
    const entries = Array.from({ length: 9 }, (_, i) => ({ ...GOOD, id: `a.b${i}`, match: { regex: 'x' } }));
    expect(refusal(entries)[0]).toContain('line 82: Only 8 signatures may have a regex without words');
  });

  test('never throws, whatever is in it', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((text) => text.slice(0, -1)),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(Object.keys(readSignatures(text))).toHaveLength(1);
      }),
    );
  });

  test('is JSON exactly when JSON.parse says so, names twice aside', () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 8 }),
        fc.nat(200),
        fc.constantFrom('', ',', '"', '}', '1'),
        (text, at, mark) => {
          const broken = text.slice(0, at) + mark + text.slice(at);
          const read = readJson(broken);
          if ('reason' in read && !read.reason.includes('twice'))
            expect(() => JSON.parse(broken) as unknown).toThrow();
          else if (!('reason' in read)) expect(() => JSON.parse(broken) as unknown).not.toThrow();
        },
      ),
    );
  });
});

describe('an own signature', () => {
  const one = (match: object): Signature => {
    const [signature] = taken({ ...GOOD, match });
    if (signature === undefined) throw new Error('The signature was refused.');
    return signature;
  };

  test('with a pattern matches the line itself, with words only where these are', () => {
    const refused = one({ all: ['payment'], regex: 'code=(51|05)\\b' });
    expect(claims(refused, 'payment of 12.50 code=51')).toBe(true);
    expect(claims(refused, 'payment of 12.50 code=00')).toBe(false);
    expect(claims(refused, 'refund of 12.50 code=51')).toBe(false);
  });

  test('of class normal makes a line harmless whatever words and level it has', () => {
    const harmless = taken({
      ...GOOD,
      match: { all: ['optional plug-in'] },
      class: 'normal',
      severity: 'info',
    });
    const judge = createClassifier(harmless).prepare('failed to load optional plug-in');
    for (const level of [undefined, 'info', 'error'] as const)
      expect(judge.judge('failed to load optional plug-in', level).class).toBe('normal');
  });

  test('with nothing but a pattern matches any line', () => {
    expect(claims(one({ regex: 'ORA-0*600\\b' }), 'ORA-00600: internal')).toBe(true);
    expect(claims(one({ regex: 'ORA-0*600\\b' }), 'ORA-01403: no data')).toBe(false);
  });

  test('with a pattern that would be slow elsewhere takes no time on a long line', () => {
    const slow = one({ regex: '(a+)+b' });
    const match = (): boolean => claims(slow, `${'a'.repeat(60_000)}!`);
    expect(match()).toBe(false);
    expect(cpuMillis(match)).toBeLessThan(2000);
  });

  test('comes before those that ship and takes the place of the one with its id', () => {
    const [own] = taken(GOOD);
    const [shipped] = taken({ ...GOOD, id: 'a.b' });
    const old = { ...shipped, id: GOOD.id } as Signature;
    expect(joined([own as Signature], [old, shipped as Signature])).toEqual([own, shipped]);
  });
});
