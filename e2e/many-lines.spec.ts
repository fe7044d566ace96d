import { expect, test, type Page } from '@playwright/test';
import { unpackFields } from '../contract/src/packed-fields.ts';
import { exploring, LINE } from './explore-url.ts';
import { feed } from './feed.ts';
import { slowed } from './slowed.ts';

const MANY = 10_000;
const PAGE = 1000;

/** Keeps how long the page did nothing else, ms, a number for each such time above 50 ms. */
const WATCH = `window.blocked = [];
new PerformanceObserver((list) => window.blocked.push(...list.getEntries().map(({ duration }) => duration)))
  .observe({ type: 'longtask', buffered: true });`;

test(`${MANY} lines are shown without freezing the page`, async ({ page }) => {
  const service = `crowd-${Date.now()}`;
  await feed(service, MANY);
  await page.addInitScript({ content: WATCH });
  await page.goto(exploring({ query_type: 'logs', limit: 10, filters: only(service) }));
  await expect(page.getByText('Logs volume')).toBeVisible();
  await page.waitForLoadState('networkidle');
  const loading = await longestBlock(page);
  await page.getByLabel('Limit', { exact: true }).fill(String(MANY));
  await page.getByLabel('Limit', { exact: true }).press('Enter');
  await expect(page.getByText(/10,?000 /).first()).toBeVisible({ timeout: 60_000 });
  await page.waitForLoadState('networkidle');
  const showing = await longestBlock(page);
  await page.locator(LINE).first().hover();
  for (let turn = 0; turn < 20; turn++) await page.mouse.wheel(0, 4000);
  await page.locator(LINE).first().waitFor();
  const scrolling = await longestBlock(page);
  process.stdout.write(
    `longest block of the page: ${loading} ms when it opens, ${showing} ms when ${MANY} lines come, ${scrolling} ms while they are scrolled\n`,
  );
  // Mostly Grafana's own work on the rows.
  expect(showing).toBeLessThan(slowed(4000));
  expect(scrolling).toBeLessThan(slowed(1000));
});

for (const { what, count, limit, together } of [
  { what: 'older lines', count: 2500, limit: PAGE, together: 1 },
  { what: 'more lines of one moment than a page has', count: 700, limit: 100, together: 500 },
])
  test(`scrolling on loads ${what}, none lost and none twice`, async ({ page }) => {
    const service = `stairs-${Date.now()}`;
    await feed(service, count, together);
    const seen: string[] = [];
    let pages = 0;
    page.on('response', (response) => {
      if (response.url().includes('/api/ds/query'))
        void response.json().then((reply: Reply) => {
          const ids = Object.values(reply.results).flatMap(({ frames }) => frames.flatMap(idsOf));
          if (ids.length > 0) pages++;
          seen.push(...ids);
        });
    });
    await page.goto(exploring({ query_type: 'logs', limit, filters: only(service) }));
    await expect(page.locator(LINE).first()).toBeVisible();
    await page.locator(LINE).first().hover();
    await expect
      .poll(
        async () => {
          await page.mouse.wheel(0, 20_000);
          return new Set(seen).size;
        },
        { timeout: 60_000, intervals: [300] },
      )
      .toBe(count);
    expect(pages).toBeGreaterThanOrEqual(3);
    await expect(
      page.getByText(new RegExp(`${count.toLocaleString('en').replace(',', ',?')} lines`)).first(),
    ).toBeVisible();
  });

interface Reply {
  readonly results: Readonly<Record<string, { readonly frames: readonly Frame[] }>>;
}

interface Frame {
  readonly schema: {
    readonly fields: readonly { readonly name: string }[];
    readonly meta?: { readonly custom?: { readonly fieldNames?: readonly (readonly string[])[] } };
  };
  readonly data: { readonly values: readonly (readonly string[])[] };
}

function idsOf({ schema, data }: Frame): readonly string[] {
  const at = schema.fields.findIndex(({ name }) => name === 'packed');
  const names = schema.meta?.custom?.fieldNames ?? [];
  return (data.values[at] ?? []).map((line) => unpackFields(names, line)['presage_event_id'] ?? '');
}

function only(service: string): readonly object[] {
  return [{ field: 'service', op: '=|', values: [service] }];
}

/** Since it was last asked. */
async function longestBlock(page: Page): Promise<number> {
  return Number(await page.evaluate('Math.round(Math.max(0, ...window.blocked.splice(0)))'));
}
