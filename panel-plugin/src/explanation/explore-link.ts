import type { DataQuery } from '@grafana/schema';
import { config } from '@grafana/runtime';
import { PRESAGE_DATASOURCE } from '../sources';
import type { LogLine } from '../lines/line';

/** Around the line, either way. */
const WINDOW_MS = 15 * 60_000;

/**
 * The address of Explore with what was asked: our own line as its explanation's query, a line of another datasource as the query that
 * the panel has of it, around the line's time. Undefined where neither is known.
 */
export function exploreLink(line: LogLine, targets: readonly DataQuery[]): string | undefined {
  const { uid, type, refId } = line.source;
  if (uid === '') return undefined;
  const query = type === PRESAGE_DATASOURCE ? presageQuery(line) : targets.find((one) => one.refId === refId);
  return query === undefined ? undefined : exploreUrl(uid, type, query, line.timeMs);
}

/** The line of an event id, when the panel has no line of it. */
export function exploreEvent(uid: string, eventId: string, timeMs: number): string {
  return exploreUrl(uid, PRESAGE_DATASOURCE, explainQuery(eventId), timeMs);
}

function presageQuery({ eventId, service }: LogLine): object {
  if (eventId !== undefined) return explainQuery(eventId);
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
