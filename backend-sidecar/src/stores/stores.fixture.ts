import { zstdCompressSync } from 'node:zlib';
import type { OutboxBatch, Scope } from './store.ts';

export const TENANT = '0:0';
export const NEVER = new AbortController().signal;

/** RFC 3339 with nine digits. */
export function timeText(timeMs: number, nanos = 0): string {
  return `${new Date(timeMs).toISOString().slice(0, -1)}${String(nanos).padStart(6, '0')}Z`;
}

export interface RowSpec {
  readonly timeMs: number;
  readonly nanos?: number;
  readonly id: string;
  readonly message?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

export function rowLine({ timeMs, nanos = 0, id, message = '', fields = {} }: RowSpec): string {
  const own = { _time: timeText(timeMs, nanos), _msg: message, presage_event_id: id };
  // Written by hand so that a field may be called `__proto__`.
  const rest = Object.entries(fields).map(
    ([name, value]) => `,${JSON.stringify(name)}:${JSON.stringify(value)}`,
  );
  return `${JSON.stringify(own).slice(0, -1)}${rest.join('')}}`;
}

export function batchOf(
  kind: OutboxBatch['kind'],
  lines: readonly string[],
  tenant: string = TENANT,
): OutboxBatch {
  return {
    kind,
    tenant,
    streamFields: [],
    count: lines.length,
    minTimeMs: 0,
    maxTimeMs: 0,
    firstId: '',
    lastId: '',
    payload: zstdCompressSync(Buffer.from(lines.map((line) => `${line}\n`).join(''))),
  };
}

export function rowBatch(rows: readonly RowSpec[], tenant: string = TENANT): OutboxBatch {
  return batchOf('rows', rows.map(rowLine), tenant);
}

/** Everything that a tenant has. */
export function scopeOf(asked: Partial<Scope> = {}): Scope {
  return {
    tenant: TENANT,
    fromMs: 0,
    toMs: 4e12,
    filters: [],
    text: undefined,
    logsql: undefined,
    corrected: [],
    signal: NEVER,
    ...asked,
  };
}
