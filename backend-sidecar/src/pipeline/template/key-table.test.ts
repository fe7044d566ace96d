import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { KeyTable } from './key-table.ts';

test('a key table says what a Map says, whatever was set and deleted before', () => {
  // Few low bits, so that keys meet in their slots.
  const key = fc
    .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 30 }))
    .map(([low, high]) => high * 0x1_0000_0000 + low * 63);
  const step = fc.record({ key, value: fc.option(fc.integer(), { nil: undefined }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const table = new KeyTable<number>();
      const map = new Map<number, number>();
      for (const { key: at, value } of steps) {
        if (value === undefined) {
          table.delete(at);
          map.delete(at);
        } else {
          table.set(at, value);
          map.set(at, value);
        }
      }
      const listed = new Map<number, number>();
      table.forEach((at, value) => listed.set(at, value));
      expect(listed).toEqual(map);
      for (const { key: at } of steps) expect(table.get(at)).toBe(map.get(at));
    }),
  );
});
