import { expect, request as requests, test } from '@playwright/test';
import { SIDECAR_URL } from './config.ts';
import { withDatasource } from './datasources.ts';
import { exploring } from './explore-url.ts';

const TOKEN = 'presage-e2e-token-that-must-stay-in-the-backend';

test('the token of a datasource never reaches the browser', async ({ page, request }) => {
  await withDatasource(request, {
    uid: 'presage-secret',
    url: SIDECAR_URL ?? '',
    secureJsonData: { token: TOKEN },
  });
  const bodies: Promise<string>[] = [];
  page.on('response', (response) => {
    if (/json|html/.test(response.headers()['content-type'] ?? ''))
      bodies.push(response.text().catch(() => ''));
  });
  await page.goto('/connections/datasources/edit/presage-secret');
  await expect(page.getByLabel('Token')).toHaveValue('configured');
  await page.getByRole('button', { name: /test$/i }).click();
  await expect(page.getByText(/Connected to Presage|refuses the datasource's token/)).toBeVisible();
  await page.goto(exploring({ query_type: 'logs', limit: 5 }, 'presage-secret'));
  await expect(page.getByTestId('presage-query-editor')).toBeVisible();
  await page.waitForLoadState('networkidle');
  const texts = [...(await Promise.all(bodies)), await page.content()];
  expect(texts.length).toBeGreaterThan(10);
  expect(texts.filter((text) => text.includes(TOKEN))).toEqual([]);
});

test('a Viewer may ask what templates mean and may not correct them; an Editor may', async ({
  request,
  baseURL,
}) => {
  const statuses: Record<string, readonly number[]> = {};
  for (const role of ['Viewer', 'Editor']) {
    const made = await request.post('/api/serviceaccounts', {
      data: { name: `e2e ${role} ${Date.now()}`, role },
    });
    const { id } = (await made.json()) as { id: number };
    const token = await request.post(`/api/serviceaccounts/${id}/tokens`, { data: { name: 'e2e' } });
    const { key } = (await token.json()) as { key: string };
    const person = await requests.newContext({
      baseURL: baseURL ?? '',
      extraHTTPHeaders: { authorization: `Bearer ${key}` },
    });
    const resources = '/api/datasources/uid/presage/resources';
    const [read, corrected] = await Promise.all([
      person.get(`${resources}/templates`),
      // A template that nobody has: who may correct is told so.
      person.post(`${resources}/corrections`, {
        data: { template_id: '0000000000000000', service: 'nobody', class: 'normal' },
      }),
    ]);
    statuses[role] = [read.status(), corrected.status()];
    await person.dispose();
    await request.delete(`/api/serviceaccounts/${id}`);
  }
  expect(statuses['Viewer']).toEqual([200, 403]);
  expect(statuses['Editor']).toEqual([200, 404]);
});
