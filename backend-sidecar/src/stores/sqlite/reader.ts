import { PresageError } from '../../errors.ts';
import { describeAnomalies, describeLogs, describeStats } from '../describe.ts';
import { refuseLogsql } from '../scope-checks.ts';
import type { Reader } from '../store.ts';
import type { ReadCalls, TemplateKey } from './calls.ts';
import type { ReadThreads } from './read-threads.ts';
import { DamagedFileError } from './worker-thread.ts';

/** Damaged files that one query may come upon before it fails. */
const MAX_DAMAGED = 4;

type SetAside = (path: string, reason: string) => Promise<void>;

/** The embedded store's reader over its reading threads; `setAside` takes a damaged file out of use. */
export function sqliteReader(threads: ReadThreads, setAside: SetAside): Reader {
  const ask: Ask = (name, arg, signal) => askAround(threads, setAside, name, arg, signal);
  return {
    name: 'sqlite',
    async logs({ signal, ...query }) {
      refuseLogsql(query);
      return { ...(await ask('logs', query, signal)), executed: describeLogs(query) };
    },
    event: (tenant, eventId, signal) => ask('event', { tenant, eventId }, signal),
    async stats({ signal, ...query }) {
      refuseLogsql(query);
      return { ...(await ask('stats', query, signal)), executed: describeStats(query) };
    },
    async anomalies({ signal, ...query }) {
      return { ...(await ask('anomalies', query, signal)), executed: describeAnomalies(query) };
    },
    async fields({ signal, ...scope }) {
      refuseLogsql(scope);
      return await ask('fields', scope, signal);
    },
    async fieldValues({ signal, ...scope }, field, limit) {
      refuseLogsql(scope);
      return await ask('fieldValues', { scope, field, limit }, signal);
    },
    templateRows: (signal) => templateRows(ask, signal),
  };
}

type Ask = <Name extends keyof ReadCalls>(
  name: Name,
  arg: Parameters<ReadCalls[Name]>[0],
  signal: AbortSignal,
) => Promise<ReturnType<ReadCalls[Name]>>;

async function* templateRows(ask: Ask, signal: AbortSignal): AsyncIterable<string> {
  let after: TemplateKey | undefined;
  do {
    const { rows, last } = await ask('templates', { after }, signal);
    yield* rows;
    after = last;
  } while (after);
}

/** Asks again without the file that turned out to be damaged. */
async function askAround<Name extends keyof ReadCalls>(
  threads: ReadThreads,
  setAside: SetAside,
  name: Name,
  arg: Parameters<ReadCalls[Name]>[0],
  signal: AbortSignal,
): Promise<ReturnType<ReadCalls[Name]>> {
  for (let damaged = 0; damaged < MAX_DAMAGED; damaged++) {
    try {
      return await threads.ask(name, arg, signal);
    } catch (thrown) {
      if (!(thrown instanceof DamagedFileError)) throw thrown;
      await setAside(thrown.path, thrown.message);
    }
  }
  throw new PresageError(
    'store_unavailable',
    'Several files of the embedded store are damaged; see the log.',
  );
}
