import { correctedClasses } from '../corrected.ts';
import { compileMatch } from '../match.ts';
import type { Scope } from '../store.ts';
import { KIND_FIELDS, type KindField } from '../stored-row.ts';
import type { CompiledScope } from './compile.ts';

/** What many rows of a slice share. */
export interface Kind {
  readonly id: number;
  readonly tenant: number;
  /** Values of KIND_FIELDS, in that order; '' = absent. */
  readonly values: readonly string[];
}

export const CLASS_AT = KIND_FIELDS.indexOf('presage_class');
const SERVICE_AT = KIND_FIELDS.indexOf('service');
export const TEMPLATE_AT = KIND_FIELDS.indexOf('presage_template_id');

/** Kinds that a scope means, with the class that people have set, and whether these are all there are. */
export interface ChosenKinds {
  readonly kinds: readonly Kind[];
  readonly isAll: boolean;
}

/** Makes a chooser of the kinds that a scope means; made once per query. */
export function kindChooser(
  { corrected }: Pick<Scope, 'corrected'>,
  { kindFilters }: CompiledScope,
): (kinds: readonly Kind[]) => ChosenKinds {
  const classOf = correctedClasses(corrected);
  const isMeant = compileMatch(kindFilters, undefined);
  return (kinds) => {
    const overlaid = corrected.length === 0 ? kinds : kinds.map((kind) => overlay(kind, classOf));
    if (kindFilters.length === 0) return { kinds: overlaid, isAll: true };
    const chosen = overlaid.filter((kind) => isMeant({ message: '', fields: fieldsOf(kind) }));
    return { kinds: chosen, isAll: chosen.length === kinds.length };
  };
}

function overlay(kind: Kind, classOf: ReturnType<typeof correctedClasses>): Kind {
  const corrected = classOf(kind.values[TEMPLATE_AT] ?? '', kind.values[SERVICE_AT] ?? '');
  return corrected === undefined ? kind : { ...kind, values: kind.values.with(CLASS_AT, corrected) };
}

export function kindValue(kind: Kind, field: KindField): string {
  return kind.values[KIND_FIELDS.indexOf(field)] ?? '';
}

/** Ids as a bound list. */
export function idsOf(kinds: readonly Kind[]): string {
  return JSON.stringify(kinds.map(({ id }) => id));
}

function fieldsOf(kind: Kind): Record<string, string> {
  return Object.fromEntries(KIND_FIELDS.map((name, at) => [name, kind.values[at] ?? '']));
}
