import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import { SILENT_LOG, SILENT_METER } from '@presage/contract';
import type { OutboxBatch } from '../store.ts';
import type { StoreClock } from './clock.ts';

const compress = promisify(zstdCompress);

export const SILENT = { log: SILENT_LOG, meter: SILENT_METER };
export const NEVER = new AbortController().signal;

/** A clock that stands still until it is waited for or moved. */
export class HandClock implements StoreClock {
  #ms = 100_000;
  readonly #epochMs = Date.now() - 100_000;

  wallMs(): number {
    return this.#epochMs + this.#ms;
  }

  monotonicMs(): number {
    return this.#ms;
  }

  wait(ms: number): Promise<void> {
    this.#ms += ms;
    return Promise.resolve();
  }

  move(ms: number): void {
    this.#ms += ms;
  }
}

/** A row as the road encodes it. */
export function rowLine(timeMs: number, id: string, fields: Readonly<Record<string, string>> = {}): string {
  const time = `${new Date(timeMs).toISOString().slice(0, -1)}000000Z`;
  const { _msg: message = 'request done', ...rest } = fields;
  return JSON.stringify({
    _time: time,
    _msg: message,
    ...rest,
    presage_event_id: id,
    presage_class: 'normal',
  });
}

/** An event id as the road makes it. */
export function eventIdOf(timeMs: number, position: number): string {
  return `${timeMs.toString(36)}-writer01-${position.toString(36).padStart(8, '0')}`;
}

interface BatchFacts {
  readonly tenant?: string;
  readonly kind?: OutboxBatch['kind'];
  readonly times: readonly number[];
  readonly ids: readonly string[];
  readonly streamFields?: readonly string[];
}

export async function batchOf(lines: readonly string[], facts: BatchFacts): Promise<OutboxBatch> {
  return {
    kind: facts.kind ?? 'rows',
    tenant: facts.tenant ?? '0:0',
    streamFields: facts.streamFields ?? ['service'],
    count: lines.length,
    minTimeMs: Math.min(...facts.times),
    maxTimeMs: Math.max(...facts.times),
    firstId: facts.ids[0] ?? '',
    lastId: facts.ids.at(-1) ?? '',
    payload: await compress(Buffer.from(lines.map((line) => `${line}\n`).join(''))),
  };
}

/** `count` rows, a few milliseconds apart, from `position` on. */
export async function rowsBatch(
  timeMs: number,
  count: number,
  position = 0,
  change: (fields: Record<string, string>, i: number) => Record<string, string> = (fields) => fields,
): Promise<OutboxBatch> {
  const times = Array.from({ length: count }, (_, i) => timeMs + 7 * i);
  const ids = times.map((time, i) => eventIdOf(time, position + i));
  const lines = times.map((time, i) => {
    const fields = { _msg: `request ${position + i} done`, service: 'checkout', n: String(position + i) };
    return rowLine(time, ids[i] ?? '', change(fields, i));
  });
  return batchOf(lines, { times, ids });
}

/** The lines of a batch as text. */
export async function linesOf(batch: OutboxBatch): Promise<string[]> {
  const whole = await promisify(zstdDecompress)(batch.payload);
  return whole
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
}
