import { expect, test } from '@playwright/test';
import { withDatasource } from './datasources.ts';
import { startModelSidecar, type ModelSidecar } from './model-sidecar.ts';
import { engine, explanation, rows, answersOf } from './panel-parts.ts';
import { panelOf } from './panel-dashboard.ts';

const MODEL = /Answered by gemini · gemini-/;

let sidecar: ModelSidecar;

test.beforeAll(async ({ playwright, baseURL }) => {
  sidecar = await startModelSidecar();
  const request = await playwright.request.newContext({ baseURL: baseURL ?? '' });
  await withDatasource(request, { uid: 'presage-model', url: sidecar.url });
  await panelOf(request, 'panel-model', 'presage-model', { query_type: 'logs', limit: 50 });
  await request.dispose();
});
test.afterAll(() => sidecar.stop());

test('its answer streams in, labelled with the model, and what was sent can be seen', async ({ page }) => {
  const answers = answersOf(page);
  await page.goto('/d/panel-model?kiosk');
  await rows(page).filter({ hasText: 'order 4711' }).click();
  // Opening a line asks no model: that takes a press.
  await expect(engine(page)).toContainText('Rules engine');
  expect(sidecar.models.seen.filter(({ path }) => path.includes('stream'))).toEqual([]);
  await explanation(page).getByRole('button', { name: 'Ask the model' }).click();
  await expect(engine(page)).toContainText(MODEL);
  await expect(explanation(page).getByText('The disk of the database filled up')).toBeVisible();
  expect(answers).toEqual(Array(2).fill('text/event-stream; charset=utf-8'));
  await explanation(page).getByRole('button', { name: 'What is sent' }).click();
  await expect(explanation(page).getByText('order 4711 not placed').first()).toBeVisible();
});

test('the same question again is answered from memory, with its age', async ({ page }) => {
  await page.goto('/d/panel-model?kiosk');
  await rows(page).filter({ hasText: 'order 4711' }).click();
  await expect(engine(page)).toContainText(MODEL);
  await expect(engine(page)).toContainText('earlier answer');
});

test('killed in the middle of its answer, the rules engine answers and says why', async ({ page }) => {
  await page.goto('/d/panel-model?kiosk');
  await rows(page).filter({ hasText: 'No space left' }).click();
  await expect(engine(page)).toContainText('Rules engine');
  sidecar.models.meet({ is: 'stall' });
  await explanation(page).getByRole('button', { name: 'Ask the model' }).click();
  await expect(explanation(page).getByText(/gemini-.* is writing/)).toBeVisible();
  await expect(explanation(page).getByText('The disk was nearly full')).toBeVisible();
  await sidecar.models.close();
  await expect(page.getByText('The rules engine answered in place of the model')).toBeVisible();
  await expect(engine(page)).toContainText('Rules engine');
  await expect(explanation(page).getByText('Likely causes')).toBeVisible();
  await expect(explanation(page).getByText('The disk was nearly full')).toHaveCount(0);
});
