import type { DataQuery } from '@grafana/schema';
import { config } from '@grafana/runtime';
import { PRESAGE_DATASOURCE } from '../sources';
import type { LogLine } from '../lines/line';

/** Around the line, either way. */
const WINDOW_MS = 15 * 60_000;

/**
 * The address of Explore around a line's time: our own line with its explanation's query, or once that is what is shown with the lines
 * of its service; a line of another datasource with the query that the panel has of it. Undefined where there is none. `replace` puts
 * in the values of the dashboard's variables, which Explore does not have.
 */
export function exploreLink(
  line: LogLine,
  targets: readonly DataQuery[],
  isExplainQuery: boolean,
  replace: (text: string) => string,
): string | undefined {
  const { uid, type, refId } = line.source;
  if (uid === '') return undefined;
  const ours = isExplainQuery ? serviceQuery(line) : presageQuery(line);
  const query =
    type === PRESAGE_DATASOURCE
      ? ours
      : resolved(
          targets.find((one) => one.refId === refId),
          replace,
        );
  return query === undefined ? undefined : exploreUrl(uid, type, query, line.timeMs);
}

function resolved(query: DataQuery | undefined, replace: (text: string) => string): object | undefined {
  if (query === undefined) return undefined;
  const inserted = (_: string, value: unknown): unknown =>
    typeof value === 'string' ? replace(value) : value;
  return JSON.parse(JSON.stringify(query), inserted) as object;
}

/** The line of an event id, when the panel has no line of it. */
export function exploreEvent(uid: string, eventId: string, timeMs: number): string {
  return exploreUrl(uid, PRESAGE_DATASOURCE, explainQuery(eventId), timeMs);
}

function presageQuery(line: LogLine): object {
  return line.eventId === undefined ? serviceQuery(line) : explainQuery(line.eventId);
}

function serviceQuery({ service }: LogLine): object {
  const filters = service === undefined ? [] : [{ field: 'service', op: '=|', values: [service] }];
  return { version: 1, query_type: 'logs', filters };
}

function explainQuery(eventId: string): object {
  const filters = [{ field: 'presage_event_id', op: '=', values: [eventId] }];
  return { version: 1, query_type: 'explain', filters };
}

function exploreUrl(uid: string, type: string, query: object, timeMs: number): string {
  const range = { from: String(timeMs - WINDOW_MS), to: String(timeMs + WINDOW_MS) };
  const target = { ...query, refId: 'A', datasource: { type, uid } };
  const panes = JSON.stringify({ a: { datasource: uid, queries: [target], range } });
  return `${config.appSubUrl ?? ''}/explore?schemaVersion=1&panes=${encodeURIComponent(panes)}`;
}
