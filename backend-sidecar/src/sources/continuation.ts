import { startsWithLevel, startsWithTime } from './head-shape.ts';

const SPACE = 32;
const TAB = 9;
const BRACE = 123;

/** Beginnings of lines at the margin that are never a record of their own while another is open. */
const ALWAYS = [
  'Caused by:',
  'Suppressed:',
  '... ',
  'During handling of the above exception',
  'The above exception was the direct cause',
  'Node.js v',
  '[signal SIG',
];
const FIRST_LETTERS = new Set(
  [...ALWAYS, 'Traceback', 'goroutine', '}', ']', ')'].map((start) => start.charCodeAt(0)),
);

const GO_FRAMES = ['created by ', 'goroutine ', 'exit status ', 'runtime.'];

/** A traceback's last line: `ValueError: text`, `app.errors.Timeout`. Only lines right behind a traceback are tried. */
const EXCEPTION_NAME = /^[A-Za-z_][\w.]*(?::|$)/;

/**
 * Says for each line of one stream, in order, whether it belongs to the record before: indented lines, the parts of Java, Python,
 * Go and Node stack traces, and, once records were seen to begin with a time, whatever begins with none.
 */
export class Continuation {
  #hasTimes = false;
  #within: 'record' | 'traceback' | 'goroutine' | 'caret' = 'record';

  /** @param text a line that is not blank */
  continues(text: string): boolean {
    const c = text.charCodeAt(0);
    if (c === SPACE || c === TAB) {
      if (this.#within === 'record' && isCaret(text)) this.#within = 'caret';
      return true;
    }
    const hasTime = startsWithTime(text);
    this.#hasTimes ||= hasTime;
    if (hasTime || c === BRACE || startsWithLevel(text)) {
      this.#within = 'record';
      return false;
    }
    if (FIRST_LETTERS.has(c) && this.#isPart(text)) return true;
    return this.#isRestOfBlock(text) || this.#hasTimes;
  }

  #isPart(text: string): boolean {
    if (text.startsWith('Traceback (most recent call last)')) {
      this.#within = 'traceback';
      return true;
    }
    if (text.startsWith('goroutine ') && text.includes(' [')) {
      this.#within = 'goroutine';
      return true;
    }
    return ALWAYS.some((start) => text.startsWith(start)) || isClosing(text);
  }

  #isRestOfBlock(text: string): boolean {
    const within = this.#within;
    if (within === 'record') return false;
    if (within === 'goroutine' && isGoFrame(text)) return true;
    this.#within = 'record';
    return within === 'caret' || (within === 'traceback' && EXCEPTION_NAME.test(text));
  }
}

/** The mark under a piece of source that Node prints before a stack. */
function isCaret(text: string): boolean {
  return text.endsWith('^') && text.trim().replaceAll('^', '') === '';
}

/** Only closing brackets: the end of something printed over several lines. */
function isClosing(text: string): boolean {
  return text.length <= 4 && /^[}\])]+[,;]?$/.test(text);
}

function isGoFrame(text: string): boolean {
  return text.endsWith(')') || GO_FRAMES.some((start) => text.startsWith(start));
}
