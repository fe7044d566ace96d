import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { ROOT } from '../../stack/config.ts';

/** What a page of documentation loads without a wait. */
const MOST_BYTES = 350_000;

const FOLDERS = {
  docs: 'docs/images',
  datasource: 'datasource-plugin/src/img',
  panel: 'panel-plugin/src/img',
} as const;

/** Takes a picture of what the page shows, once that no longer changes, in place of the old one of that name. */
export async function take(page: Page, folder: keyof typeof FOLDERS, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  let last: Buffer | undefined;
  const isSettled = async (): Promise<boolean> => {
    const now = await page.screenshot({ animations: 'disabled' });
    const before = last;
    last = now;
    return before?.equals(now) ?? false;
  };
  await expect.poll(isSettled, { timeout: 30_000, intervals: [1000] }).toBe(true);
  expect(last?.length).toBeLessThan(MOST_BYTES);
  await writeFile(join(ROOT, FOLDERS[folder], `${name}.png`), last ?? '');
}
