import type { HeadState } from './head-state.ts';
import { levelFieldRank, LONGEST_LEVEL, severityOfField, severityOfWord } from './level.ts';
import { logfmtNameEnd, valueEnd } from './logfmt.ts';

const MAX_PAIRS = 12;
const QUOTE = 34;
const BRACKET = 91;

/**
 * `time=… level=warn msg="…"`: the level, and the message as body where pairs lead up to it. True: behind the pairs stands a level
 * that says they are head, as in `request_id=F7 [info] …` and `user=till,db=cart ERROR:  …`.
 */
export function readHeadPairs(state: HeadState): boolean {
  const { text } = state;
  let p = state.at;
  for (let pair = 0; pair < MAX_PAIRS; pair++) {
    const equals = logfmtNameEnd(text, p);
    if (equals < 0) return pair > 0 && passToLevel(state, p);
    const name = text.slice(p, equals);
    if (name === 'msg' || name === 'message') {
      state.commit(equals + 1);
      return false;
    }
    const end = valueEnd(text, equals + 1);
    if (end < 0) return false;
    if (state.level === undefined && levelFieldRank(name) >= 0) readLevel(state, name, equals + 1, end);
    p = state.skipBlank(end);
  }
  return false;
}

function passToLevel(state: HeadState, at: number): boolean {
  const { text } = state;
  if (!state.timeSeen || state.level !== undefined) return false;
  const isBracket = text.charCodeAt(at) === BRACKET;
  const from = isBracket ? at + 1 : at;
  const end = text.indexOf(isBracket ? ']' : ':', from);
  if (end < 0 || end > from + LONGEST_LEVEL || severityOfWord(text.slice(from, end)) === undefined)
    return false;
  state.betweens++;
  state.at = at;
  return true;
}

function readLevel(state: HeadState, name: string, from: number, to: number): void {
  const { text } = state;
  const isQuoted = text.charCodeAt(from) === QUOTE;
  const level = severityOfField(name, isQuoted ? text.slice(from + 1, to - 1) : text.slice(from, to));
  if (level !== undefined) state.setLevel(level, true);
}
