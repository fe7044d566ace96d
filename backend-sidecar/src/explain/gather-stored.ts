import type { Filter } from '@presage/contract';
import { PresageError } from '../errors.ts';
import type { LogsQuery, Reader, Scope, StoredRow } from '../stores/store.ts';
import type { Asked } from './asked.ts';
import type { ExplainParts } from './parts.ts';
import type { Gathered, Novelty } from './line.ts';
import { nearRows } from './near-rows.ts';
import { signalsOf, type ScopeOf } from './signals.ts';
import { contextOf, HOST, lineMaker, numbered, SERVICE } from './to-line.ts';

const MINUTE = 60_000;
/** A template's newest line is looked for so far back. */
const NEWEST_MS = 7 * 24 * 60 * MINUTE;
/** Its own service is read further back than its neighbours: what fills up does so slowly. */
const OWN_BEFORE_MS = 60 * MINUTE;
const OTHERS_BEFORE_MS = 15 * MINUTE;
const AFTER_MS = 5 * MINUTE;
/** A kind of line is new only if lines were watched for so long before it. */
const WATCHED_MS = 5 * MINUTE;
/** Fields that tie the lines of one request together. */
const THREADS = [
  'trace_id',
  'traceId',
  'traceID',
  'trace.id',
  'request_id',
  'requestId',
  'req_id',
  'reqId',
  'correlation_id',
  'session_id',
];
/** Who tells of roll-outs and changes. */
const CHANGERS =
  '(?i)(deploy|argo|flux|helm|ansible|puppet|chef|salt|config|rollout|terraform|systemd|kubelet|release|ci-?cd|jenkins)';

const NOT_NORMAL: Filter = {
  field: 'presage_class',
  op: '=|',
  values: ['incident', 'preventive_action'],
};

/** Incidents are asked for by themselves; a probe that fails each second must not hide the roll-out before it. */
const NO_INCIDENT: Filter = { field: 'presage_class', op: '!=', values: ['incident'] };

type StoredAsked = Exclude<Asked, { by: 'line' }>;

/** The line and what stands around it in the store, by a fixed set of queries at once. Rejects with `not_found`. */
export async function gatherStored(
  parts: ExplainParts,
  tenant: string,
  asked: StoredAsked,
  signal: AbortSignal,
): Promise<Gathered> {
  const row = await findRow(parts, tenant, asked, signal);
  const scope = (fromMs: number, toMs: number, filters: readonly Filter[]): Scope => {
    return { tenant, fromMs, toMs, filters, text: undefined, logsql: undefined, corrected: [], signal };
  };
  const from = row.timeMs - OWN_BEFORE_MS;
  const to = row.timeMs + AFTER_MS;
  const [total, novelty, signals, ...pages] = await Promise.all([
    countOf(parts.reader, scope(from, to, [])),
    noveltyOf(parts, row, scope),
    signalsOf(parts, aroundOf(row), scope),
    ...queriesFor(row, scope).map((query) => nearRows(parts.reader, query)),
    ...threadOf(row, scope).map((query) => parts.reader.logs(query).then(({ rows: found }) => found)),
  ]);
  const rows = new Map(pages.flat().map((one) => [keyOf(one), one]));
  rows.delete(keyOf(row));
  const make = lineMaker(parts, tenant);
  const target = make(row, true);
  const ordered = numbered(
    target,
    [...rows.values()].map((one) => make(one, false)),
  );
  const window = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  const filter = 'its service, host and request, what it names; incidents and changes of the others';
  return {
    ...ordered,
    novelty,
    context: {
      ...contextOf(ordered, { origin: 'store', window, filter, total }),
      ...(Object.keys(signals).length === 0 ? {} : { signals }),
    },
  };
}

function aroundOf(row: StoredRow) {
  const own = same(row, SERVICE);
  const { service = '', presage_template_id: templateId = '' } = row.fields;
  return { timeMs: row.timeMs, templateId, own, service };
}

async function noveltyOf(
  parts: ExplainParts,
  row: StoredRow,
  scopeOf: ScopeOf,
): Promise<Novelty | undefined> {
  const id = row.fields['presage_template_id'];
  if (id === undefined) return undefined;
  const at = row.timeMs;
  const own: Filter[] = [{ field: 'presage_template_id', op: '=', values: [id] }];
  const scope = scopeOf(at - OTHERS_BEFORE_MS, at, own);
  const [recent, earlier] = await Promise.all([
    countOf(parts.reader, scope),
    countOf(parts.reader, scopeOf(at - OWN_BEFORE_MS, at - OTHERS_BEFORE_MS - 1, own)),
  ]);
  const known = parts.template(scope.tenant, id);
  const firstSeenMs = known && Date.parse(known.first_seen);
  if (firstSeenMs === undefined || firstSeenMs < scope.fromMs) return { firstSeenMs, recent, earlier };
  const watched = await countOf(parts.reader, scopeOf(at - OWN_BEFORE_MS, firstSeenMs - WATCHED_MS, []));
  return { firstSeenMs: watched > 0 ? firstSeenMs : undefined, recent, earlier };
}

