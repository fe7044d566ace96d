/** Digits of the position: 10 of base 36 hold every safe integer below 36^10 (3.6e15). */
const POSITION_DIGITS = 10;

let lastTimeMs = Number.NaN;
let lastTimeText = '';

/**
 * `<time ms, base36>-<origin>-<position, base36, fixed width>`. Lines of one origin and millisecond sort by position, which is the
 * order in which they arrived; the time bounds a look-up.
 * @param position whole number ≥ 0
 */
export function eventId(timeMs: number, origin: string, position: number): string {
  if (timeMs !== lastTimeMs) {
    lastTimeMs = timeMs;
    lastTimeText = timeMs.toString(36);
  }
  return `${lastTimeText}-${origin}-${position.toString(36).padStart(POSITION_DIGITS, '0')}`;
}

/** The line's time, ms since 1970; undefined when the text is not an event id. */
export function timeOfEventId(id: string): number | undefined {
  const end = id.indexOf('-', 1);
  const text = id.slice(0, end);
  if (end < 0 || !/^-?[0-9a-z]{1,11}$/.test(text)) return undefined;
  const timeMs = Number.parseInt(text, 36);
  return Number.isSafeInteger(timeMs) ? timeMs : undefined;
}
