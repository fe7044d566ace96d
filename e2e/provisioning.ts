/** What Grafana's provisioning files say, as values: JSON is YAML. */
export function datasource(url: string): object {
  const presage = {
    name: 'Presage',
    uid: 'presage',
    type: 'presage-logs-datasource',
    access: 'proxy',
    url,
    isDefault: true,
    editable: true,
  };
  return { apiVersion: 1, datasources: [presage] };
}

/** Incidents per service within the last minute, which come and go with the demo's faults. */
export function alertRule(): object {
  const incidents = {
    refId: 'A',
    version: 1,
    query_type: 'stats',
    value: 'count',
    instant: true,
    group_by: ['service'],
    filters: [{ field: 'presage_class', op: '=|', values: ['incident'] }],
  };
  const above = {
    refId: 'B',
    type: 'threshold',
    expression: 'A',
    conditions: [{ evaluator: { type: 'gt', params: [0] } }],
  };
  const rule = {
    uid: 'presage-incidents',
    title: 'Incidents by service',
    condition: 'B',
    for: '0s',
    noDataState: 'OK',
    execErrState: 'KeepLast',
    data: [
      {
        refId: 'A',
        relativeTimeRange: { from: 60, to: 0 },
        datasourceUid: 'presage',
        model: incidents,
      },
      { refId: 'B', datasourceUid: '__expr__', model: above },
    ],
  };
  return {
    apiVersion: 1,
    groups: [{ orgId: 1, name: 'presage', folder: 'Presage', interval: '10s', rules: [rule] }],
  };
}

const OURS = { type: 'presage-logs-datasource', uid: 'presage' };

export function dashboardProvider(folder: string): object {
  return { apiVersion: 1, providers: [{ name: 'e2e', type: 'file', options: { path: folder } }] };
}

/** A variable of all services, an ad-hoc filter and incidents as annotations, over numbers and templates. */
export function dashboard(): object {
  const services = {
    name: 'service',
    type: 'query',
    datasource: OURS,
    query: { refId: 'services', kind: 'services' },
    refresh: 2,
    multi: true,
    includeAll: true,
    current: { text: ['All'], value: ['$__all'] },
  };
  const env = {
    name: 'filters',
    type: 'adhoc',
    datasource: OURS,
    filters: [{ key: 'env', operator: '=', value: 'demo' }],
  };
  const filters = [{ field: 'service', op: '=|', values: ['$service'] }];
  const incidents = [{ field: 'presage_class', op: '=|', values: ['incident'] }];
  const annotation = {
    name: 'Incidents',
    enable: true,
    iconColor: 'red',
    datasource: OURS,
    target: { refId: 'Anno', version: 1, query_type: 'logs', limit: 20, filters: incidents },
  };
  return {
    uid: 'presage-e2e',
    title: 'Presage',
    schemaVersion: 39,
    time: { from: 'now-15m', to: 'now' },
    templating: { list: [services, env] },
    annotations: { list: [annotation] },
    panels: [
      panel(1, 'timeseries', { query_type: 'stats', value: 'count', group_by: ['service'], filters }),
      panel(2, 'table', { query_type: 'templates', filters }),
    ],
  };
}

function panel(id: number, type: string, query: object): object {
  const target = { refId: 'A', version: 1, datasource: OURS, ...query };
  const gridPos = { x: 0, y: 8 * id, w: 24, h: 8 };
  return { id, type, title: `Panel ${id}`, gridPos, datasource: OURS, targets: [target] };
}
