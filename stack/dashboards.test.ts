import { describe, expect, test } from '@jest/globals';
import { checker, FIELDS, METRICS, QuerySchema } from '@presage/contract';
import { readDashboards, type Dashboard, type Panel, type Target } from './dashboard-files.ts';

const DASHBOARDS = readDashboards();
const check = checker(QuerySchema);

/** Panels of Grafana itself that are in every Grafana that we run on, and our own. */
const PANELS = ['stat', 'timeseries', 'table', 'presage-explain-panel'];
const LINE_FIELDS = ['service', ...FIELDS.filter(({ stored }) => stored === 'row').map(({ name }) => name)];
/** A filter on what is joined from templates becomes one on their ids. */
const LINE_FILTERS = ['service', ...FIELDS.map(({ name }) => name)];
const TEMPLATE_FIELDS = [
  ...['service', 'presage_template_id', 'presage_class', 'presage_severity', 'first_seen', 'last_seen'],
  ...FIELDS.filter(({ stored }) => stored === 'joined').map(({ name }) => name),
];
/** What queries of a type can be filtered and grouped by without a notice (http/query). */
const KNOWN: Readonly<
  Record<string, { readonly filters: readonly string[]; readonly groups: readonly string[] }>
> = {
  logs: { filters: LINE_FILTERS, groups: [] },
  explain: { filters: LINE_FIELDS, groups: [] },
  stats: { filters: LINE_FILTERS, groups: LINE_FIELDS },
  templates: { filters: TEMPLATE_FIELDS, groups: [] },
  anomalies: { filters: ['service', 'for'], groups: ['service', 'for'] },
};
const VARIABLE_KINDS = ['services', 'classes', 'templates', 'field_values', 'fields'];

interface Case {
  readonly where: string;
  readonly dashboard: Dashboard;
  readonly panel: Panel;
  readonly target: Target;
}

const CASES: readonly Case[] = [...DASHBOARDS].flatMap(([file, dashboard]) =>
  dashboard.panels.flatMap((panel) =>
    panel.targets.map((target) => ({
      where: `${file} › ${panel.title === '' ? 'the panel' : panel.title} › ${target.refId}`,
      ...{ dashboard, panel, target },
    })),
  ),
);

test('the dashboards are those that alerts and links name', () => {
  expect([...DASHBOARDS].map(([file, { uid }]) => `${file} ${uid}`)).toEqual([
    'explain.json presage-explain',
    'health.json presage-health',
    'overview.json presage-overview',
    'service.json presage-service',
    'templates.json presage-templates',
  ]);
});

describe.each([...DASHBOARDS])('%s', (_file, dashboard) => {
  test('has panels of known types with ids of their own, side by side', () => {
    const { panels } = dashboard;
    expect(panels.map(({ type }) => type).filter((type) => !PANELS.includes(type))).toEqual([]);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
  });

  test('asks only the datasource Presage', () => {
    const text = JSON.stringify(dashboard);
    const uids = [...text.matchAll(/"datasource":\{[^}]*"uid":"([^"]*)"/g)].map(([, uid]) => uid);
    expect(new Set(uids)).toEqual(new Set(['presage']));
  });

  test('has variables of known kinds, and uses no other', () => {
    const { list } = dashboard.templating;
    for (const { type, query } of list) {
      if (type === 'query') expect(VARIABLE_KINDS).toContain((query as { kind: string }).kind);
      else expect(type).toBe('textbox');
    }
    const known = new Set([...list.map(({ name }) => name), '__from', '__to']);
    const asked = JSON.stringify(dashboard.panels.map(({ targets }) => targets));
    const used = [...asked.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name ?? '');
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });

  test('links only to our dashboards, with the time', () => {
    const uids = new Set([...DASHBOARDS.values()].map(({ uid }) => uid));
    const urls = [...JSON.stringify(dashboard).matchAll(/"(\/d\/[^"]*?)\\?"/g)].map(([, url]) => url ?? '');
    for (const url of urls) expect(uids).toContain(/^\/d\/([^?\\]+)/.exec(url)?.[1]);
    for (const { keepTime, includeVars, url } of dashboard.links)
      expect({ url, keepTime, includeVars }).toEqual({
        url,
        keepTime: true,
        includeVars: carries(dashboard.uid, url),
      });
    const inPanels = [...JSON.stringify(dashboard.panels).matchAll(/"url":"((?:[^"\\]|\\.)*)"/g)];
    for (const [, url = ''] of inPanels) expect(url).toContain('${__url_time_range}');
  });
});

/** Where a variable means the same on both sides: "All" is no one service, and the fields of Explain may be empty. */
function carries(from: string, to: string): boolean {
  const isToService = to === '/d/presage-service';
  if (from === 'presage-explain') return isToService;
  return !isToService || from === 'presage-health';
}

test.each(CASES)('$where is a query of the contract', ({ target }) => {
  const { refId, version, datasource, instant, ...asked } = target;
  expect({ version, type: datasource.type }).toEqual({ version: 1, type: 'presage-logs-datasource' });
  expect([undefined, true]).toContain(instant);
  const window = { ref_id: refId, from: 'now-1h', to: 'now' };
  expect(check({ ...window, ...asked })).toMatchObject({ ok: true });
});

test.each(CASES.filter(({ panel, target }) => panel.type === 'stat' && target.query_type === 'templates'))(
  '$where counts a template once, whatever classes its lines had',
  ({ panel }) => {
    expect(panel.options?.reduceOptions?.calcs).toEqual(['distinctCount']);
  },
);

test.each(CASES.filter(({ target }) => target.query_type !== 'health'))(
  '$where filters and groups by what such a query knows',
  ({ target }) => {
    const known = KNOWN[target.query_type];
    const filtered = (target.filters ?? []).map(({ field }) => field);
    expect(filtered.filter((field) => known?.filters.includes(field) !== true)).toEqual([]);
    expect((target.group_by ?? []).filter((field) => known?.groups.includes(field) !== true)).toEqual([]);
  },
);

test.each(CASES.filter(({ target }) => target.query_type === 'health'))(
  '$where asks for metrics that there are, by labels that they have',
  ({ target }) => {
    const names = (target.filters ?? [])
      .filter(({ field }) => field === 'metric')
      .flatMap(({ values }) => values);
    expect(names).not.toEqual([]);
    for (const name of names) {
      const metric = METRICS.find((one) => one.name === name);
      expect(metric).toBeDefined();
      expect(metric?.type).not.toBe('histogram');
      const labels: readonly string[] = metric?.labels ?? [];
      const others = (target.filters ?? []).map(({ field }) => field).filter((field) => field !== 'metric');
      expect([...others, ...(target.group_by ?? [])].filter((label) => !labels.includes(label))).toEqual([]);
    }
  },
);
