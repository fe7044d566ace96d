/** The tag of syslog behind a time, with the host before it. */
import { digit } from './digits.ts';
import type { HeadState } from './head-state.ts';
import { readHeadTime } from './head-time.ts';
import { severityOfWord } from './level.ts';
import { longTagEnd, programEnd, tagEnd } from './program.ts';
import { TimeReader } from './time.ts';

const BLANK = 32;
const OPEN_BRACKET = 91;
/** Only where times end matters here. */
const reader = new TimeReader();

/**
 * `host program[pid]: ` or `program: ` of syslog: leaves its content, as a text that may have a head of its own. Times that other
 * formats have too need the host, and the pid in brackets.
 */
export function readTag(state: HeadState, needsPid: boolean): void {
  const { text, at } = state;
  const first = state.bars ? -1 : programEnd(text, at);
  if (first < 0) return;
  const hasHost = text.charCodeAt(first) === BLANK;
  if (needsPid && (!hasHost || text.charCodeAt(at) === OPEN_BRACKET)) return;
  const start = hasHost ? first + 1 : at;
  let nameEnd = hasHost ? programEnd(text, start) : first;
  if (needsPid && text.charCodeAt(nameEnd) !== OPEN_BRACKET) return;
  let end = nameEnd < 0 ? -1 : tagEnd(text, nameEnd);
  if (end < 0 && hasHost && !needsPid) {
    end = longTagEnd(text, start);
    nameEnd = end < 0 ? -1 : text.indexOf('[', start);
  }
  if (end < 0 || isLevel(text, start, nameEnd) || (needsPid && isLevel(text, at, first))) return;
  state.program = text.slice(start, nameEnd);
  state.setLogger(start, nameEnd);
  state.restart(end);
  readInnerTime(state);
}

/** What a program logs to syslog often begins with a time of its own. */
function readInnerTime(state: HeadState): void {
  const { text, at } = state;
  if (digit(text, at) < 0 && text.charCodeAt(at) !== OPEN_BRACKET) return;
  const end = readHeadTime(reader, text, at);
  if (end < 0) return;
  state.commit(end);
  state.timeSeen = true;
}

function isLevel(text: string, from: number, to: number): boolean {
  return to - from <= 13 && severityOfWord(text.slice(from, to)) !== undefined;
}
