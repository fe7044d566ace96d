import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { entryHead } from './entries.fixture.ts';
import { HEAD_BYTES, claimedBytes, decodeRecord, encodeRecord, recordBytes } from './record-codec.ts';
import { decodeSegmentHeader, encodeSegmentHeader, parseSegmentName, segmentName } from './segment-file.ts';

const SALT = 0x5eed5a17;
const STAMP = { sequence: 2 ** 40 + 7, arrivalMs: 1_700_000_000_123, arrivalNanos: 456_789 };

function encode(head = entryHead(), payload: Uint8Array[] = [], stamp = STAMP): Buffer {
  const bytes = recordBytes(head, payload);
  return Buffer.concat(encodeRecord(head, stamp, payload, bytes, SALT).parts);
}

const heads = fc.record({
  type: fc.integer({ min: 0, max: 255 }),
  tenant: fc.string({ unit: 'grapheme' }),
  source: fc.string({ unit: 'grapheme' }),
  position: fc.string({ unit: 'grapheme' }),
  backfill: fc.boolean(),
  parameters: fc.json(),
  count: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
});

describe('the record', () => {
  test('has the frozen bytes', () => {
    const head = entryHead({ position: '7/42', backfill: true, parameters: '{"a":"é"}', count: 2 });
    expect(encode(head, [Buffer.from('x\ny\n')]).toString('hex')).toBe(
      [
        'f5505252' + '01' + '01' + '01' + '00' + '4f000000' + '8f674e77' + '54f4d8a7',
        '0700000000010000' + '15cd853dfe9c9717' + '02000000',
        '0300' + '303a30' + '0800' + '6a736f6e6c696e65' + '0400' + '372f3432',
        '0a000000' + '7b2261223a22c3a9227d' + '780a790a',
      ].join(''),
    );
  });

  test('comes back as it was given, its payload in one piece or many', () => {
    const stamps = fc.record({
      sequence: fc.maxSafeNat(),
      arrivalMs: fc.integer({ min: 0, max: 4e12 }),
      arrivalNanos: fc.integer({ min: 0, max: 999_999 }),
    });
    const payloads = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 3 });
    fc.assert(
      fc.property(heads, stamps, payloads, (head, stamp, payload) => {
        const bytes = encode(head, payload, stamp);
        expect(claimedBytes(bytes, 0, SALT)).toBe(bytes.length);
        const entry = decodeRecord(bytes, 0, bytes.length, SALT);
        expect(entry).toEqual({ ...head, ...stamp, payload: Buffer.concat(payload) });
      }),
    );
  });

  test('a payload too large to copy gives the same bytes as one that is copied', () => {
    const payload = Buffer.alloc(100_000, 'line\n');
    const whole = encode(entryHead(), [payload]);
    expect(decodeRecord(whole, 0, whole.length, SALT)?.payload).toEqual(payload);
    expect(encodeRecord(entryHead(), STAMP, [payload], whole.length, SALT).parts[1]).toBe(payload);
  });

  test('any flipped bit is noticed, in the head or in the body', () => {
    const whole = encode(entryHead({ parameters: '{}' }), [Buffer.from('a line\n')]);
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const flipped = Buffer.from(whole);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const length = claimedBytes(flipped, 0, SALT);
      if (bit < HEAD_BYTES * 8 && !(bit >= 16 * 8 && bit < 20 * 8)) expect(length).toBe(0);
      else expect(length && decodeRecord(flipped, 0, length, SALT)).toBeFalsy();
    }
  });

  test('what the layout cannot hold is refused by name', () => {
    expect(() => recordBytes(entryHead({ count: 0 }), [])).toThrow(/0 lines/);
    expect(() => recordBytes(entryHead({ type: 256 }), [])).toThrow(/type 256/);
    expect(() => recordBytes(entryHead({ position: 'p'.repeat(70_000) }), [])).toThrow(/64 KiB/);
  });
});

describe('the segment header', () => {
  test('has the frozen bytes, twice', () => {
    const copy = 'f5505253' + '0100' + '0000' + '6161626263636464' + '175aed5e' + 'c0ba18ad';
    expect(encodeSegmentHeader('aabbccdd', SALT).toString('hex')).toBe(copy + copy);
  });

  test('is read while one copy is sound', () => {
    const bytes = encodeSegmentHeader('aabbccdd', SALT);
    const header = { format: 1, writer: 'aabbccdd', salt: SALT };
    bytes[10] = 0;
    expect(decodeSegmentHeader(bytes)).toEqual(header);
    bytes[40] = 0;
    expect(decodeSegmentHeader(bytes)).toBeUndefined();
    expect(decodeSegmentHeader(bytes.subarray(0, 10))).toBeUndefined();
  });

  test('a name tells number and first sequence, and only of its own log', () => {
    const name = segmentName('journal', 12, 345);
    expect(name).toBe('journal-0000000012-0000000000000345.segment');
    expect(parseSegmentName('journal', name)).toEqual({ number: 12, firstSequence: 345 });
    expect(parseSegmentName('outbox', name)).toBeUndefined();
    expect(parseSegmentName('journal', 'journal.quarantine')).toBeUndefined();
  });
});
