import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Role } from '@presage/contract';

/** A token as it is kept: never its text. */
export interface KnownToken {
  /** Names the token to people; not secret. */
  readonly id: string;
  readonly role: Role;
  /** `AccountID:ProjectID`; absent = any tenant. */
  readonly tenant?: string;
  /** SHA-256 of the token, hex. A token has 256 random bits, so a slow hash would add nothing. */
  readonly hash: string;
  /** RFC 3339 */
  readonly created: string;
}

/** The tokens that are known. */
export interface TokenBook {
  readonly size: number;
  /** There never was a token: everyone may do everything. */
  readonly isOpen: boolean;
  /** The token with this text. Takes the same time whichever it is, and when it is none. */
  find(text: string): KnownToken | undefined;
}

export const TOKEN_PREFIX = 'presage_';

/** A new token: 32 random bytes, base64url, with the prefix that secret scanners know it by. */
export function makeToken(): { readonly text: string; readonly hash: string } {
  const text = TOKEN_PREFIX + randomBytes(32).toString('base64url');
  return { text, hash: hashOf(text) };
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A token that the configuration gives in plain: hashed here, its text kept nowhere. */
export function declaredToken(role: Role, text: string, tenant?: string): KnownToken {
  const known = { id: `declared-${role}`, role, hash: hashOf(text), created: new Date(0).toISOString() };
  return tenant === undefined ? known : { ...known, tenant };
}

export function createTokenBook(tokens: readonly KnownToken[]): TokenBook {
  const known = tokens.map((token) => ({ token, digest: Buffer.from(token.hash, 'hex') }));
  return {
    size: known.length,
    isOpen: known.length === 0,
    find(text) {
      const digest = createHash('sha256').update(text).digest();
      let found: KnownToken | undefined;
      for (const entry of known) if (timingSafeEqual(entry.digest, digest)) found ??= entry.token;
      return found;
    },
  };
}

const INCLUDED: Readonly<Record<Role, readonly Role[]>> = {
  ingest: ['ingest'],
  read: ['read'],
  correct: ['correct', 'read'],
  admin: ['admin', 'correct', 'read', 'ingest'],
};

/** Whether a token of role `held` may do what needs `needed`. */
export function allows(held: Role, needed: Role): boolean {
  return INCLUDED[held].includes(needed);
}
