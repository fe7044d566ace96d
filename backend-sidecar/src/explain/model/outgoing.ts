import { redactField } from '../redact/redact-field.ts';
import { Pseudonyms } from '../redact/pseudonyms.ts';
import { redact } from '../redact/redact.ts';
import { unveiled } from '../clean.ts';

/**
 * The one door to a model: every text that leaves passes here, parsed, with secrets replaced. Counts what it hid and remembers
 * what may be shown again; lives as long as the request.
 */
export class Outgoing {
  readonly #options: { readonly ips: boolean; readonly hosts: boolean; readonly names: Pseudonyms };
  readonly #values = new Map<string, string>();
  #hidden = 0;

  constructor(options: { readonly ips: boolean; readonly hosts: boolean }) {
    this.#options = { ...options, names: new Pseudonyms() };
  }

  /** Places where a value was hidden. */
  get hidden(): number {
    return this.#hidden;
  }

  /** Pseudonym → value, of what may be shown again. */
  get values(): ReadonlyMap<string, string> {
    return this.#values;
  }

  text(text: string, most: number): string {
    const read = text.length > LONGEST ? text.slice(0, LONGEST) : text;
    const shown = this.#kept(redact(unveiled(read), this.#options));
    return read === text ? clipped(shown, most) : `${shown.slice(0, most).toWellFormed()} […]`;
  }

  field(name: string, value: string, most: number): string {
    const shown = this.#kept(redactField(name, unveiled(value.slice(0, LONGEST)), this.#options));
    return value.length <= LONGEST ? clipped(shown, most) : `${shown.slice(0, most).toWellFormed()} […]`;
  }

  /** A line's text. In JSON each value is read on its own: there its name says what the value alone does not. */
  message(text: string, most: number): string {
    const isJson = text.startsWith('{') && text.length <= LONGEST;
    const object = isJson ? objectOf(text) : undefined;
    if (object === undefined) return this.text(text, most);
    return clipped(JSON.stringify(this.#walked('', object, 0)), most);
  }

  /** Of an answer: what a model made up or repeated is hidden as well, and not counted. */
  answered(text: string): string {
    return redact(text, this.#options).text;
  }

  #kept({ text, hidden, pseudonyms }: ReturnType<typeof redact>): string {
    this.#hidden += hidden;
    for (const [name, value] of pseudonyms) this.#values.set(name, value);
    return text;
  }

  #walked(name: string, value: unknown, depth: number): unknown {
    if (typeof value === 'string') return this.field(name, value, MOST_VALUE);
    if (typeof value !== 'object' || value === null) {
      const text = String(value);
      const shown = this.field(name, text, MOST_VALUE);
      return shown === text ? value : shown;
    }
    if (depth >= DEEPEST) return '…';
    if (Array.isArray(value))
      return value.slice(0, MOST_ITEMS).map((item) => this.#walked(name, item, depth + 1));
    return Object.fromEntries(
      Object.entries(value)
        .slice(0, MOST_ITEMS)
        .map(([key, inner]) => [this.text(key, 200), this.#walked(key, inner, depth + 1)]),
    );
  }
}

/** A longer text is read so far only, and its beginning shown: far more than any part of it that is shown. */
const LONGEST = 65_536;
const MOST_VALUE = 4000;
const MOST_ITEMS = 200;
const DEEPEST = 12;

function objectOf(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    // No JSON after all: read as any text.
    return undefined;
  }
}

/** After redaction: a cut before it could leave half of a secret that no rule knows. */
function clipped(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = Math.ceil(most * 0.75);
  return `${text.slice(0, head).toWellFormed()} […] ${text.slice(head - most).toWellFormed()}`;
}
