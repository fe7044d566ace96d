import { beginning } from '../clean.ts';
import { gistOf } from '../gist.ts';
import type { Line } from '../line.ts';

/** Characters of a line that an answer repeats; the whole line stands in the evidence. */
const QUOTED = 110;

/** `storefront: “connect ECONNREFUSED”` */
export function told(line: Line, most = QUOTED): string {
  return line.service === '' ? quoted(line, most) : `${line.service}: ${quoted(line, most)}`;
}

/** What the line says, cut between words. */
export function quoted({ message, service }: Line, most = QUOTED): string {
  const gist = gistOf(message);
  const own = service !== '' && gist.startsWith(`${service}: `) ? gist.slice(service.length + 2) : gist;
  // Sentences go on behind it with a full stop of their own.
  return `“${shortened(own, most).replace(/(?<!\.)\.$/, '')}”`;
}

export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = beginning(text, most - 1);
  const end = cut.lastIndexOf(' ');
  return `${cut.slice(0, end > most / 2 ? end : undefined).replace(/[\s,;:(]+$/, '')}…`;
}

/** `1 line`, `2 lines`. */
export function countOf(lines: number): string {
  return `${lines} ${lines === 1 ? 'line' : 'lines'}`;
}

/** `02:41:08 UTC`. */
export function clockOf(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(11, 19)} UTC`;
}

/** `02:41 UTC`: for what is counted by the minute. */
export function minuteOf(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(11, 16)} UTC`;
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
  return trimmed === '' || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** To go on behind it. */
export function unended(text: string): string {
  return text.trim().replace(/[.:]$/, '');
}
