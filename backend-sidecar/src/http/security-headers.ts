import type { FastifyReply, FastifyRequest } from 'fastify';

const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** On every answer: a page runs no script and loads nothing; data is never taken for a page. */
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
