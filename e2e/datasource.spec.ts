import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { SIDECAR_URL } from './config.ts';
import { withDatasource } from './datasources.ts';
import { exploring, LINE } from './explore-url.ts';

const incidents = [{ field: 'presage_class', op: '=|', values: ['incident'] }];

interface Asked {
  readonly refId: string;
  readonly query_type?: string;
  readonly filters?: readonly unknown[];
}

interface Rules {
  readonly data: { readonly groups: readonly { readonly rules: readonly Rule[] }[] };
}

interface Rule {
  readonly name: string;
  readonly alerts?: readonly { readonly state: string; readonly labels: Readonly<Record<string, string>> }[];
}

test('the configuration page says which sidecar it reached', async ({ page }) => {
  await page.goto('/connections/datasources/edit/presage');
  await page.getByRole('button', { name: /test$/i }).click();
  await expect(
    page.getByText(/Connected to Presage .* with (VictoriaLogs|the embedded store)/),
  ).toBeVisible();
});

test('the configuration page shows no setting without effect', async ({ page }) => {
  await page.goto('/connections/datasources/edit/presage');
  await expect(page.getByText('Skip TLS Verify')).toBeVisible();
  for (const without of ['With Credentials', 'Forward OAuth Identity'])
    await expect(page.getByText(without)).toBeHidden();
});

test('the dashboards come with the plugin', async ({ request }) => {
  const reply = await request.get('/api/plugins/presage-logs-datasource/dashboards');
  const included = (await reply.json()) as readonly { readonly title: string }[];
  expect(included.map(({ title }) => title)).toEqual(
    ['Overview', 'Service', 'Templates', 'Explain', 'Health'].map((name) => `Presage · ${name}`),
  );
});

test('Explore shows lines with their volume by level', async ({ page }) => {
  await page.goto(exploring({ query_type: 'logs' }));
  await expect(page.getByTestId('presage-query-editor')).toBeVisible();
  await expect(page.getByText('Logs volume')).toBeVisible();
  await expect(page.getByRole('button', { name: 'info', exact: true }).first()).toBeVisible();
  await expect(page.getByText(/lines? (shown|displayed)/)).toBeVisible();
});

test('a line has its context, of the same service unless chosen otherwise', async ({ page }) => {
  await page.goto(exploring({ query_type: 'logs', limit: 50 }));
  const menu = page.getByRole('button', { name: 'Log menu' }).first();
  await menu.click();
  await page.getByText('Show context').first().click();
  await expect(page.getByText('Only lines of the same')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'service' })).toBeChecked();
});

test('the explain link leads to the dashboard that the settings name', async ({ page }) => {
  await page.goto(exploring({ query_type: 'logs', limit: 50 }));
  await page.locator(LINE).first().click();
  const link = page.getByRole('link', { name: 'Explain this log' }).first();
  await expect(link).toHaveAttribute(
    'href',
    /\/d\/presage-explain\?var-event_id=[0-9a-z]+-[0-9a-z]+-[0-9a-z]+$/,
  );
});

test('the explain link leads to a query for that line where the settings name no dashboard', async ({
  page,
  request,
}) => {
  await withDatasource(request, { uid: 'presage-plain', url: SIDECAR_URL ?? '' });
  await page.goto(exploring({ query_type: 'logs', limit: 50 }, 'presage-plain'));
  await page.locator(LINE).first().click();
  await page.getByText('Explain this log').first().click();
  await expect(page.getByLabel('Event id')).toHaveValue(/^[0-9a-z]+-[0-9a-z]+-[0-9a-z]+$/);
});

test('live tail shows new lines', async ({ page }) => {
  await page.goto(exploring({ query_type: 'logs' }));
  await expect(page.getByTestId('presage-query-editor')).toBeVisible();
  await page.getByText('Live', { exact: true }).click();
  await expect.poll(() => page.locator('table tr').count()).toBeGreaterThan(5);
});

test('live tail says that it cannot follow LogsQL instead of leaving it out', async ({ page }) => {
  await page.goto(exploring({ query_type: 'logs', logsql: 'error' }));
  await expect(page.getByTestId('presage-query-editor')).toBeVisible();
  await page.getByText('Live', { exact: true }).click();
  await expect(page.getByText('Live cannot follow LogsQL').first()).toBeVisible();
});

