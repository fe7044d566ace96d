import { availableParallelism, loadavg } from 'node:os';

/** A time limit on this machine now: what others run on it makes everything slower and says nothing about us. */
export function slowed(limitMs: number): number {
  const [load = 0] = loadavg();
  return limitMs * Math.max(1, load / availableParallelism());
}
