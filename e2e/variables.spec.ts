import { expect, test, type APIRequestContext, type Page } from '@playwright/test';

const OURS = { type: 'presage-logs-datasource', uid: 'presage' };
const UID = 'presage-e2e-variables';
const ALL = { text: ['All'], value: ['$__all'] };

interface Asked {
  readonly refId: string;
  readonly filters?: readonly { readonly op: string; readonly values: readonly string[] }[];
  readonly logsql?: string;
}

function panel(id: number, refId: string, query: object): object {
  const target = { refId, version: 1, datasource: OURS, query_type: 'logs', limit: 5, ...query };
  const gridPos = { x: 0, y: 6 * id, w: 24, h: 6 };
  return { id, type: 'logs', title: refId, gridPos, datasource: OURS, targets: [target] };
}

/** Services, the hosts of those that are chosen, and a list whose All is a pattern. */
async function open(request: APIRequestContext): Promise<void> {
  const several = { multi: true, includeAll: true, current: ALL };
  const of = (name: string, query: object) => {
    const asked = { refId: name, ...query };
    return { name, type: 'query', datasource: OURS, refresh: 2, query: asked, definition: name, ...several };
  };
  const list = [
    of('service', { kind: 'services' }),
    of('host', { kind: 'field_values', field: 'host', service: '$service' }),
    { name: 'env', type: 'custom', query: 'demo,test', allValue: '.*', ...several },
  ];
  const one = { field: 'service', op: '=|', values: ['$service'] };
  const panels = [
    panel(0, 'every', { filters: [one, { field: 'env', op: '=~', values: ['$env'] }], text: '$service' }),
    panel(1, 'none', { filters: [{ ...one, op: '!=|' }] }),
    panel(2, 'text', { logsql: '{service="$service"} env:~"$env" host:=$host' }),
    { ...panel(3, 'each', { filters: [one] }), repeat: 'service', repeatDirection: 'h' },
  ];
  const dashboard = {
    ...{ uid: UID, title: UID, schemaVersion: 39, time: { from: 'now-15m', to: 'now' } },
    ...{ templating: { list }, panels },
  };
  const reply = await request.post('/api/dashboards/db', { data: { dashboard, overwrite: true } });
  expect(reply.ok()).toBe(true);
}

function listen(page: Page): { readonly queries: Asked[]; readonly hosts: (string | null)[] } {
  const heard = { queries: [] as Asked[], hosts: [] as (string | null)[] };
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.pathname.endsWith('/api/ds/query'))
      heard.queries.push(...(request.postDataJSON() as { queries: Asked[] }).queries);
    if (url.pathname.endsWith('/field-values') && url.searchParams.get('field') === 'host')
      heard.hosts.push(url.searchParams.get('filters'));
  });
  return heard;
}

test('All is everything wherever it stands, and each of it where a panel is repeated', async ({
  page,
  request,
}) => {
  await open(request);
  const { queries, hosts } = listen(page);
  await page.goto(`/d/${UID}?kiosk`);
  const asked = (refId: string) => queries.filter((query) => query.refId === refId);
  await expect.poll(() => asked('every').at(-1)).toMatchObject({ query_type: 'logs' });
  expect(asked('every').at(-1)).not.toHaveProperty('filters');
  expect(asked('every').at(-1)).not.toHaveProperty('text');
  await expect.poll(() => asked('none').at(-1)?.filters).toMatchObject([{ op: '!~', values: [''] }]);
  await expect.poll(() => asked('text').at(-1)?.logsql).toBe('{service in (*)} env:~".*" host:in(*)');
  await page.mouse.wheel(0, 5000);
  const services = () => new Set(asked('each').map(({ filters }) => filters?.[0]?.values.join(',')));
  await expect.poll(() => services().size).toBeGreaterThan(1);
  expect([...services()].every((one) => one !== undefined && !one.includes(','))).toBe(true);
  expect(hosts.at(-1)).toBeNull();
});

test('a choice of several is several values, for what hangs on it too', async ({ page, request }) => {
  await open(request);
  const { queries, hosts } = listen(page);
  await page.goto(`/d/${UID}?kiosk&var-service=checkout&var-service=cart&var-host=a&var-host=b`);
  const asked = (refId: string) => queries.findLast((query) => query.refId === refId);
  const both = ['checkout', 'cart'];
  await expect.poll(() => asked('every')?.filters).toMatchObject([{ op: '=|', values: both }]);
  await expect.poll(() => asked('none')?.filters).toMatchObject([{ op: '!=|', values: both }]);
  await expect.poll(() => asked('text')?.logsql).toContain('{service in ("checkout","cart")}');
  const filter = { field: 'service', op: '=|', values: both };
  await expect.poll(() => hosts.at(-1)).toBe(JSON.stringify([filter]));
});
