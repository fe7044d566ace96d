import type { Severity } from '@presage/contract';
import { ansiEnd } from './ansi.ts';
import type { Word } from './word.ts';

const BLANK = 32;
const TAB = 9;
const DASH = 45;
const BAR = 124;
const COLON = 58;
const COMMA = 44;

/** How far a head has been read, and what was found in it. */
export class HeadState {
  text = '';
  /** Where reading goes on; `body` lags behind until what was read is sure to be head. */
  at = 0;
  body = 0;
  level: Severity | undefined;
  levelExplicit = false;
  timeSeen = false;
  /** Words since the time that may belong to the head or not. */
  betweens = 0;
  /** Bare numbers among them: process and thread ids. */
  numbers = 0;
  /** A logger's name of any spelling may follow. */
  anyLogger = false;
  /** What is being read is already the content of a syslog line. */
  isContent = false;
  /** A logger's name was cut off: only a level may still follow. */
  loggerSeen = false;
  /** Parts are divided by bars. */
  bars = false;
  loggerStart = 0;
  loggerEnd = 0;
  program: string | undefined;
  readonly word: Word = { start: 0, end: 0, kinds: 0, colon: -1 };

  open(text: string): void {
    this.text = text;
    this.at = 0;
    this.body = 0;
    this.level = undefined;
    this.levelExplicit = false;
    this.loggerStart = 0;
    this.loggerEnd = 0;
    this.program = undefined;
    this.isContent = false;
    this.#beginPart();
  }

  /** What follows may have a head of its own. */
  restart(at: number): void {
    this.commit(at);
    this.isContent = true;
    this.#beginPart();
  }

  #beginPart(): void {
    this.timeSeen = false;
    this.betweens = 0;
    this.numbers = 0;
    this.anyLogger = false;
    this.loggerSeen = false;
    this.bars = false;
  }

  /** Everything before `at` is head. */
  commit(at: number): void {
    this.at = this.skipDividers(at);
    this.body = this.at;
    this.betweens = 0;
    this.numbers = 0;
  }

  setLevel(level: Severity, explicit: boolean): void {
    this.level = level;
    this.levelExplicit = explicit;
  }

  setLogger(start: number, end: number): void {
    this.loggerStart = start;
    this.loggerEnd = end;
  }

  /** Behind blanks, colour sequences, and what layouts put between the parts of a head: `|`, `-`, `--`, `---`, `:`, `,`. */
  skipDividers(at: number): number {
    const { text } = this;
    let p = at;
    for (;;) {
      const c = text.charCodeAt(p);
      if (c === BLANK || c === TAB) p++;
      else if (c === 27) p = ansiEnd(text, p);
      else if (c === BAR || c === COLON || c === COMMA) {
        if (text.charCodeAt(p + 1) === c) return p;
        if (c === BAR) this.bars = true;
        p++;
      } else if (c === DASH) {
        const end = dashesEnd(text, p);
        if (end === p) return p;
        // `-- name: ` and `--- name : `: whatever stands here is the logger.
        if (end > p + 1) this.anyLogger = true;
        p = end;
      } else return p;
    }
  }

  /** Behind blanks and colour sequences only. */
  skipBlank(at: number): number {
    const { text } = this;
    let p = at;
    for (;;) {
      const c = text.charCodeAt(p);
      if (c === BLANK || c === TAB) p++;
      else if (c === 27) p = ansiEnd(text, p);
      else return p;
    }
  }
}

/** Behind one to three dashes that a blank follows; `at` when they are something else. */
export function dashesEnd(text: string, at: number): number {
  let p = at;
  while (text.charCodeAt(p) === DASH && p < at + 3) p++;
  return text.charCodeAt(p) === BLANK ? p : at;
}
