import { hash } from 'node:crypto';

/** The origin of event ids of one place that lines come from: the same wherever and whenever it is read, and no other place's. */
export function originOf(place: string): string {
  return hash('sha256', place).slice(0, 8);
}
