/** The address of Explore with one query of the datasource, over the last 15 minutes. */
export function exploring(query: Readonly<Record<string, unknown>>): string {
  const target = {
    refId: 'A',
    version: 1,
    datasource: { type: 'presage-logs-datasource', uid: 'presage' },
    ...query,
  };
  const pane = { datasource: 'presage', queries: [target], range: { from: 'now-15m', to: 'now' } };
  return `/explore?schemaVersion=1&orgId=1&panes=${encodeURIComponent(JSON.stringify({ a: pane }))}`;
}
