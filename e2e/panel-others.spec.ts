import { expect, test } from '@playwright/test';
import { startFakeLoki, type FakeLoki } from './fake-loki.ts';
import { engine, explanation, rows } from './panel-parts.ts';
import { panelOf } from './panel-dashboard.ts';

test.describe('lines of Loki', () => {
  let loki: FakeLoki;
  test.beforeAll(async () => {
    loki = await startFakeLoki();
  });
  test.afterAll(() => loki.close());

  test('are listed by level and by the class that Presage gives them, and explained with the lines around them', async ({
    page,
    request,
  }) => {
    await request.delete('/api/datasources/uid/panel-loki');
    const made = await request.post('/api/datasources', {
      data: { name: 'panel-loki', uid: 'panel-loki', type: 'loki', access: 'proxy', url: loki.url },
    });
    expect(made.ok()).toBe(true);
    const datasource = { type: 'loki', uid: 'panel-loki' };
    const query = { datasource, expr: '{env="test"}', queryType: 'range' };
    await page.goto(await panelOf(request, 'panel-loki', 'panel-loki', query, 'loki'));
    await expect(rows(page)).toHaveCount(4);
    const classes = /^(Incident|Preventive action|Normal), /;
    for (const row of await rows(page).all()) await expect(row).toHaveAccessibleName(classes);
    await expect(page.getByRole('group', { name: 'Filter by class' })).toBeVisible();
    await rows(page).filter({ hasText: 'not placed' }).click();
    await expect(engine(page)).toContainText('Rules engine');
    await expect(explanation(page).getByText(/Read from 4 lines that this panel shows/)).toBeVisible();
    await expect(
      explanation(page)
        .getByText(/connection to pay.internal:8443 refused/)
        .first(),
    ).toBeVisible();
  });
});

test('a Viewer sees explanations, gives feedback, and has no button to correct or for Explore', async ({
  browser,
  request,
  baseURL,
}) => {
  const made = await request.post('/api/serviceaccounts', {
    data: { name: `panel viewer ${Date.now()}`, role: 'Viewer' },
  });
  const { id } = (await made.json()) as { id: number };
  const token = await request.post(`/api/serviceaccounts/${id}/tokens`, { data: { name: 'e2e' } });
  const { key } = (await token.json()) as { key: string };
  const path = await panelOf(request, 'panel-viewer', 'presage', { query_type: 'logs', limit: 20 });
  const context = await browser.newContext({
    baseURL: baseURL ?? '',
    extraHTTPHeaders: { authorization: `Bearer ${key}` },
  });
  const page = await context.newPage();
  await page.goto(path);
  await rows(page).first().click();
  await expect(engine(page)).toContainText('Rules engine');
  await explanation(page).getByRole('button', { name: 'Useful', exact: true }).click();
  await expect(explanation(page).getByText('Thank you: recorded.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'The class is wrong' })).toHaveCount(0);
  await expect(explanation(page).getByRole('link', { name: /Explore/ })).toHaveCount(0);
  await context.close();
  await request.delete(`/api/serviceaccounts/${id}`);
});

test('an Editor corrects the class of a kind of line, and the list shows it', async ({ page, request }) => {
  const filters = [{ field: 'service', op: '=|', values: ['catalog'] }];
  const query = { query_type: 'logs', limit: 50, filters };
  await page.goto(await panelOf(request, 'panel-editor', 'presage', query));
  await rows(page).filter({ hasText: 'search answered from index' }).first().click();
  await expect(engine(page)).toBeVisible();
  for (const [name, title] of [
    ['Preventive action', 'A person has set this class'],
    ['Normal', ''],
  ] as const) {
    await explanation(page).getByRole('button', { name: 'The class is wrong' }).click();
    await explanation(page).getByRole('radio', { name }).check({ force: true });
    await explanation(page).getByRole('button', { name: 'Save' }).click();
    await expect(explanation(page).getByText(`Recorded: lines of this kind are “${name}”`)).toBeVisible();
    if (title === '') continue;
    await page.reload();
    const corrected = rows(page).filter({ hasText: 'search answered from index' }).first();
    await expect(corrected).toHaveAccessibleName(/^Preventive action/);
    await corrected.click();
    await expect(engine(page)).toBeVisible();
  }
});
