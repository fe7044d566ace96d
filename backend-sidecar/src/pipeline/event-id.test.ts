import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { eventId, timeOfEventId } from './event-id.ts';

const time = fc.integer({ min: -(10 ** 14), max: 10 ** 14 });
const position = fc.integer({ min: 0, max: 36 ** 10 - 1 });

describe('event id', () => {
  test('is time, origin and a position of ten digits', () => {
    expect(eventId(1_700_000_000_000, 'w1', 36)).toBe('loyw3v28-w1-0000000010');
  });

  test('gives its time back, whatever the origin', () => {
    fc.assert(
      fc.property(time, fc.string(), position, (timeMs, origin, at) => {
        expect(timeOfEventId(eventId(timeMs, origin, at))).toBe(timeMs);
      }),
    );
  });

  test('of one origin and millisecond sorts by position', () => {
    fc.assert(
      fc.property(time, position, position, (timeMs, a, b) => {
        const [idA, idB] = [eventId(timeMs, 'o', a), eventId(timeMs, 'o', b)];
        expect(idA < idB).toBe(a < b);
      }),
    );
  });

  test('is the same after any other id', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(time, position)), time, position, (others, timeMs, at) => {
        for (const [otherTime, otherAt] of others) eventId(otherTime, 'o', otherAt);
        const plain = `${timeMs.toString(36)}-o-${at.toString(36).padStart(10, '0')}`;
        expect(eventId(timeMs, 'o', at)).toBe(plain);
      }),
    );
  });

  test('a text of another form has no time', () => {
    for (const id of [
      '',
      '-',
      'abc',
      'abc-def',
      '--0000000001',
      'zzzzzzzzzzz-o-0000000001',
      'A-o-0000000001',
    ]) {
      expect(timeOfEventId(id)).toBeUndefined();
    }
  });
});
