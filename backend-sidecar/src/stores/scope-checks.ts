import { PresageError } from '../errors.ts';
import type { Scope } from './store.ts';

/** Only VictoriaLogs speaks LogsQL. */
export function refuseLogsql({ logsql }: Pick<Scope, 'logsql'>): void {
  if (logsql === undefined || logsql.trim() === '') return;
  throw new PresageError(
    'logsql_unsupported',
    'LogsQL needs VictoriaLogs as the store (PRESAGE_VICTORIALOGS_URL); here use filters and search words instead.',
  );
}
