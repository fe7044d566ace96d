import type { FastifyReply, FastifyRequest } from 'fastify';

const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** On every answer: a page runs no inline script and loads nothing from elsewhere; data is never taken for a page. */
export function securityHeaders(
  _request: FastifyRequest,
  reply: FastifyReply,
  _payload: unknown,
  done: () => void,
): void {
  const isPage = String(reply.getHeader('content-type') ?? '').startsWith('text/html');
  reply.headers({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'content-security-policy': isPage ? PAGE_POLICY : DATA_POLICY,
  });
  done();
}
