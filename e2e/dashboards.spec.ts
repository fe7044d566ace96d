import { expect, test, type APIRequestContext, type Page, type TestInfo } from '@playwright/test';
import { SIDECAR_URL } from './config.ts';
import { playPast } from './day.ts';
import { slowed } from './slowed.ts';
import { Traffic } from './traffic.ts';

/** Heights show the whole dashboard. */
const DASHBOARDS = [
  { uid: 'presage-overview', title: 'Overview', height: { wide: 1800, narrow: 3700 } },
  { uid: 'presage-service', title: 'Service', height: { wide: 1850, narrow: 3600 } },
  { uid: 'presage-templates', title: 'Templates', height: { wide: 1200, narrow: 1700 } },
  { uid: 'presage-explain', title: 'Explain', height: { wide: 1100, narrow: 1200 } },
  { uid: 'presage-health', title: 'Health', height: { wide: 1900, narrow: 4200 } },
] as const;

/** What a day of data may take to be seen, from the navigation to the last answer that the first screen needs. */
const LOAD_MS = 2000;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  if (SIDECAR_URL !== undefined) expect(await playPast(SIDECAR_URL, 24)).toBeGreaterThan(90_000);
});

for (const { uid, title, height } of DASHBOARDS) {
  test(`${title} shows a day of the demo within ${LOAD_MS / 1000} s, without an error on the console`, async ({
    page,
  }, info) => {
    const [errors, traffic] = [errorsOf(page), new Traffic(page)];
    const url = `/d/${uid}?from=now-24h&to=now${uid === 'presage-explain' ? `&${await anIncident(page.request)}` : ''}`;
    // Grafana's own code is in the browser's cache for everyone but its first visitor.
    await traffic.open(url);
    const times: number[] = [];
    while (times.length < 3 || (Math.min(...times) >= LOAD_MS && times.length < 6))
      times.push(await traffic.open(url));
    info.annotations.push({ type: 'load', description: times.map((time) => `${time} ms`).join(', ') });
    process.stdout.write(`    ${title}: ${times.join(', ')} ms, limit ${Math.round(slowed(LOAD_MS))} ms\n`);
    expect(Math.min(...times)).toBeLessThan(slowed(LOAD_MS));
    expect(errors).toEqual([]);
  });

  test(`${title} is readable in light and dark, on a desk and on a phone`, async ({ page }, info) => {
    const [errors, traffic] = [errorsOf(page), new Traffic(page)];
    const line = uid === 'presage-explain' ? `&${await anIncident(page.request)}` : '';
    for (const theme of ['light', 'dark'] as const) {
      for (const size of ['wide', 'narrow'] as const) {
        await page.setViewportSize({ width: size === 'wide' ? 1400 : 480, height: height[size] });
        await traffic.open(`/d/${uid}?from=now-1h&to=now&theme=${theme}&kiosk${line}`);
        await expect(page.getByText('Panel plugin not found')).toHaveCount(0);
        await expect(page.getByTestId('data-testid Panel status error')).toHaveCount(0);
        await photograph(page, info, `${title.toLowerCase()}-${theme}-${size}`);
      }
    }
    expect(errors).toEqual([]);
  });
}

test('a line that needs action leads to its explanation, with its template, service and time', async ({
  page,
}) => {
  await page.goto('/d/presage-overview?from=now-24h&to=now');
  const panel = page.getByTestId('data-testid Panel header What needs action now');
  await expect(panel.locator('a[href*="presage-explain"]').first()).toBeVisible();
  const href = await panel.locator('a[href*="presage-explain"]').first().getAttribute('href');
  expect(href).toMatch(/var-template_id=[0-9a-f]{16}/);
  expect(href).toMatch(/var-service=\w/);
  expect(href).toMatch(/from=now-24h&to=now/);
  await page.goto(href ?? '');
  await expect(page.getByText('Presage · Explain').first()).toBeVisible();
});

/** A library in Grafana counts one page in a thousand at its maker's, whom no test reaches. */
const GRAFANAS_OWN = /^https:\/\/m1\.openfpcdn\.io\//;

function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    const { url } = message.location();
    if (message.type() === 'error' && !GRAFANAS_OWN.test(url)) errors.push(`${message.text()} (${url})`);
  });
  return errors;
}

/** Template and service of an incident, as variables of the dashboard Explain. */
async function anIncident(request: APIRequestContext): Promise<string> {
  const query = {
    ...{ refId: 'A', datasource: { uid: 'presage' }, query_type: 'templates' },
    filters: [{ field: 'presage_class', op: '=', values: ['incident'] }],
  };
  const reply = await request.post('/api/ds/query', {
    data: { from: 'now-24h', to: 'now', queries: [query] },
  });
  const { results } = (await reply.json()) as {
    results: Record<string, { frames: { data: { values: string[][] } }[] }>;
  };
  const [[id = ''] = [], [service = ''] = []] = results['A']?.frames[0]?.data.values ?? [];
  return `var-template_id=${id}&var-service=${encodeURIComponent(service)}`;
}

async function photograph(page: Page, info: TestInfo, name: string): Promise<void> {
  const path = info.outputPath(`${name}.png`);
  await page.screenshot({ path });
  await info.attach(name, { path, contentType: 'image/png' });
}
