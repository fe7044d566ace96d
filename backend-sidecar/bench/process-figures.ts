import { readFileSync } from 'node:fs';

/** What the operating system has charged a process for. Linux only: it reads /proc. */
export interface ProcessFigures {
  /** User and system time of all threads, seconds. */
  readonly cpuSeconds: number;
  /** Largest resident size so far, bytes. */
  readonly peakBytes: number;
  readonly residentBytes: number;
}

/** Clock ticks a second of /proc/…/stat: 100 on every Linux that Node runs on. */
const TICKS = 100;

export function processFigures(pid: number): ProcessFigures {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS,
    peakBytes: kibibytes(status, 'VmHWM') * 1024,
    residentBytes: kibibytes(status, 'VmRSS') * 1024,
  };
}

function kibibytes(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN);
}
