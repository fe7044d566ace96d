import type { Scope } from '../store.ts';
import {
  compileScope,
  fromRows,
  idsBetween,
  type Access,
  type CompiledScope,
  type Reach,
} from './compile.ts';
import { idsOf, kindChooser, type ChosenKinds, type Kind } from './kinds.ts';
import type { SliceReader } from './slice-reader.ts';

/** Chosen rows up to which it is faster to fetch them one by one along the kinds than to walk the slice along time. */
const FETCHED_ROWS = 20_000;

/** What a scope means in one slice. */
export interface Part {
  /** Kinds that it means, with the class that people have set. */
  readonly kinds: readonly Kind[];
  readonly reach: Reach;
}

/** The index leads to rows by kind, so along it the kinds are named even when they are all. */
export function alongKinds({ reach, kinds }: Part): Reach {
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

  /** The better way to the rows of a part, where all or the first in time are read. */
  accessTo(reader: SliceReader, { reach }: Part): Access {
    if (reach.kinds === undefined) return 'rows NOT INDEXED';
    const from = fromRows('rows INDEXED BY rows_kind', reach, []);
    const counted = reader.all<{ rows: number }>({
      sql: `SELECT count(*) AS rows FROM (SELECT 1 ${from.sql} LIMIT ?)`,
      values: [...from.values, FETCHED_ROWS + 1],
    });
    return (counted[0]?.rows ?? 0) > FETCHED_ROWS ? 'rows NOT INDEXED' : 'rows INDEXED BY rows_kind';
  }
}
