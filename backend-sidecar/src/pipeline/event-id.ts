/**
 * `<time ms, base36>-<origin>-<position, base36, 10 digits>`. Ids of one origin and millisecond sort by their position, as
 * the lines arrived. The time leads so that a look-up by id is bounded in time. Frozen.
 */
const POSITION_WIDTH = 10;
/** Two base-36 digits. */
const PAGE = 36 * 36;
const LOW_DIGITS = Array.from({ length: PAGE }, (_, low) => low.toString(36).padStart(2, '0'));

/** Consecutive lines share most of their id: what was last written is kept. */
let lastTime = NaN;
let timeText = '';
let lastPage = NaN;
let pageText = '';

/** Whole milliseconds since 1970 (before it: negative), the writer's id or the source's key, and a position ≥ 0. */
export function eventId(timeMs: number, origin: string, position: number): string {
  if (timeMs !== lastTime) {
    lastTime = timeMs;
    timeText = timeMs.toString(36);
  }
  const low = position % PAGE;
  const page = (position - low) / PAGE;
  if (page !== lastPage) {
    lastPage = page;
    pageText = page.toString(36).padStart(POSITION_WIDTH - 2, '0');
  }
  return `${timeText}-${origin}-${pageText}${LOW_DIGITS[low] as string}`;
}

const FORM = /^(-?[0-9a-z]{1,11})-.*-[0-9a-z]{10,}$/s;

/** The time in an event id, ms; undefined for a text that is no event id. */
export function timeOfEventId(id: string): number | undefined {
  const digits = FORM.exec(id)?.[1];
  if (digits === undefined) return undefined;
  const timeMs = parseInt(digits, 36);
  return Number.isSafeInteger(timeMs) ? timeMs : undefined;
}
