import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorReply, Log } from '@presage/contract';
import { PresageError } from '../errors.ts';

/** Answers with the error in the route's own form, else in the common one. What is not an error of the catalogue is logged here and told only by its request id. */
export function sendError(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Log,
): FastifyReply {
  const error = knownError(thrown) ?? unexpected(thrown, request, log);
  if (error.retryAfter !== undefined) reply.header('retry-after', String(Math.ceil(error.retryAfter)));
  if (error.code === 'unauthorized')
    reply.header('www-authenticate', 'Bearer realm="presage", Basic realm="presage"');
  const own = request.routeOptions.config.refuse?.(error, request);
  if (own !== undefined)
    return reply
      .code(own.status)
      .headers({ ...own.headers })
      .send(own.body);
  return reply.code(error.status).type('application/json; charset=utf-8').send(errorBody(error));
}

export function errorBody(error: PresageError): ErrorReply {
  return { error: { code: error.code, message: error.message } };
}

/** A PresageError, or what the server's own refusals are in our words. */
export function knownError(thrown: unknown): PresageError | undefined {
  if (thrown instanceof PresageError) return thrown;
  const { code, statusCode } = (thrown ?? {}) as { code?: unknown; statusCode?: unknown };
  if (statusCode === 413) return new PresageError('body_too_large', 'The body is over the limit of the API.');
  if (statusCode === 415)
    return new PresageError(
      'unsupported_type',
      'The body must be JSON: send Content-Type: application/json.',
    );
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE')
    return new PresageError('body_cut', 'The connection ended before the body was complete.');
  if (statusCode === 400)
    return new PresageError('bad_request', 'The request cannot be read: is its body JSON?');
  return undefined;
}

/** The log has the details; the caller gets an id to find them by, never a stack or a line of somebody. */
export function unexpected(thrown: unknown, request: FastifyRequest, log: Log): PresageError {
  log.error('a request failed', { request: request.id, route: request.routeOptions.url, error: thrown });
  return new PresageError(
    'internal',
    `Something unforeseen happened; the log names it by request ${request.id}.`,
    {
      retryAfter: 5,
    },
  );
}
