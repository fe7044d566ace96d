/** JSON text as far as it has come → its value. Texts under way are kept as they stand, other values under way are left out. */
export function growing(text: string): unknown {
  const thoughts = text.lastIndexOf('</think>');
  const from = text.indexOf('{', thoughts === -1 ? 0 : thoughts);
  if (from === -1) return undefined;
  return new Reader(text, from).value(0)?.value;
}

/** A value, and whether its end has come. */
interface Part {
  readonly value: unknown;
  readonly whole: boolean;
}

const DEEPEST = 8;
const SCALAR = /(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=[\s,\]}])/y;

/** Reads once from left to right and stops where it does not understand; never throws. */
class Reader {
  readonly #text: string;
  #at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  /** Undefined where no value begins, or one whose end has not come. */
  value(depth: number): Part | undefined {
    this.#blanks();
    const first = this.#text[this.#at];
    if (depth > DEEPEST || first === undefined) return undefined;
    if (first === '"') return this.#string();
    if (first === '{') return this.#object(depth);
    if (first === '[') return this.#array(depth);
    SCALAR.lastIndex = this.#at;
    const [found] = SCALAR.exec(this.#text) ?? [];
    if (found === undefined) return undefined;
    this.#at += found.length;
    return { value: JSON.parse(found) as unknown, whole: true };
  }

  #string(): Part {
    const start = this.#at;
    for (let at = start + 1; at < this.#text.length; at++) {
      const character = this.#text[at];
      if (character === '\\') at++;
      else if (character === '"') {
        this.#at = at + 1;
        return { value: unquoted(this.#text.slice(start, at + 1)), whole: true };
      }
    }
    this.#at = this.#text.length;
    // An escape cut in two is left out.
    const begun = this.#text.slice(start).replace(/\\(?:u[\da-fA-F]{0,3})?$/, '');
    return { value: unquoted(`${begun}"`), whole: false };
  }

  #array(depth: number): Part {
    const items: unknown[] = [];
    this.#at++;
    for (;;) {
      if (this.#takes(']')) return { value: items, whole: true };
      const item = this.value(depth + 1);
      // Whole items only: half a claim is none.
      if (item?.whole !== true) return { value: items, whole: false };
      items.push(item.value);
      if (!this.#takes(',') && !this.#isAt(']')) return { value: items, whole: false };
    }
  }

  #object(depth: number): Part {
    const entries: [string, unknown][] = [];
    const done = (whole: boolean): Part => ({ value: Object.fromEntries(entries), whole });
    this.#at++;
    for (;;) {
      if (this.#takes('}')) return done(true);
      this.#blanks();
      const key = this.#text[this.#at] === '"' ? this.#string() : undefined;
      if (key?.whole !== true || !this.#takes(':')) return done(false);
      const part = this.value(depth + 1);
      if (part === undefined) return done(false);
      entries.push([String(key.value), part.value]);
      if (!part.whole || (!this.#takes(',') && !this.#isAt('}'))) return done(false);
    }
  }

  #blanks(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #isAt(sign: string): boolean {
    this.#blanks();
    return this.#text[this.#at] === sign;
  }

  #takes(sign: string): boolean {
    const found = this.#isAt(sign);
    if (found) this.#at++;
    return found;
  }
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text.replace(/[\n\r\t]/g, ' ')));
  } catch {
    return '';
  }
}
