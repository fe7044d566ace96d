import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LogRecord } from '../record.ts';
import { decodeLines, type Decoded } from './json-lines.ts';

const JULY = Date.UTC(2026, 6, 1);

function fieldsOf(record: LogRecord): Record<string, string> {
  const pairs: [string, string][] = [];
  for (let i = 0; i < record.fields.length; i += 2) {
    pairs.push([record.fields[i] ?? '', record.fields[i + 1] ?? '']);
  }
  return Object.fromEntries(pairs);
}

/** The flattening rule, written the slow way over what JSON.parse gives. */
function flattened(value: object, prefix = '', into = new Map<string, string>()): Map<string, string> {
  for (const [name, member] of Object.entries(value) as [string, unknown][]) {
    const full = prefix + name;
    if (member !== null && typeof member === 'object' && !Array.isArray(member)) {
      flattened(member, `${full}.`, into);
    } else if (typeof member === 'string') into.set(full, member);
    else into.set(full, member === null ? '' : JSON.stringify(member));
  }
  return into;
}

const name = fc.oneof(
  fc.constantFrom('a', 'b', 'a.b', 'x"y', 'k\\', 'é', 'n\nl'),
  fc.string({ minLength: 1, maxLength: 8 }).map((text) => `n${text}`),
);
const { node } = fc.letrec<{ node: unknown; value: unknown }>((tie) => ({
  node: fc.dictionary(name, tie('value'), { maxKeys: 6 }),
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('node'),
  ),
}));

describe('for any input, decoding lines', () => {
  test('what JSON.parse takes is taken, with equal content, also beside other lines and with blanks', () => {
    fc.assert(
      fc.property(fc.array(node, { minLength: 1, maxLength: 4 }), fc.boolean(), (objects, spaced) => {
        const write = (object: unknown): string => {
          const text = JSON.stringify(object);
          return spaced ? JSON.stringify(object, null, 1).replaceAll('\n', ' ') : text;
        };
        const { records, rejects } = decodeLines(objects.map(write).join('\n'), { extraFields: { z: 'z' } });
        expect(rejects.filter((reject) => reject.reason !== 'no_message')).toEqual([]);
        const wanted = objects
          .map((object) => [...flattened(object as object)].filter(([, value]) => value !== ''))
          .filter((pairs) => pairs.length > 0)
          .map((pairs) => Object.fromEntries([...pairs, ['z', 'z']]));
        const shown = spaced ? records.map(withoutBlanksInArrays) : records.map(fieldsOf);
        expect(shown).toEqual(spaced ? wanted.map((w) => mapValues(w, withoutBlanks)) : wanted);
      }),
    );
  });

  test('a reader that has read other requests, or the same one, reads as a new one does', () => {
    const shared = { msgField: ['a'], ignoreFields: ['b'] };
    const line = fc.oneof(
      node.map((object) => JSON.stringify(object)),
      fc.string(),
    );
    const request = fc.array(line, { maxLength: 3 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(fc.array(request, { minLength: 1, maxLength: 4 }), (requests) => {
        for (const text of [...requests, ...requests, ...requests.map((one) => `${one}\n${one}`)])
          expect(decodeLines(text, shared)).toEqual(decodeLines(text, { ...shared }));
      }),
    );
  });

  test('the escapes of a text that is read again are found again', () => {
    const shared = {};
    const text = '{"a":"\\"early\\"","b":"none","c":"la\\nte"}';
    expect(decodeLines(text, shared)).toEqual(decodeLines(text, shared));
    expect(decodeLines(text, shared).rejects).toEqual([]);
  });

  test('no text makes it throw, and every line that is not blank is a record or a reject', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '"',
      ':',
      ',',
      '[',
      ']',
      '\\',
      'a',
      '1',
      '-',
      '.',
      'e',
      ' ',
      '\n',
      'true',
      'null',
      '\\u0',
      '\t',
      '{"_msg":"m"}',
      '"_time":',
      '\u001b[',
      'é',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, fc.boolean(), (body, raw) => {
        const parameters = raw ? { rawText: { zoneOffsetMinutes: 60 } } : {};
        const { records, rejects }: Decoded = decodeLines(body, parameters, JULY);
        const lines = body.split('\n').filter((line) => /[^ \t\r]/.test(line));
        expect(records.length + rejects.length).toBe(lines.length);
        for (const { line, text: refused } of rejects) expect(body.split('\n')[line - 1]).toBe(refused);
        for (const line of lines)
          if (isObject(line))
            expect(rejects.some((r) => r.text === line && r.reason === 'not_json')).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('what JSON.parse refuses is refused, but for raw control characters', () => {
    const base = JSON.stringify({ _msg: 'a "b" \\ c', n: -1.5e3, o: { p: [true, null, { q: 'r' }] } });
    fc.assert(
      fc.property(fc.nat(base.length), fc.string({ maxLength: 2 }), fc.nat(2), (at, put, cut) => {
        const line = (base.slice(0, at) + put + base.slice(at + cut)).replaceAll('\n', ' ');
        const { records } = decodeLines(line, {});
        expect(records.length === 1).toBe(isObject(line));
      }),
      { numRuns: 1000 },
    );
  });

  test('records never name a field twice, leave one empty, or use a reserved name', () => {
    const names = fc.constantFrom(
      '_msg',
      '_time',
      'presage_x',
      '_stream',
      'orig._msg',
      'orig.presage_x',
      'message',
      'a',
      '',
    );
    const pairs = fc.array(fc.tuple(names, fc.constantFrom('""', '"v"', '"0"', 'null', '7')), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(pairs, (members) => {
        const line = `{${members.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join()}}`;
        for (const { fields } of decodeLines(line, { msgField: ['a'] }).records) {
          const used = fields.filter((_, i) => i % 2 === 0);
          expect(new Set(used).size).toBe(used.length);
          expect(fields).not.toContain('');
          expect(used.filter((field) => /^(presage_|_stream|_msg$|_time$)/.test(field))).toEqual([]);
        }
      }),
    );
  });
});

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return value !== null && typeof value === 'object' && !Array.isArray(value);
  } catch {
    return false;
  }
}

function mapValues(record: Record<string, string>, map: (value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function withoutBlanks(value: string): string {
  return value.replaceAll(' ', '');
}

function withoutBlanksInArrays(record: LogRecord): Record<string, string> {
  return mapValues(fieldsOf(record), withoutBlanks);
}
