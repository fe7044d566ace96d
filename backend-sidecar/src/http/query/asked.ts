import { checker, QueryRequestSchema, type Query } from '@presage/contract';
import { PresageError } from '../../errors.ts';

/** What a request asks: queries that can be answered, and others with what is wrong with their form. */
export interface Asked {
  readonly alert: boolean;
  readonly queries: readonly Query[];
  readonly refused: readonly Refused[];
}

export interface Refused {
  readonly refId: string;
  readonly error: PresageError;
}

const check = checker(QueryRequestSchema);

/**
 * A query of a wrong form is refused alone. Throws `bad_query` for the whole request when no query is right, one has no ref_id to be
 * answered by, two have the same, or something besides the queries is wrong.
 */
export function askedBy(body: unknown): Asked {
  const whole = check(body);
  if (whole.ok) return distinct({ alert: false, refused: [], ...whole.value });
  const parts = partsOf(body);
  const right = parts.filter((part) => check({ queries: [part] }).ok);
  const rest = check({ ...(body as object), queries: right });
  const refused = parts.flatMap(refusal);
  if (!rest.ok || refused.length + right.length < parts.length)
    throw new PresageError('bad_query', `${whole.message}.`);
  return distinct({ alert: false, refused, ...rest.value });
}

function partsOf(body: unknown): readonly unknown[] {
  const queries = typeof body === 'object' && body !== null && 'queries' in body ? body.queries : undefined;
  return Array.isArray(queries) ? queries.slice(0, 1000) : [];
}

function refusal(part: unknown, at: number): readonly Refused[] {
  const result = check({ queries: [part] });
  const refId = typeof part === 'object' && part !== null && 'ref_id' in part ? part.ref_id : undefined;
  if (result.ok || typeof refId !== 'string' || refId === '') return [];
  const message = result.message.replaceAll('queries[0]', `queries[${at}]`);
  return [{ refId, error: new PresageError('bad_query', `${message}.`) }];
}

function distinct(asked: Asked): Asked {
  const names = [...asked.queries.map((query) => query.ref_id), ...asked.refused.map(({ refId }) => refId)];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return asked;
  throw new PresageError('bad_query', `Two queries have the ref_id ${JSON.stringify(twice)}.`);
}
