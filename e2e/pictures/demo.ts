import { expect } from '@playwright/test';
import { incidents } from '../incidents.ts';

// The demo's faults last 50 s, one every two minutes; its first is that orders fail at the checkout.

/** Without another failure for this long the fault is over; after so long the next has begun. */
const OVER_MS = 4000;
const NEXT_MS = 45_000;

/** Failures that are so far apart are of two faults. */
const APART_MS = 5 * 60_000;

/** Resolves when orders have failed at the checkout, and that is just over. */
export async function checkoutFailed(): Promise<void> {
  await expect
    .poll(failures, { timeout: 15 * 60_000, intervals: [1000] })
    .toMatchObject({ isJustOver: true });
}

/** Resolves when each fault of the demo has been, and that of the checkout has come back and is just over. */
export async function everythingFailed(): Promise<void> {
  const isSo = { isJustOver: true, isSecond: true };
  await expect.poll(failures, { timeout: 18 * 60_000, intervals: [1000] }).toMatchObject(isSo);
}

async function failures(): Promise<{ isJustOver: boolean; isSecond: boolean }> {
  const times = (await incidents(5000, 'checkout')).map(({ time }) => time);
  const [newest = 0, oldest = 0] = [times[0], times.at(-1)];
  const silentMs = Date.now() - newest;
  return { isJustOver: silentMs > OVER_MS && silentMs < NEXT_MS, isSecond: newest - oldest > APART_MS };
}
