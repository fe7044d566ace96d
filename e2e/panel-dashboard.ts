import type { APIRequestContext } from '@playwright/test';

/** Makes a dashboard that is one panel of ours, over a query, and gives its address. */
export async function panelOf(
  request: APIRequestContext,
  uid: string,
  datasource: string,
  query: Readonly<Record<string, unknown>>,
  type = 'presage-logs-datasource',
): Promise<string> {
  const asked = { type, uid: datasource };
  const panel = {
    ...{ id: 1, type: 'presage-explain-panel', title: 'Lines', datasource: asked, options: {} },
    gridPos: { x: 0, y: 0, w: 24, h: 22 },
    targets: [{ refId: 'A', version: 1, datasource: asked, ...query }],
  };
  const variables = ['event_id', 'template_id', 'service'].map((name) => ({
    ...{ name, type: 'textbox', query: '', current: { text: '', value: '' }, hide: 2 },
  }));
  const dashboard = {
    ...{ uid, title: uid, schemaVersion: 39, time: { from: 'now-30m', to: 'now' }, panels: [panel] },
    templating: { list: variables },
  };
  const reply = await request.post('/api/dashboards/db', { data: { dashboard, overwrite: true } });
  if (!reply.ok()) throw new Error(`Grafana takes no dashboard: ${reply.status()} ${await reply.text()}`);
  return `/d/${uid}?kiosk`;
}
