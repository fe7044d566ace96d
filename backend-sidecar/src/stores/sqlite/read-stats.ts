import { ACTION_CLASSES, Tally, gridOf, type Grid } from '../tally.ts';
import type { SeriesAnswer, StatsQuery } from '../store.ts';
import type { Unsignalled } from './calls.ts';
import { fieldSql, fromRows, isKindField, type Sql } from './compile.ts';
import { CLASS_AT, kindValue, type Kind } from './kinds.ts';
import type { RunningQuery } from './running-query.ts';
import { ROW_BITS } from './schema.ts';
import { ScopePlan, type Needs } from './scope-plan.ts';
import type { SlicePool } from './slice-pool.ts';
import type { SliceReader } from './slice-reader.ts';

/** Numbers over rows by their own time: each slice is counted by kind, bucket and the row's own group fields. */
export function readStats(
  pool: SlicePool,
  running: RunningQuery,
  query: Unsignalled<StatsQuery>,
): Omit<SeriesAnswer, 'executed'> {
  const grid = gridOf(query);
  const plan = new ScopePlan(query);
  const tally = new Tally(query, grid);
  const groups = rowGroups(query.groupBy);
  running.begin(plan.compiled.tests);
  for (const slice of pool.between(query.fromMs, query.toMs)) {
    pool.read(slice, (reader) => tallySlice(reader, plan, { query, grid, groups, tally }));
  }
  return tally.answer();
}

interface Counting {
  readonly query: Unsignalled<StatsQuery>;
  readonly grid: Grid;
  /** SQL of the group fields that are not the kind's. */
  readonly groups: readonly Sql[];
  readonly tally: Tally;
}

function rowGroups(groupBy: readonly string[]): Sql[] {
  return groupBy.filter((field) => !isKindField(field)).map(fieldSql);
}

function tallySlice(reader: SliceReader, plan: ScopePlan, counting: Counting): void {
  const part = plan.partOf(reader);
  if (!part) return;
  const kinds = new Map(part.kinds.map((kind) => [kind.id, kind]));
  const { query, groups } = counting;
  const needs: Needs = {
    columns: groups,
    onlyKinds: query.value !== 'score' && groups.length === 0,
    direction: 'forward',
  };
  for (const { access, reach } of plan.waysTo(reader, part, needs)) {
    const from = fromRows(access, reach, plan.compiled.conditions);
    for (const cell of reader.each<Cell>(countSql(counting, from, reader.slice.startMs))) {
      const kind = kinds.get(cell.kind);
      if (kind) addCell(counting, kind, cell);
    }
  }
}

interface Cell extends Record<`g${number}`, string> {
  readonly kind: number;
  readonly bucket: number;
  readonly lines: number;
  readonly score: number;
}

function countSql({ query, grid, groups }: Counting, from: Sql, startMs: number): Sql {
  const bucket = bucketSql(grid, startMs);
  const score = query.value === 'score' ? 'max(ifnull(score, 0))' : '0';
  const columns = groups.map(({ sql }, at) => `, ${sql} AS g${at}`).join('');
  const names = groups.map((_group, at) => `, g${at}`).join('');
  return {
    sql: `SELECT kind, ${bucket.sql} AS bucket, count(*) AS lines, ${score} AS score${columns} ${from.sql} GROUP BY kind, bucket${names}`,
    values: [...bucket.values, ...groups.flatMap(({ values }) => values), ...from.values],
  };
}

/** Whole-number division: parameters arrive as floating point. */
function bucketSql({ firstMs, stepMs }: Grid, startMs: number): Sql {
  if (stepMs === undefined) return { sql: '0', values: [] };
  return {
    sql: `((id >> ${ROW_BITS}) + CAST(? AS INTEGER)) / CAST(? AS INTEGER)`,
    values: [startMs - firstMs, stepMs],
  };
}

function addCell({ query, tally }: Counting, kind: Kind, cell: Cell): void {
  let column = 0;
  const values = query.groupBy.map((field) =>
    isKindField(field) ? kindValue(kind, field) : (cell[`g${column++}`] ?? ''),
  );
  const isAction = ACTION_CLASSES.includes(kind.values[CLASS_AT] ?? '');
  const { lines, score } = cell;
  tally.add(values, cell.bucket, { lines, action: isAction ? lines : 0, score });
}
