import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPrograms, type Programs } from '../stack/programs.ts';
import { startStack as start, type Urls } from '../stack/stack.ts';
import { EMBEDDED } from './config.ts';
import { alertRule, dashboard, dashboardProvider } from './provisioning.ts';

export interface Stack {
  readonly urls: Urls;
  /** Rejects when one of the programs ends by itself. */
  readonly failed: Promise<never>;
  /** @param logs folder that what the programs wrote is kept in; else it goes with the rest */
  readonly stop: (logs: string | undefined) => Promise<void>;
}

/**
 * The stack of `npm run stack` with its demo, on free ports, in a folder that goes when it stops: with VictoriaLogs and
 * VictoriaMetrics where they are on PATH. Everyone is Admin.
 */
export async function startStack(): Promise<Stack> {
  const programs = available();
  const folder = await mkdtemp(join(tmpdir(), 'presage-e2e-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const stack = await start({
      ...{ programs, folder, isDemo: true, ports: 'free', anonymous: 'Admin' },
      alsoProvision: (files) => provisionMore(files, join(folder, 'boards')),
    });
    const stop = async (logs: string | undefined): Promise<void> => {
      await stack.stop();
      if (logs !== undefined) {
        await rm(logs, { recursive: true, force: true });
        await cp(join(folder, 'logs'), logs, { recursive: true });
      }
    };
    return { urls: stack.urls, failed: stack.failed, stop: (logs) => stop(logs).finally(remove) };
  } catch (thrown) {
    await remove();
    throw thrown;
  }
}

function available(): Programs {
  if (EMBEDDED) return findPrograms(true);
  try {
    return findPrograms(false);
  } catch {
    return findPrograms(true);
  }
}

/** What only these tests need: a quick alert rule, and a dashboard of every kind of variable. */
async function provisionMore(files: string, boards: string): Promise<void> {
  await mkdir(boards, { recursive: true });
  await writeFile(join(files, 'alerting', 'incidents.yml'), JSON.stringify(alertRule()));
  await writeFile(join(boards, 'presage.json'), JSON.stringify(dashboard()));
  await writeFile(join(files, 'dashboards', 'e2e.yml'), JSON.stringify(dashboardProvider(boards)));
}
