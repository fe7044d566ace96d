import type { FastifyRequest } from 'fastify';
import { checker, FilterListSchema, type Filter } from '@presage/contract';
import { PresageError } from '../errors.ts';
import { parameter } from './route.ts';

const check = checker(FilterListSchema);

/** The query parameter `filters`, a JSON array. Throws `bad_request`. */
export function filtersParameter(request: FastifyRequest): readonly Filter[] {
  const text = parameter(request, 'filters');
  if (text === undefined) return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new PresageError('bad_request', 'filters is not JSON; it takes an array of {field, op, values}.', {
      cause,
    });
  }
  const checked = check(parsed);
  if (!checked.ok) throw new PresageError('bad_request', `In filters, ${checked.message}.`);
  return checked.value;
}
