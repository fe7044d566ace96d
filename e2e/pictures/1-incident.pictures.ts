import { expect, test, type Page } from '@playwright/test';
import { SIDECAR_URL } from '../config.ts';
import { withDatasource } from '../datasources.ts';
import { exploring, LINE } from '../explore-url.ts';
import { incidents } from '../incidents.ts';
import { panelOf } from '../panel-dashboard.ts';
import { engine, explanation, rows } from '../panel-parts.ts';
import { Traffic } from '../traffic.ts';
import { checkoutFailed } from './demo.ts';
import { take } from './picture.ts';

// Of an order that failed because the database had no connection left.
const FAILED = 'Connection is not available';
const LINES = { query_type: 'logs', limit: 10_000 };
const OF_CHECKOUT = {
  ...LINES,
  filters: [
    { field: 'presage_class', op: '=|', values: ['incident'] },
    { field: 'service', op: '=|', values: ['checkout'] },
  ],
};

test.beforeAll(checkoutFailed);

test('the panel: lines by class, and the explanation of one', async ({ page, request }) => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await openPanel(page, await panelOf(request, 'pictures', 'presage', LINES));
  await take(page, 'panel', 'lines');
});

test('the panel on a phone', async ({ page, request }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openPanel(page, await panelOf(request, 'pictures', 'presage', LINES));
  await take(page, 'panel', 'phone');
});

test('the panel in Explore', async ({ page, request }) => {
  await page.setViewportSize({ width: 1500, height: 1000 });
  await withDatasource(request, { uid: 'presage-explore', url: SIDECAR_URL ?? '' });
  await new Traffic(page).open(exploring(OF_CHECKOUT, 'presage-explore'));
  await page.locator(LINE).filter({ hasText: FAILED }).first().click();
  await page.getByText('Explain this log').first().click();
  await page
    .getByRole('button', { name: /outline/i })
    .first()
    .click();
  await page
    .getByRole('button', { name: /collapse query row/i })
    .first()
    .click();
  await explained(page);
  await take(page, 'panel', 'explore');
});

test("the datasource: a line's links", async ({ page }) => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await new Traffic(page).open(exploring(OF_CHECKOUT));
  await page.getByRole('button', { name: /collapse query row/i }).click();
  await page.locator(LINE).filter({ hasText: FAILED }).first().click();
  await expect(page.getByText('Explain this log').first()).toBeInViewport();
  await take(page, 'datasource', 'details');
});

test('the datasource: the context of a line', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 860 });
  await new Traffic(page).open(exploring(OF_CHECKOUT));
  await page.getByRole('button', { name: 'Log menu' }).first().click();
  await page.getByText('Show context').first().click();
  await expect(page.getByText('Only lines of the same')).toBeVisible();
  await page.getByRole('button', { name: 'Center matched line' }).click();
  await take(page, 'datasource', 'context');
});

test('the datasource: a new alert rule', async ({ page }) => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await page.goto('/alerting/new/alerting');
  await expect(page.getByTestId('presage-query-editor')).toBeVisible();
  await page.getByRole('textbox', { name: 'name' }).fill('Incidents by service');
  await page.getByRole('button', { name: 'Preview alert rule condition' }).click();
  await expect(page.getByText('{service="checkout"}').first()).toBeVisible();
  await page.mouse.move(1300, 600);
  await page.mouse.wheel(0, 255);
  await take(page, 'datasource', 'alert');
});

test.describe('for the documentation', () => {
  test.use({ viewport: { width: 1400, height: 860 }, deviceScaleFactor: 0.75 });

  test('the dashboard Explain', async ({ page }) => {
    const [line] = await incidents(1, 'checkout');
    await new Traffic(page).open(
      `/d/presage-explain?kiosk&from=now-15m&to=now&var-service=checkout&var-template_id=${line?.templateId ?? ''}`,
    );
    await explained(page);
    await take(page, 'docs', 'explain');
  });
});

async function openPanel(page: Page, path: string): Promise<void> {
  await new Traffic(page).open(`${path}&from=now-5m&to=now`);
  await page.getByRole('button', { name: /^Incident \d/ }).click();
  await rows(page).filter({ hasText: FAILED }).first().click();
  await explained(page);
}

async function explained(page: Page): Promise<void> {
  await expect(engine(page)).toBeVisible();
  await expect(explanation(page).getByText('Likely causes')).toBeVisible();
}
