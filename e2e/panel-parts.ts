import type { Locator, Page } from '@playwright/test';

/** The panel's side that explains. */
export const explanation = (page: Page): Locator => page.getByTestId('presage-explanation');
/** Who answered. */
export const engine = (page: Page): Locator => page.getByTestId('presage-engine');
export const rows = (page: Page): Locator => page.getByRole('option');

/** Names of the events of each explanation that the page asks for. */
export function streamsOf(page: Page): { readonly type: string; readonly events: string[] }[] {
  const streams: { type: string; events: string[] }[] = [];
  page.on('requestfinished', (request) => {
    if (!request.url().endsWith('/resources/explain')) return;
    void request.response().then(async (response) => {
      const type = response?.headers()['content-type'] ?? '';
      const text = (await response?.text().catch(() => '')) ?? '';
      streams.push({ type, events: Array.from(text.matchAll(/^event: (\w+)$/gm), ([, name = '']) => name) });
    });
  });
  return streams;
}
