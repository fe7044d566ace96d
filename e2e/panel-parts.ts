import type { Locator, Page } from '@playwright/test';

/** The panel's side that explains. */
export const explanation = (page: Page): Locator => page.getByTestId('presage-explanation');
/** Who answered. */
export const engine = (page: Page): Locator => page.getByTestId('presage-engine');
export const rows = (page: Page): Locator => page.getByRole('option');

/**
 * What kind of answer each explanation of the page is. Not when or how it ends: Chromium reports some streams that ended well as
 * aborted.
 */
export function answersOf(page: Page): string[] {
  const types: string[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('/resources/explain')) types.push(response.headers()['content-type'] ?? '');
  });
  return types;
}
