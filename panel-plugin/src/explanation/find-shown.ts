import type { LogLine } from '../lines/line';
import type { ContextLine } from './answer-parts';

/** Finds the panel's line that a line of the context is. */
export type FindShown = (line: ContextLine) => LogLine | undefined;

/** Long messages arrive cut. */
const MOST_COMPARED = 2000;

/** By event, else by text and millisecond. */
export function shownFinder(lines: readonly LogLine[]): FindShown {
  const byEvent = new Map<string, LogLine>();
  const byTime = new Map<number, LogLine[]>();
  for (const line of lines) {
    if (line.eventId !== undefined) byEvent.set(line.eventId, line);
    const same = byTime.get(line.timeMs);
    if (same === undefined) byTime.set(line.timeMs, [line]);
    else same.push(line);
  }
  return ({ event_id, time, message }) =>
    byEvent.get(event_id) ??
    byTime.get(Date.parse(time))?.find((line) => line.message.startsWith(message.slice(0, MOST_COMPARED)));
}
