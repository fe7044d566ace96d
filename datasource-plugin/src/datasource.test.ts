import {
  CoreApp,
  dateTime,
  SupplementaryQueryType,
  type DataFrame,
  type DataQueryRequest,
  type DataSourceInstanceSettings,
} from '@grafana/data';
import {
  setBackendSrv,
  setTemplateSrv,
  type BackendSrv,
  type BackendSrvRequest,
  type TemplateSrv,
} from '@grafana/runtime';
import { lastValueFrom, of } from 'rxjs';
import logs from '../../contract/fixtures/query/logs.json';
import packed from '../../contract/fixtures/query/logs-packed.json';
import { PresageDatasource } from './datasource';
import type { PresageQuery } from './query/model';
import { Resources, type GetResource } from './resources';
import type { PresageOptions } from './settings';
import { variableValues } from './variables';

const templateSrv = {
  getVariables: () => [{ name: 'all', current: { value: ['$__all'] } }],
  replace: (text: string, _scoped: unknown, format: (value: unknown) => string) =>
    text.replace(/\$(two|all)/, () => format(['cart', 'api'])),
};
setTemplateSrv(templateSrv as unknown as TemplateSrv);

function datasource(jsonData: PresageOptions = {}): PresageDatasource {
  const settings = { id: 1, uid: 'u1', name: 'Presage', type: 'presage-logs-datasource', jsonData };
  return new PresageDatasource(settings as unknown as DataSourceInstanceSettings<PresageOptions>);
}

const lines: PresageQuery = { refId: 'A', version: 1, query_type: 'logs' };
const range = { from: dateTime(0), to: dateTime(1000), raw: { from: '0', to: '1' } };

