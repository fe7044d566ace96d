/**
 * A dashboard of ours (provisioning/dashboards) as the plugin includes it: the import asks which datasource to use, where the
 * provisioned one names the datasource `presage`.
 */
export function portableDashboard(text: string): string {
  const dashboard = JSON.parse(text) as object;
  const input = {
    name: 'DS_PRESAGE',
    label: 'Presage',
    type: 'datasource',
    pluginId: 'presage-logs-datasource',
    pluginName: 'Presage Logs',
  };
  return `${JSON.stringify({ __inputs: [input], ...(withInput(dashboard) as object) }, null, 2)}\n`;
}

function withInput(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withInput);
  if (typeof node !== 'object' || node === null) return node;
  const { type, uid } = node as { type?: unknown; uid?: unknown };
  if (type === 'presage-logs-datasource' && uid === 'presage') return { ...node, uid: '${DS_PRESAGE}' };
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withInput(value)]));
}