function keyOf({ timeMs, timeNanos, message, fields }: StoredRow): string {
  return fields['presage_event_id'] ?? `${timeMs}.${timeNanos} ${message}`;
}

async function findRow(
  parts: ExplainParts,
  tenant: string,
  asked: StoredAsked,
  signal: AbortSignal,
): Promise<StoredRow> {
  if (asked.by === 'event') {
    const row = await parts.reader.event(tenant, asked.eventId, signal);
    if (row !== undefined) return row;
    throw new PresageError(
      'not_found',
      `No line has the event id ${asked.eventId}: it is past the retention, or not yet in the store.`,
    );
  }
  const row = await newestRow(parts, tenant, asked, signal);
  if (row !== undefined) return row;
  throw new PresageError('not_found', 'No line of that template was stored in the last 7 days.');
}

/** The newest line that needs action, as an alert means it, else the newest. A short look back first: it is the cheaper one. */
async function newestRow(
  parts: ExplainParts,
  tenant: string,
  asked: Extract<Asked, { by: 'template' }>,
  signal: AbortSignal,
): Promise<StoredRow | undefined> {
  const now = parts.clock();
  const filters: Filter[] = [{ field: 'presage_template_id', op: '=|', values: [...asked.templateIds] }];
  if (asked.service !== undefined) filters.push({ field: 'service', op: '=', values: [asked.service] });
  const newest = async (backMs: number, more: readonly Filter[]): Promise<StoredRow | undefined> => {
    const { rows } = await parts.reader.logs({
      ...{
        tenant,
        filters: [...filters, ...more],
        signal,
        text: undefined,
        logsql: undefined,
        corrected: [],
      },
      ...{ fromMs: now - backMs, toMs: now + MINUTE, limit: 1, direction: 'backward' },
    });
    return rows[0];
  };
  for (const backMs of [OWN_BEFORE_MS, NEWEST_MS]) {
    const row = (await newest(backMs, [NOT_NORMAL])) ?? (await newest(backMs, []));
    if (row !== undefined) return row;
  }
  return undefined;
}

function queriesFor(row: StoredRow, scope: ScopeOf): readonly LogsQuery[] {
  const at = row.timeMs;
  const service = same(row, SERVICE);
  const host = same(row, HOST);
  const trouble: Filter = { field: 'presage_class', op: '=|', values: ['incident'] };
  const before = (ms: number, filters: readonly Filter[], limit: number): LogsQuery => {
    return { ...scope(at - ms, at, filters), limit, direction: 'backward' };
  };
  return [
    before(OWN_BEFORE_MS, service, 120),
    { ...scope(at, at + AFTER_MS, service), limit: 40, direction: 'forward' as const },
    { ...scope(at - OTHERS_BEFORE_MS, at + MINUTE, [trouble]), limit: 60, direction: 'forward' as const },
    before(OTHERS_BEFORE_MS, [trouble], 60),
    before(OTHERS_BEFORE_MS, host, 80),
    { ...scope(at, at + MINUTE, host), limit: 40, direction: 'forward' as const },
    before(OTHERS_BEFORE_MS, [{ field: 'service', op: '=~', values: [CHANGERS] }, NO_INCIDENT], 40),
    ...namedIn(row).map((named) => before(OTHERS_BEFORE_MS, [named, NOT_NORMAL], 40)),
  ];
}

const MOST_NAMES = 60;

/**
 * Services that a line may name, `search` of `http://search.shop:8080/q`: what was only a warning there may be what it
 * suffers from. Most are words that no service has for a name.
 */
function namedIn({ message }: StoredRow): readonly Filter[] {
  const words = message.slice(0, 2048).match(/[\p{L}\d][\p{L}\d_-]{2,}(?:\.[\p{L}\d_-]+)*/gu) ?? [];
  const names = [...new Set(words.flatMap((word) => [word, ...word.split('.', 1)]))].slice(0, MOST_NAMES);
  return names.length === 0 ? [] : [{ field: 'service', op: '=|', values: names }];
}

/** The lines of its request. Few have its id: the store finds them at once. */
function threadOf({ timeMs: at, fields }: StoredRow, scope: ScopeOf): readonly LogsQuery[] {
  const filters = same({ fields }, THREADS);
  if (filters.length === 0) return [];
  return [{ ...scope(at - OTHERS_BEFORE_MS, at + AFTER_MS, filters), limit: 60, direction: 'forward' }];
}

/** Lines with the row's value in the first of the fields that it has; [] = it has none, and every line is a neighbour. */
function same({ fields }: Pick<StoredRow, 'fields'>, names: readonly string[]): readonly Filter[] {
  const name = names.find((one) => (fields[one] ?? '') !== '');
  return name === undefined ? [] : [{ field: name, op: '=', values: [fields[name] ?? ''] }];
}

async function countOf(reader: Reader, scope: Scope): Promise<number> {
  const { series } = await reader.stats({
    ...scope,
    groupBy: [],
    stepMs: undefined,
    top: undefined,
    time: 'event',
    value: 'count',
  });
  return series[0]?.values[0] ?? 0;
}
