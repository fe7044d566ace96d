import type { LogsQuery, Scope } from '../store.ts';
import {
  callsBack,
  compileScope,
  fromRows,
  idsBetween,
  type Access,
  type CompiledScope,
  type Reach,
  type Sql,
} from './compile.ts';
import { idsOf, kindChooser, type ChosenKinds, type Kind } from './kinds.ts';
import { ROWS_PER_MS } from './schema.ts';
import type { SliceReader } from './slice-reader.ts';

/** What a scope means in one slice. */
export interface Part {
  /** Kinds that it means, with the class that people have set. */
  readonly kinds: readonly Kind[];
  readonly reach: Reach;
}

/** The index leads to rows by kind, so along it the kinds are named even when they are all. */
function alongKinds({ reach, kinds }: Part): Reach {
  return { ...reach, kinds: reach.kinds ?? idsOf(kinds) };
}

/** A scope, compiled once and applied slice by slice. */
export class ScopePlan {
  readonly compiled: CompiledScope;
  readonly #scope: Omit<Scope, 'signal'>;
  readonly #choose: (kinds: readonly Kind[]) => ChosenKinds;

  /** Throws `bad_query`. */
  constructor(scope: Omit<Scope, 'signal'>) {
    this.compiled = compileScope(scope);
    this.#scope = scope;
    this.#choose = kindChooser(scope, this.compiled);
  }

  /** Undefined when the slice cannot hold a row of the scope. */
  partOf(reader: SliceReader): Part | undefined {
    const { tenant: name, fromMs, toMs } = this.#scope;
    const tenant = reader.tenantId(name);
    const ids = idsBetween(reader.slice, fromMs, toMs);
    if (tenant === undefined || ids.belowId <= ids.fromId) return undefined;
    const chosen = this.#choose(reader.kindsOf(tenant));
    if (chosen.kinds.length === 0) return undefined;
    const isEveryRow = chosen.isAll && reader.tenantCount() === 1;
    return {
      kinds: chosen.kinds,
      reach: { tenant, kinds: isEveryRow ? undefined : idsOf(chosen.kinds), ...ids },
    };
  }

  /** How to reach the rows of a part, in order of time where they are walked along it. Read each way to its end before the next. */
  waysTo(
    reader: SliceReader,
    part: Part,
    { columns = [], onlyKinds = false, direction }: Needs,
  ): Iterable<Way> {
    const { conditions } = this.compiled;
    const along: Way = { access: 'rows INDEXED BY rows_kind', reach: alongKinds(part) };
    if (onlyKinds && conditions.length === 0) return [along];
    if (part.reach.kinds !== undefined && hasFew(reader, along)) return [along];
    return callsBack([...conditions, ...columns])
      ? pieces(reader, part.reach, direction)
      : [walk(part.reach)];
  }
}

/** What a statement reads of the rows. */
export interface Needs {
  readonly columns?: readonly Sql[];
  /** Nothing but the kind and the time. */
  readonly onlyKinds?: boolean;
  readonly direction: LogsQuery['direction'];
}

/** Rows to look at, and along what. */
export interface Way {
  readonly access: Access;
  readonly reach: Reach;
}

function walk(reach: Reach): Way {
  return { access: 'rows NOT INDEXED', reach };
}

function hasFew(reader: SliceReader, { access, reach }: Way): boolean {
  const from = fromRows(access, reach, []);
  const [counted] = reader.all<{ rows: number }>({
    sql: `SELECT count(*) AS rows FROM (SELECT 1 ${from.sql} LIMIT ?)`,
    values: [...from.values, reader.limits.fetchedRows + 1],
  });
  return (counted?.rows ?? 0) <= reader.limits.fetchedRows;
}

/** The reach in pieces of whole milliseconds. */
function* pieces(reader: SliceReader, reach: Reach, direction: Needs['direction']): Iterable<Way> {
  let rest = reach;
  while (rest.fromId < rest.belowId) {
    const order = direction === 'backward' ? 'DESC' : 'ASC';
    const [edge] = reader.all<{ id: number }>({
      sql: `SELECT id FROM rows NOT INDEXED WHERE id >= ? AND id < ? ORDER BY id ${order} LIMIT 1 OFFSET ?`,
      values: [rest.fromId, rest.belowId, reader.limits.pieceRows],
    });
    if (!edge) break;
    const millisecond = Math.floor(edge.id / ROWS_PER_MS) * ROWS_PER_MS;
    const cut = direction === 'backward' ? millisecond : millisecond + ROWS_PER_MS;
    const [older, newer] = [
      { ...rest, belowId: Math.min(cut, rest.belowId) },
      { ...rest, fromId: Math.max(cut, rest.fromId) },
    ];
    yield walk(direction === 'backward' ? newer : older);
    rest = direction === 'backward' ? older : newer;
    if (cut <= reach.fromId || cut >= reach.belowId) return;
  }
  yield walk(rest);
}
