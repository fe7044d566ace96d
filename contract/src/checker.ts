import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

export type Checked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

/** The part of typebox's error that is told; `params` depends on the keyword. */
interface Fault {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: object;
  readonly message: string;
}

/** A compiled check of a schema that says in words what is wrong and where: "queries[0].limit must be <= 10000". */
export function checker<S extends TSchema>(schema: S): (value: unknown) => Checked<Static<S>> {
  const validator = Compile(schema);
  return (value) => {
    if (validator.Check(value)) return { ok: true, value: value };
    return { ok: false, message: inWords(validator.Errors(value)) };
  };
}

/** At most three faults; "schema is false" only repeats what `additionalProperties` says. */
function inWords(faults: readonly Fault[]): string {
  const told = faults.filter((fault) => fault.keyword !== 'boolean');
  const sentences = told.slice(0, 3).map((fault) => `${pathOf(fault.instancePath)} ${reasonOf(fault)}`);
  if (told.length > 3) sentences.push(`and ${told.length - 3} more`);
  return sentences.join('; ');
}

/** `/queries/0/limit` → `queries[0].limit` */
function pathOf(pointer: string): string {
  const parts = pointer.split('/').slice(1);
  const path = parts.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`)).join('');
  return path === '' ? 'the body' : path.replace(/^\./, '');
}

function reasonOf(fault: Fault): string {
  const params = fault.params as Readonly<Record<string, unknown>>;
  if (fault.keyword === 'enum') return `must be one of ${JSON.stringify(params['allowedValues'])}`;
  if (fault.keyword === 'additionalProperties')
    return `has the unknown field ${JSON.stringify(params['additionalProperties'])}`;
  if (fault.keyword === 'required') return `lacks ${JSON.stringify(params['requiredProperties'])}`;
  return fault.message;
}
