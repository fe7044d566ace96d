import type { HeadState } from './head-state.ts';
import { levelFieldRank, severityOfField } from './level.ts';
import { logfmtNameEnd, valueEnd } from './logfmt.ts';

const MAX_PAIRS = 12;
const QUOTE = 34;

/** `time=… level=warn msg="…"`: the level, and the message as body where pairs lead up to it. Always ends the head. */
export function readHeadPairs(state: HeadState): false {
  const { text } = state;
  let p = state.at;
  for (let pair = 0; pair < MAX_PAIRS; pair++) {
    const equals = logfmtNameEnd(text, p);
    if (equals < 0) return false;
    const name = text.slice(p, equals);
    if (name === 'msg' || name === 'message') {
      state.commit(text.charCodeAt(equals + 1) === QUOTE ? equals + 2 : equals + 1);
      return false;
    }
    const end = valueEnd(text, equals + 1);
    if (end < 0) return false;
    if (state.level === undefined && levelFieldRank(name) >= 0) readLevel(state, name, equals + 1, end);
    p = state.skipBlank(end);
  }
  return false;
}

function readLevel(state: HeadState, name: string, from: number, to: number): void {
  const { text } = state;
  const isQuoted = text.charCodeAt(from) === QUOTE;
  const level = severityOfField(name, isQuoted ? text.slice(from + 1, to - 1) : text.slice(from, to));
  if (level !== undefined) state.setLevel(level, true);
}
