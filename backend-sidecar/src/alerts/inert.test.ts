import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inert } from './inert.ts';

describe('inert', () => {
  test('a link planted in a line is no link any more', () => {
    expect(inert('see [your bill](https://evil.example/x) <https://evil.example>')).toBe(
      'see (your bill)(https: //evil.example/x) ‹https: //evil.example›',
    );
  });

  test('what is masked in a template is shown as an ellipsis', () => {
    expect(inert('order <*> failed after <*> ms')).toBe('order … failed after … ms');
  });

  test('names with underscores stay as they are', () => {
    expect(inert('max_wal_size is too small')).toBe('max_wal_size is too small');
  });

  test('whatever comes in, one line of at most 160 characters and 320 bytes without marks comes out', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const shown = inert(text);
        expect(Array.from(shown).length).toBeLessThanOrEqual(160);
        expect(Buffer.byteLength(shown)).toBeLessThanOrEqual(320);
        expect(shown).not.toMatch(/[[\]<>`*~#|\\\p{Cc}\p{Zl}\p{Zp}]|:\/\/|www\.|(^|\s)_|_(\s|$)/u);
      }),
    );
  });
});
