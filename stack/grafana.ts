import { randomBytes } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { variable } from './config.ts';
import { PLUGIN_IDS } from './plugins.ts';

export type GrafanaRole = 'Viewer' | 'Editor' | 'Admin';

export interface GrafanaPlace {
  /** Folder of Grafana's database, plugins and log. */
  readonly folder: string;
  readonly provisioning: string;
  readonly port: number;
  /** What everyone on this machine may do without logging in. */
  readonly anonymous: GrafanaRole;
  readonly password: string;
}

/** `grafana server`, with its home where the program does not find it by itself. */
export function grafanaArguments(program: string): readonly string[] {
  const bin = dirname(realpathSync(program));
  const own = variable('GF_PATHS_HOME');
  const candidates = [own ?? '', join(bin, '..'), join(bin, '..', 'share', 'grafana'), '/usr/share/grafana'];
  const home = candidates.find((folder) => folder !== '' && existsSync(join(folder, 'conf', 'defaults.ini')));
  return home === undefined ? ['server'] : ['server', '--homepath', home];
}

/** Grafana's settings as its environment: on this machine only, silent towards the outside, with our plugins. */
export function grafanaSettings(place: GrafanaPlace): Readonly<Record<string, string>> {
  const { folder, port } = place;
  return {
    GF_SERVER_HTTP_ADDR: '127.0.0.1',
    GF_SERVER_HTTP_PORT: String(port),
    // Links in alerts are made of it.
    GF_SERVER_ROOT_URL: `http://localhost:${port}/`,
    GF_PATHS_DATA: join(folder, 'data'),
    GF_PATHS_LOGS: join(folder, 'logs'),
    GF_PATHS_PLUGINS: join(folder, 'plugins'),
    GF_PATHS_PROVISIONING: place.provisioning,
    GF_SECURITY_ADMIN_PASSWORD: place.password,
    GF_AUTH_ANONYMOUS_ENABLED: 'true',
    GF_AUTH_ANONYMOUS_ORG_ROLE: place.anonymous,
    GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS: PLUGIN_IDS.join(','),
    GF_PLUGINS_PREINSTALL_DISABLED: 'true',
    GF_ANALYTICS_REPORTING_ENABLED: 'false',
    GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
    GF_NEWS_NEWS_FEED_ENABLED: 'false',
    GF_SECURITY_DISABLE_GRAVATAR: 'true',
    GF_USERS_HOME_PAGE: 'd/presage-overview',
    GF_LOG_LEVEL: 'warn',
  };
}

/** The admin's password: made once, kept beside the data, readable by its owner only. */
export async function passwordIn(folder: string): Promise<string> {
  const file = join(folder, 'grafana-password');
  const kept = await readFile(file, 'utf8').catch(() => '');
  if (kept.trim() !== '') return kept.trim();
  const made = randomBytes(18).toString('base64url');
  await writeFile(file, `${made}\n`, { mode: 0o600 });
  return made;
}
