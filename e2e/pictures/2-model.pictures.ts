import { expect, test } from '@playwright/test';
import { withDatasource } from '../datasources.ts';
import { startModelSidecar, type ModelSidecar } from '../model-sidecar.ts';
import { panelOf } from '../panel-dashboard.ts';
import { engine, explanation, rows } from '../panel-parts.ts';
import { take } from './picture.ts';

test.use({ viewport: { width: 1400, height: 900 } });

let sidecar: ModelSidecar;
test.beforeAll(async () => {
  sidecar = await startModelSidecar();
});
test.afterAll(() => sidecar.stop());

test('the panel: the answer of a model, and exactly what was sent', async ({ page, request }) => {
  await withDatasource(request, { uid: 'pictures-model', url: sidecar.url });
  await page.goto(
    await panelOf(request, 'pictures-model', 'pictures-model', { query_type: 'logs', limit: 50 }),
  );
  await rows(page).filter({ hasText: 'order 4711' }).click();
  await explanation(page).getByRole('button', { name: 'Ask the model' }).click();
  await expect(engine(page)).toContainText('Answered by gemini');
  await take(page, 'panel', 'model');
  await explanation(page).getByRole('button', { name: 'What is sent' }).click();
  const sent = explanation(page).getByText('Explain the line').first();
  await expect(sent).toBeVisible();
  await engine(page).scrollIntoViewIfNeeded();
  await take(page, 'panel', 'sent');
});
