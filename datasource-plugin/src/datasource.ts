// In: Grafana's requests. Out: the backend's frames with links and levels. No query language is written here but variables' values
// put into LogsQL; no call goes anywhere but to our own backend.
import {
  CoreApp,
  dateTime,
  getDefaultTimeRange,
  LogRowContextQueryDirection,
  SupplementaryQueryType,
  type AdHocVariableFilter,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceApi,
  type DataSourceGetTagKeysOptions,
  type DataSourceGetTagValuesOptions,
  type DataSourceInstanceSettings,
  type DataSourceWithLogsContextSupport,
  type DataSourceWithQueryModificationSupport,
  type DataSourceWithSupplementaryQueriesSupport,
  type DataSourceWithToggleableQueryFiltersSupport,
  type LogRowContextOptions,
  type LogRowModel,
  type MetricFindValue,
  type QueryFilterOptions,
  type QueryFixAction,
  type ScopedVars,
  type SupplementaryQueryOptions,
  type TimeRange,
  type ToggleFilterAction,
} from '@grafana/data';
import type { DataQuery } from '@grafana/schema';
import { DataSourceWithBackend, getTemplateSrv } from '@grafana/runtime';
import { lastValueFrom, map, merge, type Observable } from 'rxjs';
import type { ReactNode } from 'react';
import { annotationSupport } from './annotations';
import { contextUi } from './components/ContextToggles';
import { cell, withoutLine } from './frames/context-frames';
import { decorate, type LinkTarget } from './frames/decorate';
import { fromAdHoc, withAdHocFilters } from './query/ad-hoc';
import { contextQuery, openContextQuery, SAME_CANDIDATES, SAME_DEFAULT } from './query/context';
import { queryDisplayText } from './query/display-text';
import { lineToExplain } from './query/explain';
import { fieldOf, hasFilter, toggleFilter } from './query/filters';
import { importQuery } from './query/import-query';
import { interpolate } from './query/interpolate';
import { migrateQuery } from './query/migrate';
import { defaultQuery, FIELD, type PresageQuery } from './query/model';
import { modifyQuery } from './query/modify';
import { beyondOneMoment } from './query/one-moment';
import { sampleQuery, volumeQuery } from './query/supplementary';
import { templatesOf, type Templates } from './query/templates';
import { Resources } from './resources';
import { DEFAULT_LIMIT, settingsOf, type PresageOptions } from './settings';
import { tail, type ChannelOf } from './tail';
import { Variables } from './variables';

