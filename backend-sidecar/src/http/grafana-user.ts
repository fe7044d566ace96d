import type { FastifyRequest } from 'fastify';

const LONGEST_NAME = 200;

/** The login of the person who asks, as Grafana tells it; '' = not told. It names an opinion, it opens nothing. */
export function grafanaUser(request: FastifyRequest): string {
  const header = request.headers['x-grafana-user'];
  if (typeof header !== 'string') return '';
  // Node reads a header's bytes as Latin-1; Grafana writes UTF-8.
  return Buffer.from(header, 'latin1').toString('utf8').slice(0, LONGEST_NAME).toWellFormed();
}
