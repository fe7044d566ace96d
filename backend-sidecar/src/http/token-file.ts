import { randomBytes } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { ROLES, type Role } from '@presage/contract';
import { PresageError, messageOf } from '../errors.ts';
import { tenantOfText } from './tenant.ts';
import { makeToken, type KnownToken } from './tokens.ts';

/** The tokens of a file; a file that is not there holds none. Throws `bad_config` for one that cannot be read. */
export async function readTokenFile(path: string): Promise<readonly KnownToken[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    if ((thrown as { code?: unknown }).code === 'ENOENT') return [];
    throw unreadable(path, messageOf(thrown), thrown);
  }
  return tokensOf(path, text);
}

/** Makes a token and keeps its hash. The text is returned here and never again. */
export async function addToken(
  path: string,
  grant: { readonly role: Role; readonly tenant?: string | undefined; readonly nowMs: number },
): Promise<{ readonly text: string; readonly token: KnownToken }> {
  const { text, hash } = makeToken();
  const id = randomBytes(4).toString('hex');
  const created = new Date(grant.nowMs).toISOString();
  const bound = grant.tenant === undefined ? {} : { tenant: tenantOfText(grant.tenant) };
  const token: KnownToken = { id, role: grant.role, ...bound, hash, created };
  await writeTokenFile(path, [...(await readTokenFile(path)), token]);
  return { text, token };
}

/** Whole or not at all, readable by the owner only. */
async function writeTokenFile(path: string, tokens: readonly KnownToken[]): Promise<void> {
  const draft = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify({ tokens }, null, 2)}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

function tokensOf(path: string, text: string): readonly KnownToken[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (thrown) {
    throw unreadable(path, 'it is not JSON', thrown);
  }
  const tokens = (parsed as { tokens?: unknown } | null)?.tokens;
  if (!Array.isArray(tokens) || !tokens.every(isKnownToken))
    throw unreadable(path, 'it does not hold a list of tokens with id, role, hash and created');
  return tokens;
}

function isKnownToken(value: unknown): value is KnownToken {
  const { id, role, tenant, hash, created } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return (
    typeof id === 'string' &&
    ROLES.some((known) => known === role) &&
    (tenant === undefined || (typeof tenant === 'string' && /^\d+:\d+$/.test(tenant))) &&
    typeof hash === 'string' &&
    /^[0-9a-f]{64}$/.test(hash) &&
    typeof created === 'string'
  );
}

function unreadable(path: string, why: string, cause?: unknown): PresageError {
  return new PresageError('bad_config', `The token file ${path} cannot be read: ${why}.`, { cause });
}
