/**
 * The names that lines of one call have used, and the values of the line being read. A name is judged once (reserved,
 * ignored, too long…), and a second value under it within a line replaces the first: what a JSON parser would show.
 */
import { LIMITS, RESERVED_NAMES, RESERVED_PREFIX } from '@presage/contract';
import { utf8Length } from './utf8.ts';

/** Distinct names that are remembered; a sender with random names makes it start over. */
const MAX_NAMES = 8192;

/** What holds for a field name in every line of a call. */
export interface FieldName {
  /** The name it is stored under: reserved ones moved to `orig.*`. */
  readonly name: string;
  readonly ignored: boolean;
  readonly decolorized: boolean;
  /** Nested JSON under it stays text. */
  readonly preserved: boolean;
  readonly tooLong: boolean;
  /** The line that used it last, and where its value is. */
  line: number;
  at: number;
}

/** Which names are treated how: the parts of LineParameters that go by name. */
export interface NameRules {
  readonly ignored: (name: string) => boolean;
  readonly decolorized: (name: string) => boolean;
  readonly preserved: (name: string) => boolean;
}

export class FieldList {
  /** Names and values of the current line; entries from `count` on are of earlier ones. '' = absent. */
  readonly names: FieldName[] = [];
  readonly values: string[] = [];
  count = 0;
  #line = 0;
  readonly #rules: NameRules;
  readonly #known = new Map<string, FieldName>();
  #kept: readonly FieldName[] = [];

  constructor(rules: NameRules) {
    this.#rules = rules;
  }

  /** Starts a line; false when the names were forgotten, so that whoever holds on to one must let go. */
  begin(): boolean {
    this.#line++;
    this.count = 0;
    if (this.#known.size <= MAX_NAMES) return true;
    this.#known.clear();
    for (const field of this.#kept) this.#known.set(field.name, field);
    return false;
  }

  /** The names known by now are never forgotten: a plan holds on to them. */
  keep(): void {
    this.#kept = [...this.#known.values()];
  }

  /** The one FieldName of a name. A name that is empty is the message's: VictoriaLogs keeps it so. */
  nameOf(raw: string): FieldName {
    const name = raw === '' ? '_msg' : unreserved(raw);
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const made: FieldName = {
      name,
      ignored: this.#rules.ignored(raw) || this.#rules.ignored(name),
      decolorized: this.#rules.decolorized(name),
      preserved: this.#rules.preserved(name),
      tooLong: utf8Length(name, LIMITS.fieldNameBytes) > LIMITS.fieldNameBytes,
      line: 0,
      at: 0,
    };
    this.#known.set(name, made);
    return made;
  }

  put(field: FieldName, value: string): void {
    if (field.line === this.#line) {
      this.values[field.at] = value;
      return;
    }
    if (value === '') return;
    field.line = this.#line;
    field.at = this.count;
    this.names[this.count] = field;
    this.values[this.count++] = value;
  }

  /** The value of the current line, '' when it has none. */
  value(field: FieldName): string {
    return field.line === this.#line ? (this.values[field.at] ?? '') : '';
  }

  /** Takes the value out of the current line. */
  remove(field: FieldName): void {
    if (field.line === this.#line) this.values[field.at] = '';
  }
}

function unreserved(name: string): string {
  // Reserved names start with `_` or `p`: most names need no more than this.
  const first = name.charCodeAt(0);
  if (first !== 95 && first !== 112) return name;
  return name.startsWith(RESERVED_PREFIX) || RESERVED_NAMES.includes(name) ? `orig.${name}` : name;
}
