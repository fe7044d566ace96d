import type { Window } from '../poll-reader.ts';

/** Columns that are added to every row: its time and when the workspace had it, as texts that keep all their digits. */
export const INGESTED = 'presage_ingested';
export const TIME = 'presage_time';

/** A query of one table: its name, then what follows after a `|`. */
export const QUERY = /^\s*([A-Za-z_]\w*)\s*(?:\|([\s\S]*))?$/;

/** The table that a query begins with; undefined when it does not begin with one. */
export function tableOf(query: string): string | undefined {
  return QUERY.exec(query)?.[1];
}

/** A user's query, narrowed to the rows that the workspace had within a window, in that order. */
export function kqlOf(query: string, { fromMs, toMs }: Window): string {
  const [, table = '', rest = ''] = QUERY.exec(query) ?? [];
  return [
    table,
    `where ingestion_time() >= datetime(${iso(fromMs)}) and ingestion_time() < datetime(${iso(toMs + 1)})`,
    `extend ${INGESTED} = tostring(ingestion_time()), ${TIME} = tostring(TimeGenerated)`,
    ...(rest.trim() === '' ? [] : [rest.trim()]),
    `order by ${INGESTED} asc`,
  ].join('\n| ');
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
