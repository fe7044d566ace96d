/**
 * In: the text of one JSON object. Out: its flattened fields in a FieldList, every value as text: numbers with the digits they
 * came with, arrays as their JSON text, nested names joined by dots, null as absent. Nothing is thrown: `json.problem` says what
 * is wrong. The hottest code of the sidecar: names are guessed from the line before and compared in place.
 */
import type { FieldList, FieldName } from './field-list.ts';
import { JsonText, MAX_DEPTH } from './json-text.ts';

const QUOTE = 34;
const COMMA = 44;
const OPEN_BRACKET = 91;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** A name at its place in the tree of objects. */
interface Key {
  /** As it stands between the quotes. */
  readonly raw: string;
  /** `raw":` – what a compact writer puts behind the opening quote. */
  readonly ahead: string;
  readonly field: FieldName;
  /** The names of the object under it, and which came first and next in the last line. */
  readonly level: Level;
  next: Key | undefined;
}

interface Level {
  /** Dotted names before it, with a dot at the end; '' at the top. */
  readonly prefix: string;
  keys: Map<string, Key> | undefined;
  first: Key | undefined;
}

export class JsonScan {
  readonly json = new JsonText();
  readonly #fields: FieldList;
  #top: Level = newLevel('');

  constructor(fields: FieldList) {
    this.#fields = fields;
  }

  /** Reads the object in text[start, end) into a new line of the field list; false when it is not well formed. */
  scan(text: string, start: number, end: number): boolean {
    const { json } = this;
    json.open(text, start, end);
    this.startOver();
    let p = json.skipBlank(start);
    if (text.charCodeAt(p) !== OPEN_BRACE) json.fail(p, 'a { is expected');
    else {
      p = this.#object(p + 1, this.#top, 1);
      if (p >= 0 && json.skipBlank(p) < end)
        json.fail(json.skipBlank(p), 'the line goes on after the object');
    }
    return json.problem === '';
  }

  /** Starts a new line of the field list. */
  startOver(): void {
    if (!this.#fields.begin()) this.#top = newLevel('');
  }

  /** The members of an object from behind its brace; ends behind the closing one. */
  #object(start: number, level: Level, depth: number): number {
    const { json } = this;
    const { text } = json;
    let p = json.skipBlank(start);
    if (text.charCodeAt(p) === CLOSE_BRACE) return p + 1;
    let before: Key | undefined;
    for (;;) {
      let key = before === undefined ? level.first : before.next;
      if (key !== undefined && text.charCodeAt(p) === QUOTE && text.startsWith(key.ahead, p + 1)) {
        p += key.ahead.length + 1;
      } else {
        p = json.name(p);
        if (p < 0) return -1;
        key = this.#keyOf(json.value, level, before);
      }
      p = this.#value(json.skipBlank(p), key, depth);
      if (p < 0) return -1;
      p = json.skipBlank(p);
      const c = text.charCodeAt(p);
      if (c === CLOSE_BRACE) return p + 1;
      if (c !== COMMA) return json.fail(p, 'a comma or } is expected');
      p = json.skipBlank(p + 1);
      before = key;
    }
  }

  /** The key of a name that was not guessed, and the guess for next time. */
  #keyOf(raw: string, level: Level, before: Key | undefined): Key {
    level.keys ??= new Map<string, Key>();
    let key = level.keys.get(raw);
    if (key === undefined) {
      const full = level.prefix + raw;
      // A name with escapes stands differently in the text: it is never guessed.
      const plain = JSON.stringify(raw) === `"${raw}"`;
      const ahead = plain ? `${raw}":` : '\n';
      key = { raw, ahead, field: this.#fields.nameOf(full), level: newLevel(`${full}.`), next: undefined };
      level.keys.set(raw, key);
    }
    if (before === undefined) level.first = key;
    else before.next = key;
    return key;
  }

  #value(at: number, key: Key, depth: number): number {
    const { json } = this;
    const c = json.text.charCodeAt(at);
    let end: number;
    if (c === QUOTE) end = json.string(at);
    else if (c === OPEN_BRACE && !key.field.preserved) {
      return depth < MAX_DEPTH ? this.#object(at + 1, key.level, depth + 1) : json.tooDeep();
    } else if (c === OPEN_BRACE || c === OPEN_BRACKET) {
      end = json.skip(at, depth);
      if (end >= 0) json.value = json.text.slice(at, end);
    } else end = c === 45 || (c >= 48 && c <= 57) ? json.number(at) : json.literal(at);
    if (end >= 0) this.#fields.put(key.field, json.value);
    return end;
  }
}

function newLevel(prefix: string): Level {
  return { prefix, keys: undefined, first: undefined };
}
