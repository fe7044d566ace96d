import type { OutboxBatch, RefusedRow } from '../store.ts';
import { timeOf, type BatchLine } from './batch-lines.ts';

const DAY_MS = 86_400_000;
const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: DAY_MS,
  w: 7 * DAY_MS,
  M: 31 * DAY_MS,
  y: 365 * DAY_MS,
};

/** How far from now a row may lie; rows beyond are acknowledged by VictoriaLogs and then dropped. */
export interface TimeLimits {
  readonly pastMs: number;
  readonly futureMs: number;
}

export const DEFAULT_LIMITS: TimeLimits = { pastMs: 7 * DAY_MS, futureMs: 2 * DAY_MS };

/** From VictoriaLogs' flags; what is absent or unreadable keeps its default (`storage.go`: a future below a day counts as a day). */
export function limitsOf(flags: ReadonlyMap<string, string>): TimeLimits {
  const retention = retentionMs(flags.get('retentionPeriod')) ?? DEFAULT_LIMITS.pastMs;
  const backfill = retentionMs(flags.get('maxBackfillAge')) ?? 0;
  const future = retentionMs(flags.get('futureRetention')) ?? DEFAULT_LIMITS.futureMs;
  return {
    pastMs: backfill > 0 ? Math.min(backfill, retention) : retention,
    futureMs: Math.max(DAY_MS, future),
  };
}

/** `7d`, `1w2d`, `3` (a bare number is months, as VictoriaLogs reads it). */
export function retentionMs(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * (UNIT_MS.M ?? 0);
  if (!/^(\d+(\.\d+)?[smhdwMy])+$/.test(text)) return undefined;
  const parts = text.matchAll(/(\d+(?:\.\d+)?)([smhdwMy])/g);
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNIT_MS[unit ?? ''] ?? 0), 0);
}

/** The header alone decides for nearly every batch. */
export function isWithin({ minTimeMs, maxTimeMs }: OutboxBatch, limits: TimeLimits, nowMs: number): boolean {
  return minTimeMs >= nowMs - limits.pastMs && dayOf(maxTimeMs) <= dayOf(nowMs + limits.futureMs);
}

/** Why a row lies outside, or undefined. */
export function outside(line: BatchLine, limits: TimeLimits, nowMs: number): RefusedRow | undefined {
  const timeMs = timeOf(line);
  if (timeMs < nowMs - limits.pastMs) {
    const message = `VictoriaLogs keeps ${days(limits.pastMs)} days (-retentionPeriod, -maxBackfillAge); the row is older.`;
    return { line: line.bytes.toString('utf8'), reason: 'too_old', message };
  }
  if (dayOf(timeMs) > dayOf(nowMs + limits.futureMs)) {
    const message = `VictoriaLogs takes rows up to ${days(limits.futureMs)} days ahead (-futureRetention); the row is further.`;
    return { line: line.bytes.toString('utf8'), reason: 'too_new', message };
  }
  return undefined;
}

/** The future ends with a day's end in UTC: VictoriaLogs compares days there. */
function dayOf(ms: number): number {
  return Math.floor(ms / DAY_MS);
}

function days(ms: number): string {
  return String(Math.round((ms / DAY_MS) * 10) / 10);
}
