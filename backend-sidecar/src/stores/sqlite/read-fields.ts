import { compareText } from '../match.ts';
import { EVENT_ID_FIELD, KIND_FIELDS, readFields } from '../stored-row.ts';
import type { Scope } from '../store.ts';
import type { FieldHits, Unsignalled, ValueHits } from './calls.ts';
import { fieldSql, fromRows, isKindField, type Sql } from './compile.ts';
import { kindValue, type Kind } from './kinds.ts';
import type { RunningQuery } from './running-query.ts';
import { ScopePlan } from './scope-plan.ts';
import type { SlicePool } from './slice-pool.ts';
import type { SliceReader } from './slice-reader.ts';

/** Fields and their values are counted in the newest rows of a scope, up to these many. */
export const SAMPLED_ROWS = 100_000;

/** Counts names or values, most hits first. */
class Hits {
  readonly #counts = new Map<string, number>();

  add(text: string, hits = 1): void {
    if (text !== '') this.#counts.set(text, (this.#counts.get(text) ?? 0) + hits);
  }

  sorted(): [text: string, hits: number][] {
    return [...this.#counts].sort(([a, x], [b, y]) => y - x || compareText(a, b));
  }
}

/** Names of the fields that rows of the scope have, from the newest SAMPLED_ROWS of them. */
export function readFieldNames(
  pool: SlicePool,
  running: RunningQuery,
  scope: Unsignalled<Scope>,
): readonly FieldHits[] {
  const hits = new Hits();
  const columns: Sql = { sql: "message <> '' AS hasMessage, fields AS value", values: [] };
  sample(pool, running, scope, columns, (row, kind) => {
    if (row.hasMessage) hits.add('_msg');
    hits.add(EVENT_ID_FIELD);
    for (const name of KIND_FIELDS) if (kindValue(kind, name) !== '') hits.add(name);
    for (const name in readFields(row.value)) hits.add(name);
  });
  return hits.sorted().map(([name, count]) => ({ name, hits: count }));
}

/** Values of one field, most hits first: exact for what kinds hold, else from the newest SAMPLED_ROWS rows of the scope. */
export function readFieldValues(
  pool: SlicePool,
  running: RunningQuery,
  { scope, field, limit }: { scope: Unsignalled<Scope>; field: string; limit: number },
): readonly ValueHits[] {
  const hits = new Hits();
  if (isKindField(field))
    countKinds(pool, running, scope, (kind, rows) => hits.add(kindValue(kind, field), rows));
  else {
    const { sql, values } = fieldSql(field);
    sample(pool, running, scope, { sql: `0 AS hasMessage, ${sql} AS value`, values }, (row) =>
      hits.add(row.value),
    );
  }
  return hits
    .sorted()
    .slice(0, limit)
    .map(([value, count]) => ({ value, hits: count }));
}

function countKinds(
  pool: SlicePool,
  running: RunningQuery,
  scope: Unsignalled<Scope>,
  take: (kind: Kind, rows: number) => void,
): void {
  const plan = new ScopePlan(scope);
  running.begin(plan.compiled.tests);
  for (const slice of pool.between(scope.fromMs, scope.toMs)) {
    pool.read(slice, (reader) => {
      const part = plan.partOf(reader);
      if (!part) return;
      const kinds = byId(part.kinds);
      for (const { access, reach } of plan.waysTo(reader, part, { onlyKinds: true, direction: 'forward' })) {
        const from = fromRows(access, reach, plan.compiled.conditions);
        const sql = `SELECT kind, count(*) AS lines ${from.sql} GROUP BY kind`;
        for (const { kind, lines } of reader.all<KindCount>({ sql, values: from.values })) {
          const known = kinds.get(kind);
          if (known) take(known, lines);
        }
      }
    });
  }
}

interface KindCount {
  readonly kind: number;
  readonly lines: number;
}

interface SampledRow {
  readonly kind: number;
  readonly hasMessage: number;
  readonly value: string;
}

/** Gives the newest rows of a scope, up to SAMPLED_ROWS. */
function sample(
  pool: SlicePool,
  running: RunningQuery,
  scope: Unsignalled<Scope>,
  columns: Sql,
  take: (row: SampledRow, kind: Kind) => void,
): void {
  const plan = new ScopePlan(scope);
  running.begin(plan.compiled.tests);
  let left = SAMPLED_ROWS;
  for (const slice of pool.between(scope.fromMs, scope.toMs).reverse()) {
    if (left > 0) left -= pool.read(slice, (reader) => sampleSlice(reader, plan, columns, left, take)) ?? 0;
  }
}

function sampleSlice(
  reader: SliceReader,
  plan: ScopePlan,
  columns: Sql,
  limit: number,
  take: (row: SampledRow, kind: Kind) => void,
): number {
  const part = plan.partOf(reader);
  if (!part) return 0;
  const kinds = byId(part.kinds);
  let left = limit;
  for (const { access, reach } of plan.waysTo(reader, part, { columns: [columns], direction: 'backward' })) {
    if (left <= 0) break;
    const from = fromRows(access, reach, plan.compiled.conditions);
    const statement = {
      sql: `SELECT kind, ${columns.sql} ${from.sql} ORDER BY id DESC LIMIT ?`,
      values: [...columns.values, ...from.values, left],
    };
    for (const row of reader.each<SampledRow>(statement)) {
      const kind = kinds.get(row.kind);
      if (kind) take(row, kind);
      left--;
    }
  }
  return limit - left;
}

function byId(kinds: readonly Kind[]): ReadonlyMap<number, Kind> {
  return new Map(kinds.map((kind) => [kind.id, kind]));
}
