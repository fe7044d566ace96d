import { expect } from '@playwright/test';
import type { AlertStack } from './alert-stack.ts';
import type { Line } from './lines.ts';

/** Sends lines again and again, as a trouble that goes on, until something is so. */
export async function whileSending(
  stack: AlertStack,
  lines: readonly Line[],
  isSo: () => boolean,
): Promise<void> {
  const sent = async (): Promise<boolean> => {
    if (!isSo()) await stack.send(lines);
    return isSo();
  };
  await expect.poll(sent, { timeout: 120_000, intervals: [3000] }).toBe(true);
}
