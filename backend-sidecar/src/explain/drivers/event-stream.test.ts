import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { eventData } from './event-stream.ts';

async function read(bytes: Uint8Array, cuts: readonly number[] = []): Promise<string[]> {
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  const parts = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
  return Array.fromAsync(eventData(ReadableStream.from(parts)));
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

test('the data of events is told whatever the bytes are cut into, with either line end', async () => {
  const data = fc.array(
    fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => JSON.stringify(text)),
    { maxLength: 5 },
  );
  await fc.assert(
    fc.asyncProperty(
      data,
      fc.array(fc.nat(), { maxLength: 8 }),
      fc.constantFrom('\n', '\r\n'),
      async (all, cuts, end) => {
        const text = all.map((one) => `data: ${one}${end}${end}`).join('');
        expect(await read(bytesOf(text), cuts)).toEqual(all);
      },
    ),
  );
});

test('comments, names and numbers of events are passed over, and lines of one event joined', async () => {
  const text = ': ping\n\nevent: x\nid: 7\ndata:{"a":\ndata: 1}\n\nretry: 5\n\n';
  expect(await read(bytesOf(text))).toEqual(['{"a":\n1}']);
});

test('a last event without its blank line is told, half a line is not', async () => {
  expect(await read(bytesOf('data: 1\n\ndata: 2\n'))).toEqual(['1', '2']);
  expect(await read(bytesOf('data: 1\n\ndata: {"a'))).toEqual(['1']);
});

test('an event without an end is given up', async () => {
  await expect(read(bytesOf('data: ' + 'x'.repeat(1_100_000)))).rejects.toThrow('longer than');
});
