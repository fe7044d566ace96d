import { gistOf } from '../gist.ts';
import type { Line } from '../line.ts';

/** `storefront: “connect ECONNREFUSED”` */
export function told(line: Line): string {
  const gist = gistOf(line.message);
  return line.service === '' ? `“${gist}”` : `${line.service}: “${gist}”`;
}

/** `02:41:08` in UTC. */
export function clockOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(11, 19);
}

/** `12 s`, `3 min`. */
export function spanOf(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 1) return 'less than a second';
  if (seconds < 120) return `${seconds} s`;
  return `${Math.round(seconds / 60)} min`;
}

export function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' || /[.!?…”]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
