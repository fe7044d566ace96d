import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BUFFER_BYTES, CHUNK_BYTES, LineCutter, MAX_LINE_BYTES } from './line-cutter.ts';

interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Reads `bytes` in pieces of these sizes (the last one again and again), as a file would be. */
function cut(bytes: Buffer, sizes: readonly number[], finish = false): { lines: Line[]; cutter: LineCutter } {
  const cutter = new LineCutter(0);
  const lines: Line[] = [];
  const take = (text: string, start: number, end: number): void => void lines.push({ text, start, end });
  const buffer = Buffer.alloc(BUFFER_BYTES);
  for (let i = 0; cutter.next < bytes.length; i++) {
    const kept = cutter.prepare(buffer);
    const size = sizes[Math.min(i, sizes.length - 1)] ?? CHUNK_BYTES;
    const piece = bytes.subarray(cutter.next, cutter.next + size);
    piece.copy(buffer, kept);
    cutter.cut(buffer, kept + piece.length, take);
  }
  if (finish) cutter.finish(take);
  return { lines, cutter };
}

describe('LineCutter', () => {
  test('offsets are those of the bytes, not of the characters', () => {
    const { lines } = cut(Buffer.from('grün\nrot\n'), [100]);
    expect(lines).toEqual([
      { text: 'grün', start: 0, end: 6 },
      { text: 'rot', start: 6, end: 10 },
    ]);
  });

  test('a carriage return before the line end and a byte order mark before the first line are dropped', () => {
    const { lines } = cut(Buffer.from('\uFEFFone\r\ntwo\r\n'), [100]);
    expect(lines.map(({ text }) => text)).toEqual(['one', 'two']);
  });

  test('an unfinished line waits, and is handed on by finish', () => {
    expect(cut(Buffer.from('one\ntw'), [100]).lines.map(({ text }) => text)).toEqual(['one']);
    expect(cut(Buffer.from('one\ntw'), [100], true).lines[1]).toEqual({ text: 'tw', start: 4, end: 6 });
  });

  test('NUL bytes and bytes that are no UTF-8 become U+FFFD', () => {
    const { lines } = cut(Buffer.from([0x61, 0, 0x62, 0xff, 0x63, 10]), [100]);
    expect(lines[0]?.text).toBe('a\uFFFDb\uFFFDc');
  });

  test('the hole that a truncation leaves before a writer that goes on at its offset is no part of the line', () => {
    const bytes = Buffer.concat([Buffer.alloc(3 * MAX_LINE_BYTES), Buffer.from('one\n')]);
    const { lines, cutter } = cut(bytes, [CHUNK_BYTES]);
    expect(lines).toEqual([{ text: 'one', start: bytes.length - 4, end: bytes.length }]);
    expect(cutter.dropped).toBe(0);
  });

  test('of a line over 1 MiB the first MiB goes on and the rest is counted, in one chunk or over many', () => {
    for (const length of [MAX_LINE_BYTES + 5, MAX_LINE_BYTES + 3 * CHUNK_BYTES]) {
      const bytes = Buffer.concat([Buffer.alloc(length, 'x'), Buffer.from('\nnext\n')]);
      const { lines, cutter } = cut(bytes, [CHUNK_BYTES]);
      expect(lines.map(({ text, start, end }) => [text.length, start, end])).toEqual([
        [MAX_LINE_BYTES, 0, length + 1],
        [4, length + 1, length + 6],
      ]);
      expect(cutter.dropped).toBe(length - MAX_LINE_BYTES);
    }
  });

  test('the lines are the same however the bytes come in pieces', () => {
    const byte = fc.constantFrom(10, 13, 0, 0x61, 0xc3, 0xbc, 0xff);
    fc.assert(
      fc.property(
        fc.array(byte, { maxLength: 60 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 9 }),
        (values, sizes) => {
          const bytes = Buffer.from(values);
          const whole = cut(bytes, [1000], true).lines;
          expect(cut(bytes, sizes, true).lines).toEqual(whole);
          expect(whole.every(({ start, end }, i) => start >= (whole[i - 1]?.end ?? 0) && end > start)).toBe(
            true,
          );
        },
      ),
    );
  });
});
