import { expect, test } from '@grafana/plugin-e2e';

// Grafana's own page objects where they work on 12.4. They look for some buttons (run in Explore, a panel's chooser of visualizations,
// the annotation's test) by names that it does not have: there the page itself is used.

test('the configuration editor saves, and its health check is well', async ({ gotoDataSourceConfigPage }) => {
  const page = await gotoDataSourceConfigPage('presage');
  await expect(page.saveAndTest()).toBeOK();
});

test('the query editor of a panel asks and is answered', async ({ panelEditPage, page }) => {
  const answered = page.waitForResponse((response) => response.url().includes('/api/ds/query'));
  await panelEditPage.datasource.set('Presage');
  await expect(page.getByTestId('presage-query-editor')).toBeVisible();
  expect((await answered).ok()).toBe(true);
  await expect(panelEditPage.panel.getErrorIcon()).toBeHidden();
});

test('a variable previews the services', async ({ variableEditPage, page }) => {
  await variableEditPage.setVariableType('Query');
  await variableEditPage.datasource.set('Presage');
  await page.keyboard.press('Escape');
  await variableEditPage.runQuery();
  await expect(variableEditPage).toDisplayPreviews(['checkout']);
});

test('a new annotation finds incidents, once the demo has one', async ({ annotationEditPage, page }) => {
  test.setTimeout(240_000);
  await expect(page.getByTestId('presage-query-editor')).toBeVisible();
  await expect(async () => {
    await page.getByRole('button', { name: 'Test annotation query' }).click();
    await expect(annotationEditPage).toHaveAlert('success', { timeout: 8000 });
  }).toPass({ timeout: 180_000 });
});

test('an alert rule is evaluated', async ({ alertRuleEditPage, page }) => {
  await expect(page.getByTestId('presage-query-editor')).toBeVisible();
  await expect(alertRuleEditPage.evaluate({ timeout: 20_000 })).toBeOK();
});
