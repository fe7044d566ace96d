import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { linesOf, MAX_LINE_BYTES, type Line } from './lines-of.ts';

async function linesIn(pieces: readonly Buffer[]): Promise<Line[]> {
  async function* given(): AsyncGenerator<Buffer> {
    await Promise.resolve();
    yield* pieces;
  }
  return Array.fromAsync(linesOf(given()));
}

test('lines end at a line feed and nowhere else', async () => {
  const lines = await linesIn([Buffer.from('a\u2028b\r\nc\rd\n\ne')]);
  expect(lines.map(({ text }) => text)).toEqual(['a\u2028b', 'c\rd', '', 'e']);
});

test('however the bytes are cut, the lines and their offsets are the same', async () => {
  const bytes = fc.uint8Array({ maxLength: 200 }).map((all) => Buffer.from(all.map((byte) => byte % 14)));
  await fc.assert(
    fc.asyncProperty(bytes, fc.array(fc.nat(200), { maxLength: 10 }), async (all, cuts) => {
      const places = [0, ...cuts.map((cut) => Math.min(cut, all.length)).sort((a, b) => a - b), all.length];
      const pieces = places.slice(1).map((place, i) => all.subarray(places[i], place));
      const lines = await linesIn(pieces);
      expect(lines).toEqual(await linesIn([all]));
      expect(lines.at(-1)?.end ?? 0).toBe(all.length);
    }),
  );
});

test('of a line without an end only the beginning is held, and the next one is whole', async () => {
  const piece = Buffer.alloc(MAX_LINE_BYTES / 4, 'x');
  const lines = await linesIn([...Array.from({ length: 40 }, () => piece), Buffer.from('\nnext\n')]);
  expect(lines.map(({ text, start }) => [text.length, start])).toEqual([
    [MAX_LINE_BYTES, 0],
    [4, 10 * MAX_LINE_BYTES + 1],
  ]);
});
