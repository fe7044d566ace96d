import { FieldType, type DataFrame, type DataLink, type Field, type QueryResultMeta } from '@grafana/data';
import { config } from '@grafana/runtime';
import { say } from '../components/words';
import { EXPLAIN_PANEL } from '../query/explain';
import { isVolume } from '../query/supplementary';
import { FIELD, QUERY_VERSION, type PresageQuery } from '../query/model';
import { derivedColumns } from './derived-fields';
import { unpack } from './unpack';
import type { DerivedField } from '../settings';

/** What the links of a frame need to know of their datasource. */
export interface LinkTarget {
  readonly uid: string;
  readonly name: string;
  readonly explainDashboardUid: string | undefined;
  readonly derivedFields: readonly DerivedField[];
  /** Queries whose line is to be shown by the panel that explains. */
  readonly explained?: ReadonlySet<string>;
}

/** The backend's frames as Grafana shows them best: links, levels and names of series. The numbers and lines stay as they are. */
export function decorate(frame: DataFrame, target: LinkTarget): DataFrame {
  if (isVolume(frame.refId)) return { ...frame, fields: frame.fields.map(withLevel) };
  if (frame.meta?.type?.toString() === 'log-lines') return decorateLines(unpack(frame), target);
  return { ...frame, fields: frame.fields.map((field) => named(linked(field, target))) };
}

function decorateLines(frame: DataFrame, target: LinkTarget): DataFrame {
  const fields = frame.fields.map((field) => withDetectedLevel(linkedWhereSaid(field, target)));
  const isExplained = target.explained?.has(frame.refId ?? '') === true;
  const meta = marked(isExplained ? forPanel(frame, target) : (frame.meta ?? {}));
  return {
    ...frame,
    meta,
    fields: [...fields, ...derivedColumns(frame, target.derivedFields)],
  };
}

/** Grafana takes the words to mark for patterns, and cuts an open bracket and what follows off their end; the store finds them as text. */
function marked(meta: QueryResultMeta): QueryResultMeta {
  const words: unknown = meta.custom?.['searchWords'];
  if (!Array.isArray(words)) return meta;
  const escaped = (sign: string) => ('([{'.includes(sign) ? `[${sign}]` : `\\${sign}`);
  const patterns = words.map((word) => `(?i)${String(word).replace(/[\\^$.*+?()[\]{}|]/g, escaped)}`);
  return { ...meta, custom: { ...meta.custom, searchWords: patterns } };
}

/** Without the panel Grafana would show an error; it then shows the line as it shows others. */
function forPanel({ meta }: DataFrame, { uid }: LinkTarget): QueryResultMeta {
  const custom = { ...meta?.custom, datasourceUid: uid };
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is not in every Grafana that we run on
  if (config.panels[EXPLAIN_PANEL] === undefined) return { ...meta, custom };
  return { ...meta, custom, preferredVisualisationPluginId: EXPLAIN_PANEL };
}

function linked(field: Field, target: LinkTarget): Field {
  const link = linkOf(field.name, target);
  if (link === undefined) return field;
  return { ...field, config: { ...field.config, links: [...(field.config.links ?? []), link] } };
}

/** Grafana shows the link of an empty text, which leads nowhere: lines that others wrote to the store have no event and template. */
function linkedWhereSaid(field: Field, target: LinkTarget): Field {
  const shown = linked(field, target);
  if (shown === field || !field.values.includes('')) return shown;
  return { ...shown, values: field.values.map((value: unknown) => (value === '' ? null : value)) };
}

function linkOf(name: string, target: LinkTarget): DataLink<PresageQuery> | undefined {
  if (name === FIELD.eventId) return explainLink(target);
  if (name !== FIELD.templateId) return undefined;
  return internal(say('link.template'), target, { query_type: 'logs', ...only(FIELD.templateId, '=|') });
}

/** To the dashboard that was set up for it, else to Explore, where the frame names the panel. */
export function explainLink(target: LinkTarget): DataLink<PresageQuery> {
  const title = say('link.explain');
  const { explainDashboardUid } = target;
  if (explainDashboardUid === undefined || explainDashboardUid === '')
    return internal(title, target, { query_type: 'explain', ...only(FIELD.eventId, '=') });
  const url = `/d/${encodeURIComponent(explainDashboardUid)}?var-event_id=\${__value.raw:percentencode}`;
  return { title, url, targetBlank: true };
}

function internal(
  title: string,
  { uid, name }: LinkTarget,
  query: Pick<PresageQuery, 'query_type' | 'filters'>,
): DataLink<PresageQuery> {
  return {
    title,
    url: '',
    internal: {
      datasourceUid: uid,
      datasourceName: name,
      query: { refId: 'A', version: QUERY_VERSION, ...query },
    },
  };
}

function only(field: string, op: '=' | '=|'): Pick<PresageQuery, 'filters'> {
  return { filters: [{ field, op, values: ['${__value.raw}'] }] };
}

/** Explore maps the series of the volume to levels by this label. */
function withLevel(field: Field): Field {
  if (field.type !== FieldType.number) return field;
  const { [FIELD.severity]: level = 'unknown', ...labels } = field.labels ?? {};
  return { ...field, labels: { ...labels, level } };
}

/** Grafana's own name for the level of a line, by which its users filter; the filter then is on our severity. */
function withDetectedLevel(field: Field): Field {
  if (field.name !== 'labels') return field;
  const values = (field.values as Array<Record<string, string> | null>).map((labels) => {
    const level = labels?.[FIELD.severity];
    return level === undefined ? labels : { ...labels, detected_level: level };
  });
  return { ...field, values };
}

/** A legend says what differs between series: the values of the labels. */
function named(field: Field): Field {
  if (field.type !== FieldType.number || field.labels === undefined) return field;
  const text = Object.values(field.labels).join(' · ');
  return text === '' ? field : { ...field, config: { ...field.config, displayNameFromDS: text } };
}
