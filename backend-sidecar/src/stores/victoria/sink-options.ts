import type { Log, Meter } from '@presage/contract';
import { messageOf } from '../../errors.ts';
import type { StoreHealth } from '../store.ts';
import type { StoreClock } from './clock.ts';
import { wordsOf, type Connection, type ConnectionOptions } from './connection.ts';
import type { StoreProcess } from './store-process.ts';

export interface VictoriaSinkOptions extends ConnectionOptions {
  /**
   * Behind vlinsert, vmauth or a balancer no process can be watched, so rows are always counted before they are let go;
   * VictoriaMetrics takes the tenant in the path. A vlinsert is found out without this.
   */
  readonly cluster?: boolean | undefined;
  readonly log: Log;
  readonly meter: Meter;
  readonly clock?: StoreClock;
}

/** Rows become searchable within 2 s (measured); earlier a count says nothing. */
export const SEARCHABLE_MS = 3000;
/** Rows reach the disk every flush interval; SIGKILL lost rows up to 7 s old at 5 s (measured). */
export const FLUSH_MARGIN_MS = 10_000;
/** Rows acknowledged this long ago by a process that still lives are on its disk. */
export const LEAST_HORIZON_MS = 15_000;

const HEALTH_MS = 5000;

export async function healthOf(
  name: string,
  connection: Connection,
  process: StoreProcess,
): Promise<StoreHealth> {
  try {
    const reply = await connection.request({
      path: '/health',
      method: 'GET',
      signal: AbortSignal.timeout(HEALTH_MS),
    });
    if (reply.status !== 200) return { name, ok: false, message: wordsOf(reply) };
    await process.prepare();
    return { name, ok: true, message: process.version };
  } catch (thrown) {
    return { name, ok: false, message: messageOf(thrown) };
  }
}
