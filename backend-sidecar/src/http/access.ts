import type { FastifyRequest } from 'fastify';
import type { Role } from '@presage/contract';
import { PresageError } from '../errors.ts';
import { tenantOf } from './tenant.ts';
import { allows, type TokenBook } from './tokens.ts';

/** What a route asks of its caller; every route has one. */
export interface AccessRule {
  readonly role: Role | 'none';
  readonly scope: 'tenant' | 'process';
}

/** Who calls. */
export interface Access {
  readonly tenant: string;
  /** The token is one tenant's: nothing of others may be shown. */
  readonly bound: boolean;
}

const OPEN: Access = { tenant: '0:0', bound: false };

/** Lets a request pass, with its tenant. Throws `unauthorized`, `forbidden`, `bad_request`. */
export function admit(request: FastifyRequest, rule: AccessRule, tokens: TokenBook): Access {
  if (rule.role === 'none') return OPEN;
  if (tokens.isOpen) return { tenant: tenantOf(request.headers, undefined), bound: false };
  const token = tokens.find(tokenOf(request));
  if (token === undefined) {
    throw new PresageError('unauthorized', 'The token is not known. `presage token create` makes one.');
  }
  if (!allows(token.role, rule.role)) {
    throw new PresageError('forbidden', `The token has the role ${token.role}; this needs ${rule.role}.`);
  }
  if (token.tenant !== undefined && rule.scope === 'process') {
    throw new PresageError('forbidden', 'This tells of all tenants; the token belongs to one.');
  }
  return { tenant: tenantOf(request.headers, token.tenant), bound: token.tenant !== undefined };
}

/** Amazon Data Firehose has a header of its own for its key. */
function tokenOf({ headers }: FastifyRequest): string {
  const key = headers['x-amz-firehose-access-key'];
  return headers.authorization === undefined && typeof key === 'string'
    ? key
    : tokenText(headers.authorization);
}

/** The token of `Bearer`, or the password of `Basic` for shippers that know nothing else. Throws `unauthorized`. */
function tokenText(authorization: string | undefined): string {
  const [, scheme = '', credentials = ''] = /^(\S+)\s+(\S+)\s*$/.exec(authorization ?? '') ?? [];
  if (scheme.toLowerCase() === 'bearer') return credentials;
  if (scheme.toLowerCase() === 'basic') {
    const decoded = Buffer.from(credentials, 'base64').toString('utf8');
    return decoded.slice(decoded.indexOf(':') + 1);
  }
  throw new PresageError(
    'unauthorized',
    'A token is needed: send it as `Authorization: Bearer …`, or as the password of Basic authentication.',
  );
}

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/**
 * Keeps web pages of others from using a person's browser against us: a browser says with Sec-Fetch-Site where a request
 * comes from, and a name that was re-bound to this machine shows in Host. Throws `forbidden`.
 */
export function refuseForeignPage(request: FastifyRequest, loopbackOnly: boolean): void {
  const site = request.headers['sec-fetch-site'];
  const changes = request.method !== 'GET' && request.method !== 'HEAD';
  if (changes && (site === 'cross-site' || site === 'same-site'))
    throw new PresageError('forbidden', 'A page of another site may not write here.');
  if (loopbackOnly && !LOOPBACK.test(request.headers.host ?? 'localhost'))
    throw new PresageError(
      'forbidden',
      'Without tokens only localhost is answered. Use that name, or make a token with `presage token create`.',
    );
}
