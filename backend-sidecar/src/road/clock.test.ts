import { afterEach, expect, jest, test } from '@jest/globals';
import { SYSTEM_CLOCK } from './clock.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

test.each([8 * 3_600_000, -60_000])('the clock follows the system after a step of %i ms', (step) => {
  const steppedMs = Date.now() + step;
  jest.spyOn(Date, 'now').mockReturnValue(steppedMs);
  expect(SYSTEM_CLOCK.nowMs()).toBe(steppedMs);
});
