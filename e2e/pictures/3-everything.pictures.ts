import { expect, test } from '@playwright/test';
import { exploring } from '../explore-url.ts';
import { Traffic } from '../traffic.ts';
import { everythingFailed } from './demo.ts';
import { take } from './picture.ts';

const INCIDENTS = [{ field: 'presage_class', op: '=|', values: ['incident'] }];

/** Each at three quarters of its size: still readable, and more of it to see. */
const DASHBOARDS = [
  { name: 'overview', height: 1160 },
  { name: 'service', height: 1130, variables: '&var-service=checkout' },
  { name: 'templates', height: 800 },
  { name: 'health', height: 1000 },
] as const;

test.beforeAll(everythingFailed);

test.describe('for the documentation', () => {
  test.use({ deviceScaleFactor: 0.75 });

  for (const { name, height, ...more } of DASHBOARDS)
    test(`the dashboard ${name}`, async ({ page }) => {
      await page.setViewportSize({ width: 1400, height });
      const variables = 'variables' in more ? more.variables : '';
      await new Traffic(page).open(`/d/presage-${name}?kiosk&from=now-15m&to=now${variables}`);
      await expect(page.getByTestId('data-testid Panel status error')).toHaveCount(0);
      await take(page, 'docs', name);
    });
});

test.describe('of the datasource', () => {
  test.use({ viewport: { width: 1400, height: 900 } });

  test('lines and their volume in Explore', async ({ page }) => {
    await new Traffic(page).open(exploring({ query_type: 'logs', limit: 10_000, filters: INCIDENTS }));
    await expect(page.getByText('Logs volume')).toBeVisible();
    await take(page, 'datasource', 'explore');
  });
});