for (const query of [
  { query_type: 'logs', filters: [{ field: 'host', op: '=', values: ['web-1'] }] },
  { query_type: 'stats', value: 'count', group_by: ['service'] },
  { query_type: 'anomalies' },
  { query_type: 'templates' },
  {
    query_type: 'health',
    filters: [{ field: 'metric', op: '=|', values: ['presage_dead_letters_total'] }],
  },
])
  test(`every control of the editor of ${query.query_type} has a name`, async ({ page }) => {
    await page.goto(exploring(query));
    const editor = page.getByTestId('presage-query-editor');
    await expect(editor.getByText('Filters', { exact: true })).toBeVisible();
    const tree = await editor.ariaSnapshot();
    expect(tree).toMatch(/combobox "/);
    expect(
      tree.match(/- (button|combobox|textbox|checkbox|switch|radio|radiogroup|spinbutton)\b(?! ").*$/gm) ??
        [],
    ).toEqual([]);
  });

test('the health of Presage is grouped by labels of the chosen metric alone', async ({ page }) => {
  const filters = [{ field: 'metric', op: '=|', values: ['presage_outbox_lag_seconds'] }];
  await page.goto(exploring({ query_type: 'health', filters }));
  await page.getByRole('combobox', { name: /Group by/ }).click();
  await expect(page.getByRole('option')).toHaveText(['store']);
});

test('on a phone no page of the datasource is wider than the screen', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const script = await readFile(join(import.meta.dirname, 'in-page', 'beyond.js'), 'utf8');
  await page.goto('/connections/datasources/edit/presage');
  await expect(page.getByText('Language model for')).toBeVisible();
  expect(await page.evaluate(script)).toEqual({ page: 0, editor: 0 });
  const query = { query_type: 'stats', value: 'count', filters: incidents, group_by: ['service'] };
  await page.goto(exploring(query));
  const editor = page.getByTestId('presage-query-editor');
  await expect(editor.getByText('Group by', { exact: true })).toBeVisible();
  // Explore itself scrolls: it is never less than 600 px wide.
  expect(await page.evaluate(script)).toMatchObject({ editor: 0 });
});

test('numbers are drawn by group', async ({ page }) => {
  await page.goto(exploring({ query_type: 'stats', value: 'count', group_by: ['presage_class'] }));
  await expect(page.getByRole('button', { name: 'normal', exact: true })).toBeVisible();
});

test('variables list services, All asks for every line, ad-hoc filters and annotations hold', async ({
  page,
}) => {
  const asked: Asked[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/ds/query'))
      asked.push(...(request.postDataJSON() as { queries: Asked[] }).queries);
  });
  await page.goto('/d/presage-e2e');
  await expect(page.getByText('checkout', { exact: true }).first()).toBeVisible();
  const ofPanel = (kind: string) => asked.find(({ query_type }) => query_type === kind)?.filters;
  const adHoc = { field: 'env', op: '=', values: ['demo'] };
  await expect.poll(() => ofPanel('stats')).toEqual([adHoc]);
  await expect.poll(() => ofPanel('templates')).toEqual([adHoc]);
  await expect.poll(() => asked.some(({ refId }) => refId === 'Anno')).toBe(true);
});

test('an alert rule on incidents per service fires and resolves as faults come and go', async ({
  request,
}) => {
  test.setTimeout(360_000);
  const firing = async (): Promise<string[]> => {
    const reply = (await (await request.get('/api/prometheus/grafana/api/v1/rules')).json()) as Rules;
    const rules = reply.data.groups.flatMap((group) => group.rules);
    const alerts = rules.flatMap(({ name, alerts = [] }) => (name === 'Incidents by service' ? alerts : []));
    return alerts.flatMap(({ state, labels }) => (state === 'Alerting' ? [labels['service'] ?? ''] : []));
  };
  await expect.poll(firing, { timeout: 150_000 }).not.toEqual([]);
  const [service = ''] = await firing();
  await expect.poll(firing, { timeout: 200_000 }).not.toContain(service);
});

test('filters on incidents give nothing that is normal', async ({ request }) => {
  const to = Date.now();
  const reply = await request.post('/api/ds/query', {
    data: {
      from: String(to - 900_000),
      to: String(to),
      queries: [
        {
          refId: 'A',
          datasource: { uid: 'presage' },
          query_type: 'stats',
          instant: true,
          group_by: ['presage_class'],
          filters: incidents,
        },
      ],
    },
  });
  expect(reply.ok()).toBe(true);
  expect(await reply.text()).not.toContain('"presage_class":"normal"');
});
