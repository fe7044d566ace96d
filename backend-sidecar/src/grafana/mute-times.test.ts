import { describe, expect, test } from '@jest/globals';
import { readHours } from './mute-times.ts';

describe('quiet hours', () => {
  test('across midnight are two ranges', () => {
    expect(readHours('22:00-07:00')).toEqual([
      { from: '22:00', to: '24:00' },
      { from: '00:00', to: '07:00' },
    ]);
    expect(readHours('22:00-00:00')).toEqual([{ from: '22:00', to: '24:00' }]);
  });

  test('within a day are one', () => {
    expect(readHours(' 12:30 - 13:15 ')).toEqual([{ from: '12:30', to: '13:15' }]);
  });

  test.each(['22-07', '25:00-07:00', '07:00-07:00', '12:00-24:30', 'night', ''])('%p are none', (text) => {
    expect(readHours(text)).toBeUndefined();
  });
});
