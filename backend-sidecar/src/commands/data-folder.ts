import { access, constants, mkdir } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { messageOf, PresageError } from '../errors.ts';

/**
 * Makes the data folder if it is not there, and returns it.
 * @throws PresageError `bad_config` when it cannot be made or written
 */
export async function openDataFolder({ dataDir }: Config): Promise<string> {
  try {
    await mkdir(dataDir, { recursive: true });
    await access(dataDir, constants.W_OK | constants.X_OK);
    return dataDir;
  } catch (thrown) {
    throw new PresageError(
      'bad_config',
      `PRESAGE_DATA_DIR=${dataDir} cannot be used: ${messageOf(thrown)}. Give the user that runs Presage the right to write there, or name another folder.`,
      { cause: thrown },
    );
  }
}
