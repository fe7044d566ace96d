import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { growing } from './growing.ts';

describe('an answer as far as it has come', () => {
  test.each([
    ['', undefined],
    ['{', {}],
    ['{"evid', {}],
    ['{"evidence": [', { evidence: [] }],
    ['{"evidence": [{"id": "L1", "why": "it f', { evidence: [] }],
    ['{"evidence": [{"id": "L1"}, {"id": "L', { evidence: [{ id: 'L1' }] }],
    ['{"what_happened": "The disk', { what_happened: 'The disk' }],
    ['{"what_happened": "a \\u00e', { what_happened: 'a ' }],
    ['{"what_happened": "a\\', { what_happened: 'a' }],
    ['{"a": tru', {}],
    ['{"a": 12', {}],
    ['{"a": 12,', { a: 12 }],
    ['<think>{"a": 1}</think>Here: ```json\n{"a": "b"', { a: 'b' }],
  ])('%j', (text, expected) => {
    expect(growing(text)).toEqual(expected);
  });

  test('the whole text gives the whole value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (value) => {
        const text = JSON.stringify(value);
        expect(growing(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('no beginning of a text fails, and its lists only grow', () => {
    const value = fc.record({ list: fc.array(fc.record({ id: fc.string() })), text: fc.string() });
    fc.assert(
      fc.property(value, (one) => {
        const text = JSON.stringify(one);
        let most = 0;
        for (let end = 0; end <= text.length; end++) {
          const part = growing(text.slice(0, end)) as { list?: unknown[]; text?: string } | undefined;
          expect(part?.list?.length ?? 0).toBeGreaterThanOrEqual(most);
          most = part?.list?.length ?? 0;
          expect(one.list.slice(0, most)).toEqual(part?.list?.map((item) => item) ?? []);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('what is no JSON is no answer', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(() => growing(text)).not.toThrow()));
  });
});
