import { PresageError } from '../../errors.ts';
import { retryAfterOf } from '../insert-door.ts';
import type { InsertReply, Receipt } from '../source.ts';
import type { BulkAction } from './bulk-body.ts';

/** Clients of Elasticsearch refuse a server without it. */
export const PRODUCT = { 'x-elastic-product': 'Elasticsearch' };

const SHARDS = { total: 1, successful: 1, failed: 0 };

/** One truthful item for each action, in order. `tookMs` is what clients log as the time it took. */
export function bulkReply(actions: readonly BulkAction[], receipt: Receipt, tookMs: number): InsertReply {
  const refused = new Map(receipt.errors.map((error) => [error.line, error]));
  const items = actions.map((action) => itemOf(action, refused));
  const errors = refused.size > 0 || actions.some(({ line }) => line === undefined);
  return jsonReply(200, { took: tookMs, errors, items });
}

function itemOf({ verb, index, id, line }: BulkAction, refused: ReadonlyMap<number, { message: string }>) {
  const named = { _index: index, ...(id === undefined ? {} : { _id: id }) };
  if (line === undefined)
    return failed(
      verb,
      named,
      'illegal_argument_exception',
      `Logs are only added: ${verb} is not done here.`,
    );
  const error = refused.get(line);
  if (error !== undefined) return failed(verb, named, 'document_parsing_exception', error.message);
  return { [verb]: { ...named, _version: 1, result: 'created', _shards: SHARDS, status: 201 } };
}

function failed(verb: string, named: object, type: string, reason: string) {
  return { [verb]: { ...named, status: 400, error: { type, reason } } };
}

/** An error in Elasticsearch's form: 429 makes clients send the whole request again. */
export function errorReply(thrown: unknown): InsertReply {
  if (!(thrown instanceof PresageError)) throw thrown;
  const cause = { type: typeOf(thrown), reason: thrown.message };
  const body = { error: { root_cause: [cause], ...cause, code: thrown.code }, status: thrown.status };
  const reply = jsonReply(thrown.status, body);
  return { ...reply, headers: { ...reply.headers, ...retryAfterOf(thrown) } };
}

function typeOf({ status, retryable }: PresageError): string {
  if (status === 401 || status === 403) return 'security_exception';
  return retryable ? 'es_rejected_execution_exception' : 'illegal_argument_exception';
}

export function jsonReply(status: number, body: unknown): InsertReply {
  return {
    status,
    headers: { ...PRODUCT, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}
