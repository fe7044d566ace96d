import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MessageCutter } from './message-cutter.ts';

/** Messages of a stream that comes in pieces. */
function cutAll(pieces: readonly Buffer[]): string[] {
  const cutter = new MessageCutter();
  const messages: string[] = [];
  const take = (message: Buffer): void => void messages.push(message.toString());
  for (const piece of pieces) cutter.push(piece, take);
  cutter.end(take);
  return messages;
}
const cut = (text: string): string[] => cutAll([Buffer.from(text)]);
const counted = (message: string): string => `${Buffer.byteLength(message)} ${message}`;

describe('MessageCutter', () => {
  test.each([
    ['lines', '<13>one\n<13>two\r\n<13>three', ['<13>one', '<13>two', '<13>three']],
    ['counts', counted('<13>one\ntwo') + counted('<13>zwei ü'), ['<13>one\ntwo', '<13>zwei ü']],
    ['counts with a newline between', `${counted('<13>one')}\n${counted('<13>two')}`, ['<13>one', '<13>two']],
    ['both', `<13>one\n${counted('<13>two')}<13>three\n`, ['<13>one', '<13>two', '<13>three']],
    ['NUL instead of a newline', '<13>one\0<13>two\0', ['<13>one', '<13>two']],
    ['a line that begins with a number', '2026-03-04 05:06:07 started\n', ['2026-03-04 05:06:07 started']],
    ['a line that begins with a count', '10 items left\n<13>next\n', ['10 items left', '<13>next']],
    ['a count that was cut by the end', '99 <13>cut', ['<13>cut']],
    ['blank lines', '\n\n<13>one\n \n', ['<13>one']],
  ])('%s', (_what, text, messages) => {
    expect(cut(text)).toEqual(messages);
  });

  test('however the stream is cut into pieces, the messages are the same', () => {
    const message = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .map((text) => `<14>x${text.replaceAll(/[\n\r\0]/g, '_')}y`);
    const sent = fc.array(fc.tuple(message, fc.boolean()), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(sent, fc.array(fc.nat(40), { maxLength: 40 }), (messages, sizes) => {
        const stream = Buffer.from(
          messages.map(([text, byCount]) => (byCount ? counted(text) : `${text}\n`)).join(''),
        );
        const pieces: Buffer[] = [];
        let at = 0;
        for (const size of sizes) pieces.push(stream.subarray(at, (at += size)));
        pieces.push(stream.subarray(at));
        expect(cutAll(pieces)).toEqual(messages.map(([text]) => text));
      }),
    );
  });

  test.each([
    ['counted', (body: string) => counted(body)],
    ['ended by a newline', (body: string) => `${body}\n`],
  ])('of a message over the limit, %s, the beginning is kept and the next one is whole', (_how, frame) => {
    const cutter = new MessageCutter();
    const messages: string[] = [];
    const stream = Buffer.from(`${frame('<13>'.padEnd(3_000_000, 'x'))}<13>next\n`);
    for (let at = 0; at < stream.length; at += 65_536)
      cutter.push(stream.subarray(at, at + 65_536), (message) => messages.push(message.toString()));
    expect(messages.at(-1)).toBe('<13>next');
    expect(messages).toHaveLength(2);
    expect(messages[0]?.length).toBeGreaterThanOrEqual(1024 * 1024);
    expect(cutter.cut).toBe(1);
  });
});