export class PresageDatasource
  extends DataSourceWithBackend<PresageQuery, PresageOptions>
  implements
    DataSourceWithSupplementaryQueriesSupport<PresageQuery>,
    DataSourceWithLogsContextSupport<PresageQuery>,
    DataSourceWithToggleableQueryFiltersSupport<PresageQuery>,
    DataSourceWithQueryModificationSupport<PresageQuery>
{
  readonly settings: PresageOptions;
  readonly resources: Resources;
  override annotations = annotationSupport();
  /** Fields that a line's context has in common with it, as last chosen. */
  readonly #same = new Set<string>(SAME_DEFAULT);

  constructor(instance: DataSourceInstanceSettings<PresageOptions>) {
    super(instance);
    this.settings = settingsOf(instance.jsonData);
    this.resources = new Resources((path, parameters) => this.getResource(path, parameters));
    this.variables = new Variables(this);
  }

  templates(scopedVars: ScopedVars | undefined): Templates {
    return templatesOf(getTemplateSrv(), scopedVars);
  }

  variableNames(): string[] {
    return getTemplateSrv()
      .getVariables()
      .map(({ name }) => name);
  }

  override getDefaultQuery(app: CoreApp): Partial<PresageQuery> {
    return defaultQuery(app === CoreApp.UnifiedAlerting || app === CoreApp.CloudAlerting);
  }

  getQueryDisplayText(query: PresageQuery): string {
    return queryDisplayText(migrateQuery({ ...query }));
  }

  /** An explanation is of a line; until one is named there is nothing to ask. */
  override filterQuery(saved: PresageQuery): boolean {
    const query = migrateQuery({ ...saved });
    return query.hide !== true && (query.query_type !== 'explain' || lineToExplain(query) !== undefined);
  }

  override query(request: DataQueryRequest<PresageQuery>): Observable<DataQueryResponse> {
    const targets = request.targets
      .map((target) => migrateQuery({ ...target }))
      .filter((target) => this.#asksSomething(target, request.scopedVars));
    if (request.liveStreaming === true) return this.#tail(targets, request);
    const explained = new Set(targets.filter((one) => one.query_type === 'explain').map((one) => one.refId));
    const target = { ...this.#linkTarget(), explained };
    // Grafana's server reads and prints each JSON cell: we take short texts and read them ourselves (`decorate`).
    const packed = targets.map((one) => ({ ...one, packed: true }));
    const ask = (queries: PresageQuery[]) => super.query({ ...request, targets: queries });
    return beyondOneMoment(ask, packed, request.range.to.valueOf()).pipe(
      map((response) => ({ ...response, data: response.data.map((frame) => decorate(frame, target)) })),
    );
  }

  /** Of an explanation only its variables tell whether it names a line. */
  #asksSomething(query: PresageQuery, scopedVars: ScopedVars): boolean {
    return (
      query.query_type !== 'explain' ||
      lineToExplain(interpolate(query, this.templates(scopedVars))) !== undefined
    );
  }

  override applyTemplateVariables(
    query: PresageQuery,
    scopedVars: ScopedVars,
    adHoc?: AdHocVariableFilter[],
  ): PresageQuery {
    const asked = withAdHocFilters(interpolate(query, this.templates(scopedVars)), adHoc);
    if (asked.query_type === 'explain') return lineToExplain(asked) ?? asked;
    const { defaultLimit = DEFAULT_LIMIT } = this.settings;
    return asked.query_type === 'logs' ? { ...asked, limit: asked.limit ?? defaultLimit } : asked;
  }

  override interpolateVariablesInQueries(
    queries: PresageQuery[],
    scopedVars: ScopedVars,
    adHoc?: AdHocVariableFilter[],
  ): PresageQuery[] {
    return queries.map((query) => ({
      ...withAdHocFilters(interpolate(migrateQuery({ ...query }), this.templates(scopedVars)), adHoc),
      datasource: this.getRef(),
    }));
  }

  override importQueries(queries: DataQuery[], origin: DataSourceApi): Promise<PresageQuery[]> {
    return Promise.resolve(queries.map((query) => importQuery(query, origin.type)));
  }

  getSupportedSupplementaryQueryTypes(): SupplementaryQueryType[] {
    return [SupplementaryQueryType.LogsVolume, SupplementaryQueryType.LogsSample];
  }

  getSupplementaryQuery(options: SupplementaryQueryOptions, query: PresageQuery): PresageQuery | undefined {
    const original = migrateQuery({ ...query });
    return options.type === SupplementaryQueryType.LogsVolume
      ? volumeQuery(original)
      : sampleQuery(original, options.limit);
  }

  getSupplementaryRequest(
    type: SupplementaryQueryType,
    request: DataQueryRequest<PresageQuery>,
    options?: SupplementaryQueryOptions,
  ): DataQueryRequest<PresageQuery> | undefined {
    const targets = request.targets.flatMap(
      (query) => this.getSupplementaryQuery(options ?? { type }, query) ?? [],
    );
    return targets.length === 0 ? undefined : { ...request, targets };
  }

  async getLogRowContext(
    row: LogRowModel,
    options: LogRowContextOptions = {},
    query?: PresageQuery,
  ): Promise<DataQueryResponse> {
    const eventId = eventIdOf(row);
    if (eventId === undefined) return { data: [] };
    const direction = options.direction === LogRowContextQueryDirection.Forward ? 'forward' : 'backward';
    const part = { eventId, direction, limit: options.limit ?? 50, same: this.#sameOf(row) } as const;
    const target = contextQuery(part, query);
    const response = await lastValueFrom(this.query(contextRequest(target, row.timeEpochMs, options)));
    const message = response.errors?.[0]?.message;
    if (message !== undefined) throw new Error(message);
    return { ...response, data: response.data.map((frame) => withoutLine(frame, eventId)) };
  }

  getLogRowContextQuery(
    row: LogRowModel,
    _options?: LogRowContextOptions,
    query?: PresageQuery,
  ): Promise<PresageQuery> {
    return Promise.resolve(openContextQuery(row.labels, this.#sameOf(row), query));
  }

  getLogRowContextUi(row: LogRowModel, runContextQuery?: () => void): ReactNode {
    return contextUi(
      SAME_CANDIDATES.filter((field) => row.labels[field] !== undefined),
      this.#same,
      runContextQuery,
    );
  }

  showContextToggle(row?: LogRowModel): boolean {
    return row !== undefined && eventIdOf(row) !== undefined;
  }

  toggleQueryFilter(query: PresageQuery, { type, options }: ToggleFilterAction): PresageQuery {
    const kind = type === 'FILTER_FOR' ? 'for' : 'out';
    return toggleFilter(migrateQuery({ ...query }), options.key ?? '', options.value ?? '', kind);
  }

  queryHasFilter(query: PresageQuery, { key = '', value = '' }: QueryFilterOptions): boolean {
    return hasFilter(migrateQuery({ ...query }), key, value);
  }

  modifyQuery(query: PresageQuery, action: QueryFixAction): PresageQuery {
    return modifyQuery(query, action);
  }

  getSupportedQueryModifications(): string[] {
    return ['ADD_FILTER', 'ADD_FILTER_OUT', 'ADD_STRING_FILTER', 'ADD_STRING_FILTER_OUT'];
  }

  override async getTagKeys(options?: DataSourceGetTagKeysOptions<PresageQuery>): Promise<MetricFindValue[]> {
    const fields = await this.resources.fields(this.#window(options));
    return fields.map(({ name }) => ({ text: name, value: name }));
  }

  override async getTagValues(
    options: DataSourceGetTagValuesOptions<PresageQuery>,
  ): Promise<MetricFindValue[]> {
    const values = await this.resources.fieldValues(fieldOf(options.key), this.#window(options), 1000);
    return values.map(({ value }) => ({ text: value, value }));
  }

  #window({ timeRange, filters = [] }: { timeRange?: TimeRange; filters?: AdHocVariableFilter[] } = {}) {
    // Grafana also hands over what is only being chosen.
    const chosen = filters.filter(({ key, value }) => key !== '' && value !== '');
    return { range: timeRange ?? getDefaultTimeRange(), filters: chosen.map(fromAdHoc) };
  }

  #tail(targets: PresageQuery[], request: DataQueryRequest<PresageQuery>): Observable<DataQueryResponse> {
    const lines = targets.filter((query) => this.filterQuery(query) && query.query_type === 'logs');
    const asked = lines.map((query) =>
      this.applyTemplateVariables(query, request.scopedVars, request.filters),
    );
    const channelOf: ChannelOf = (query) => this.postResource('tail-channel', query);
    return merge(...asked.map((query) => tail(query, channelOf, this.#linkTarget())));
  }

  #sameOf(row: LogRowModel): string[] {
    return SAME_CANDIDATES.filter((field) => this.#same.has(field) && row.labels[field] !== undefined);
  }

  #linkTarget(): LinkTarget {
    const { explainDashboardUid, derivedFields = [] } = this.settings;
    return { uid: this.uid, name: this.name, explainDashboardUid, derivedFields };
  }
}

function eventIdOf({ dataFrame, rowIndex, labels }: LogRowModel): string | undefined {
  return cell(dataFrame, FIELD.eventId, rowIndex) ?? labels[FIELD.eventId];
}

const TWO_HOURS_MS = 2 * 3_600_000;

function contextRequest(
  target: PresageQuery,
  atMs: number,
  { timeWindowMs = TWO_HOURS_MS, scopedVars = {} }: LogRowContextOptions,
): DataQueryRequest<PresageQuery> {
  const [start, end] = [dateTime(atMs - timeWindowMs), dateTime(atMs + timeWindowMs)];
  return {
    requestId: target.refId,
    targets: [target],
    range: { from: start, to: end, raw: { from: start, to: end } },
    interval: '1s',
    intervalMs: 1000,
    scopedVars,
    timezone: 'browser',
    app: CoreApp.Explore,
    startTime: Date.now(),
    hideFromInspector: true,
  };
}