describe('the datasource', () => {
  test('takes its default limit for lines that name none', () => {
    const limited = (query: PresageQuery) =>
      datasource({ defaultLimit: 7 }).applyTemplateVariables(query, {}).limit;
    expect([
      limited(lines),
      limited({ ...lines, limit: 3 }),
      limited({ ...lines, query_type: 'stats' }),
    ]).toEqual([7, 3, undefined]);
  });

  test('takes what a provisioning file leaves empty as not said', () => {
    const empty = { defaultLimit: null, explainDashboardUid: null, derivedFields: null, tenant: '' };
    expect(datasource(empty as unknown as PresageOptions).settings).toEqual({});
    const noList = { derivedFields: { name: 'trace' } } as unknown as PresageOptions;
    expect(datasource(noList).settings).toEqual({});
    const text = { defaultLimit: '7' } as unknown as PresageOptions;
    expect(datasource(text).applyTemplateVariables(lines, {}).limit).toBe(7);
  });

  test('replaces variables and adds ad-hoc filters', () => {
    const query: PresageQuery = { ...lines, filters: [{ field: 'service', op: '=', values: ['$two'] }] };
    const adHoc = [{ key: 'env', operator: '=', value: 'p' }];
    expect(datasource().applyTemplateVariables(query, {}, adHoc).filters).toEqual([
      { field: 'service', op: '=|', values: ['cart', 'api'] },
      { field: 'env', op: '=', values: ['p'] },
    ]);
  });

  test('asks nothing for hidden queries and for an explanation of no line', () => {
    const asks = (query: PresageQuery) => datasource().filterQuery(query);
    expect([asks(lines), asks({ ...lines, hide: true }), asks({ ...lines, query_type: 'explain' })]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('takes queries of older plugins wherever Grafana hands them over as they were saved', () => {
    const filters = [{ key: 'presage_event_id', operator: '=', value: 'e-1' }];
    const old = { refId: 'A', query_type: 'explain', filters } as unknown as PresageQuery;
    const [source, options] = [datasource(), { key: 'presage_event_id', value: 'e-1' }];
    expect([source.filterQuery(old), source.queryHasFilter(old, options)]).toEqual([true, true]);
    expect(source.toggleQueryFilter(old, { type: 'FILTER_FOR', options }).filters).toBeUndefined();
  });

  test('asks for packed lines and shows what others get', async () => {
    const asked: unknown[] = [];
    const fetch = ({ data }: BackendSrvRequest) => {
      asked.push(...(data as { queries: unknown[] }).queries);
      return of({ data: packed.reply, status: 200 });
    };
    setBackendSrv({ fetch } as unknown as BackendSrv);
    const request = { targets: [lines], range, scopedVars: {} } as unknown as DataQueryRequest<PresageQuery>;
    const { data, errors } = await lastValueFrom(datasource().query(request));
    expect(asked).toEqual([expect.objectContaining({ query_type: 'logs', packed: true })]);
    const fields = (data as DataFrame[])[0]?.fields ?? [];
    expect(errors).toBeUndefined();
    expect(fields.map(({ name }) => name)).toEqual(
      logs.reply.results.A.frames[0]?.schema.fields.map(({ name }) => name),
    );
  });

  test('asks again while scrolling brings a page of nothing but lines of the moment it scrolls from', async () => {
    const [frame] = packed.reply.results.A.frames;
    const atMs = frame?.data.values[0]?.[0];
    const limits: unknown[] = [];
    const fetch = ({ data }: BackendSrvRequest) => {
      const [{ limit }] = (data as { queries: [{ limit: number }] }).queries;
      limits.push(limit);
      const meta = { ...frame?.schema.meta, custom: { ...frame?.schema.meta.custom, limit } };
      const results = { A: { frames: [{ ...frame, schema: { ...frame?.schema, meta } }] } };
      return of({ data: { results }, status: 200 });
    };
    setBackendSrv({ fetch } as unknown as BackendSrv);
    const ask = async (target: object) => {
      limits.length = 0;
      const to = { from: dateTime(0), to: dateTime(atMs), raw: { from: '0', to: '1' } };
      const request = { targets: [{ ...lines, limit: 1, ...target }], range: to, scopedVars: {} };
      return lastValueFrom(datasource().query(request as unknown as DataQueryRequest<PresageQuery>));
    };
    const { data } = await ask({ supportingQueryType: 'infiniteScroll' });
    expect([limits, data.length]).toEqual([[1, 4], 1]);
    await ask({});
    expect(limits).toEqual([1]);
  });

  test('offers values of an ad-hoc filter for what is chosen, not for what is only being chosen', async () => {
    const source = datasource();
    const getResource = jest.fn().mockResolvedValue({ values: [{ value: 'a', hits: 1 }] });
    source.getResource = getResource;
    const filters = [
      { key: 'env', operator: '=', value: 'p' },
      { key: 'pod', operator: '=', value: '' },
    ];
    expect(await source.getTagValues({ key: 'host', filters, timeRange: range })).toEqual([
      { text: 'a', value: 'a' },
    ]);
    expect(getResource.mock.calls[0]?.[1]).toMatchObject({
      field: 'host',
      filters: '[{"field":"env","op":"=","values":["p"]}]',
    });
  });

  test('follows no query live that has LogsQL, which would be left out', async () => {
    const targets = [{ ...lines, logsql: 'error' }];
    const request = { targets, range, scopedVars: {}, liveStreaming: true };
    const reply = await lastValueFrom(
      datasource().query(request as unknown as DataQueryRequest<PresageQuery>),
    );
    expect(reply).toMatchObject({ data: [], state: 'Error', errors: [{ refId: 'A' }] });
  });

  test('has a volume for lines only', () => {
    const of = (query: PresageQuery) =>
      datasource().getSupplementaryRequest(SupplementaryQueryType.LogsVolume, {
        targets: [query],
      } as unknown as DataQueryRequest<PresageQuery>);
    expect(of(lines)?.targets.map(({ refId }) => refId)).toEqual(['log-volume-A']);
    expect(of({ ...lines, query_type: 'stats' })).toBeUndefined();
  });

  test('starts alert rules with numbers and everything else with lines', () => {
    const start = (app: CoreApp) => datasource().getDefaultQuery(app).query_type;
    expect([start(CoreApp.UnifiedAlerting), start(CoreApp.Explore)]).toEqual(['stats', 'logs']);
  });
});

describe('a dashboard variable', () => {
  const asked: Array<[string, Record<string, string> | undefined]> = [];
  const replies: Record<string, unknown> = {
    'field-values': { values: [{ value: 'cart', hits: 2 }] },
    templates: {
      templates: [{ template_id: 'ab', service: 'cart', template: 'Order <*> failed', count: 3 }],
    },
  };
  const get: GetResource = (path, parameters) => {
    asked.push([path, parameters]);
    return Promise.resolve(replies[path] as never);
  };
  const source = { resources: new Resources(get), templates: datasource().templates.bind(datasource()) };
  const request = { range, scopedVars: {} };

  test('lists services by their values', async () => {
    expect(await variableValues(source, { refId: 'v', kind: 'services' }, request)).toEqual([
      { text: 'cart', value: 'cart' },
    ]);
    expect(asked.at(-1)?.[1]).toMatchObject({ field: 'service', from: '1970-01-01T00:00:00.000Z' });
  });

  test('lists all services, whatever service was named for another kind of list', async () => {
    await variableValues(source, { refId: 'v', kind: 'services', service: 'cart' }, request);
    expect(asked.at(-1)?.[1]).not.toHaveProperty('filters');
  });

  test('shows templates by their words and means their ids', async () => {
    expect(await variableValues(source, { refId: 'v', kind: 'templates' }, request)).toEqual([
      { text: 'Order <*> failed (cart)', value: 'ab' },
    ]);
  });

  test('lists the classes of one service', async () => {
    await variableValues(source, { refId: 'v', kind: 'classes', service: 'cart' }, request);
    expect(asked.at(-1)?.[1]).toMatchObject({
      field: 'presage_class',
      filters: '[{"field":"service","op":"=|","values":["cart"]}]',
    });
  });

  test('lists those of several services, and of every service where all are chosen', async () => {
    const classes = (service: string) =>
      variableValues(source, { refId: 'v', kind: 'classes', service }, request);
    await classes('$two');
    expect(asked.at(-1)?.[1]?.['filters']).toBe('[{"field":"service","op":"=|","values":["cart","api"]}]');
    await classes('$all');
    expect(asked.at(-1)?.[1]).not.toHaveProperty('filters');
    asked.length = 0;
    await variableValues(source, { refId: 'v', kind: 'templates', service: '$two', text: 'order' }, request);
    await variableValues(source, { refId: 'v', kind: 'templates', service: '$all', text: '$all' }, request);
    expect(asked.map(([, parameters]) => parameters)).toEqual([
      { limit: '1000', text: 'order', service: 'cart' },
      { limit: '1000', text: 'order', service: 'api' },
      { limit: '1000' },
    ]);
  });
});
