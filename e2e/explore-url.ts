/** A log line in Explore or in a panel of logs. */
export const LINE = '.log-line-body, [data-testid="log-line"], .log-syntax-highlight';

/** The address of Explore with one query of a datasource, over the last 15 minutes. */
export function exploring(query: Readonly<Record<string, unknown>>, uid = 'presage'): string {
  const datasource = { type: 'presage-logs-datasource', uid };
  const target = { refId: 'A', version: 1, datasource, ...query };
  const pane = { datasource: uid, queries: [target], range: { from: 'now-15m', to: 'now' } };
  return `/explore?schemaVersion=1&orgId=1&panes=${encodeURIComponent(JSON.stringify({ a: pane }))}`;
}
