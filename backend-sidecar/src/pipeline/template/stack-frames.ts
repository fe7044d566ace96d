import { charBits, DIGIT } from './chars.ts';
import { lane1, lane2, SEED_1, SEED_2, spread } from './hash.ts';
import type { TokenList } from './token-list.ts';

const MAX_FRAMES = 8;
const NEWLINE = 10;
const OPEN = 40;
const CARRIAGE_RETURN = 13;

/**
 * When the line at `from` is a stack frame (`  at a.b.c(…)`, `  File "…", line 1, in f`): adds the uppermost frames, without
 * line numbers, as one token. What follows is no part of the template.
 */
export function stackFrames(content: string, from: number, tokens: TokenList): boolean {
  let a = SEED_1;
  let b = SEED_2;
  let frames = 0;
  let at = from;
  while (at < content.length && frames < MAX_FRAMES) {
    const start = skipIndent(content, at);
    if (start === at || !isFrame(content, start)) break;
    frames++;
    for (at = start; at < content.length; at++) {
      const char = content.charCodeAt(at);
      if (char === NEWLINE || char === OPEN) break;
      if (char === CARRIAGE_RETURN || charBits(char) === DIGIT) continue;
      a = lane1(a, char);
      b = lane2(b, char);
    }
    at = nextLine(content, at);
  }
  if (frames > 0) tokens.pushFrames(spread(a ^ spread(b)));
  return frames > 0;
}

function skipIndent(content: string, from: number): number {
  let at = from;
  while (content.charCodeAt(at) === 32 || content.charCodeAt(at) === 9) at++;
  return at;
}

function isFrame(content: string, at: number): boolean {
  return content.startsWith('at ', at) || content.startsWith('File "', at);
}

function nextLine(content: string, from: number): number {
  const newline = content.indexOf('\n', from);
  return newline < 0 ? content.length : newline + 1;
}
