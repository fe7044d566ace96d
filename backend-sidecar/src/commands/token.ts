import { join } from 'node:path';
import type { Role } from '@presage/contract';
import type { Config } from '../config.ts';
import { addToken } from '../http/token-file.ts';
import { openDataFolder } from './data-folder.ts';

/** Where the tokens' hashes are kept. */
export function tokenFile(config: Config): string {
  return join(config.dataDir, 'tokens.json');
}

/** Makes a token, keeps its hash, and returns the token: it cannot be shown again. */
export async function createToken(config: Config, role: Role, tenant: string | undefined): Promise<string> {
  await openDataFolder(config);
  const { text } = await addToken(tokenFile(config), { role, tenant, nowMs: Date.now() });
  return text;
}
