import type { Mistake } from './mistakes.ts';

/** A JSON value that remembers its line, so that a mistake in it can be shown where it is. */
export type Json =
  | { readonly kind: 'object'; readonly line: number; readonly entries: ReadonlyMap<string, Json> }
  | { readonly kind: 'array'; readonly line: number; readonly items: readonly Json[] }
  | { readonly kind: 'plain'; readonly line: number; readonly value: string | number | boolean | null };

/** Deeper than any signature; bounds the recursion. */
const MOST_DEPTH = 12;

/** The value of a text, or the first mistake in its form. */
export function readJson(text: string): Json | Mistake {
  const reader = new Reader(text);
  try {
    return reader.all();
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return { line: reader.line, reason: `${thrown.message}.` };
    throw thrown;
  }
}

class Reader {
  line = 1;
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text.startsWith('\uFEFF') ? text.slice(1) : text;
  }

  /** @throws SyntaxError; `line` is then where */
  all(): Json {
    const value = this.#value(0);
    if (this.#next() !== undefined) throw new SyntaxError('There is more after the end of the JSON');
    return value;
  }

  #value(depth: number): Json {
    if (depth > MOST_DEPTH) throw new SyntaxError('The JSON is nested too deeply');
    const first = this.#next();
    const { line } = this;
    if (first === '{') return { kind: 'object', line, entries: this.#entries(depth) };
    if (first === '[') return { kind: 'array', line, items: this.#items(depth) };
    return { kind: 'plain', line, value: first === '"' ? this.#string() : this.#word() };
  }

  #entries(depth: number): ReadonlyMap<string, Json> {
    const entries = new Map<string, Json>();
    this.#list('}', () => {
      if (this.#next() !== '"') throw new SyntaxError('A name in double quotes belongs here');
      const name = this.#string();
      if (entries.has(name)) throw new SyntaxError(`"${name}" is here twice`);
      if (this.#next() !== ':') throw new SyntaxError(`A colon belongs after "${name}"`);
      this.#at++;
      entries.set(name, this.#value(depth + 1));
    });
    return entries;
  }

  #items(depth: number): readonly Json[] {
    const items: Json[] = [];
    this.#list(']', () => items.push(this.#value(depth + 1)));
    return items;
  }

  /** Reads from the opening bracket to behind the closing one. */
  #list(close: string, read: () => void): void {
    this.#at++;
    if (this.#next() !== close) {
      for (;;) {
        read();
        const mark = this.#next();
        if (mark === close) break;
        if (mark !== ',') throw new SyntaxError(`A comma or ${close} belongs here`);
        this.#at++;
      }
    }
    this.#at++;
  }

  #string(): string {
    const start = this.#at;
    let end = start + 1;
    while (end < this.#text.length && this.#text[end] !== '"' && this.#text[end] !== '\n')
      end += this.#text[end] === '\\' ? 2 : 1;
    if (this.#text[end] !== '"') throw new SyntaxError('A text is not closed by a double quote');
    this.#at = end + 1;
    return scalar(this.#text.slice(start, end + 1)) as string;
  }

  #word(): number | boolean | null {
    const [word = ''] = /^[^\s,:[\]{}"]*/.exec(this.#text.slice(this.#at, this.#at + 40)) ?? [];
    this.#at += word.length;
    return scalar(word) as number | boolean | null;
  }

  /** The next character that is no space; undefined at the end. */
  #next(): string | undefined {
    for (; this.#at < this.#text.length; this.#at++) {
      const char = this.#text[this.#at];
      if (char === '\n') this.line++;
      else if (char !== ' ' && char !== '\t' && char !== '\r') return char;
    }
    return undefined;
  }
}

function scalar(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new SyntaxError(text === '' ? 'A value is missing' : `${text} is no JSON value`);
  }
}
