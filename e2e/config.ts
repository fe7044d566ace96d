import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A running Grafana that has the plugin and a datasource `presage`; else one is started from `grafana` on PATH. */
export const GRAFANA_URL = process.env['GRAFANA_URL'];

export const CHROMIUM = process.env['CHROMIUM'] ?? onPath('chromium');

/** The file of a program on PATH, or nothing. */
export function onPath(program: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, program)).find(isProgram);
}

/** The environment of a child with what is added to ours. */
export function environment(added: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...added };
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
