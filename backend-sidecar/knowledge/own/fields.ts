import type { Json } from './json-tree.ts';
import type { Mistake } from './mistakes.ts';

export type Entries = ReadonlyMap<string, Json>;

/** Longest text of a signature, characters. */
const MOST_TEXT = 500;

/** Reads the fields of one object; what is wrong is added to the mistakes and read as undefined. */
export class Fields {
  readonly line: number;
  readonly #name: string;
  readonly #entries: Entries;
  readonly #mistakes: Mistake[];

  constructor(json: Json | undefined, name: string, known: readonly string[], mistakes: Mistake[]) {
    this.#name = name;
    this.#mistakes = mistakes;
    this.line = json?.line ?? 1;
    this.#entries = json?.kind === 'object' ? json.entries : new Map<string, Json>();
    if (json?.kind !== 'object') this.wrong(`${name} must be an object`);
    for (const [key, { line }] of this.#entries)
      if (!known.includes(key)) this.wrong(`${name} has no \`${key}\`; it takes ${known.join(', ')}`, line);
  }

  wrong(fact: string, line = this.line): void {
    this.#mistakes.push({ line, reason: `${fact}.` });
  }

  get(key: string): Json | undefined {
    return this.#entries.get(key);
  }

  text(key: string, isNeeded = true): string | undefined {
    const json = this.get(key);
    if (json !== undefined) return this.#textOf(json, key);
    if (isNeeded) this.wrong(`${this.#name} needs \`${key}\``);
    return undefined;
  }

  choice<Choice extends string>(key: string, choices: readonly Choice[]): Choice | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    const found = choices.find((choice) => choice === text);
    if (found === undefined)
      this.wrong(`\`${key}\` is "${text}"; it takes ${choices.join(', ')}`, this.get(key)?.line);
    return found;
  }

  number(key: string): number | undefined {
    const json = this.get(key);
    if (json?.kind === 'plain' && typeof json.value === 'number') return json.value;
    this.wrong(`\`${key}\` must be a number`, json?.line);
    return undefined;
  }

  /** An array's items; none when it is not there. */
  items(key: string): readonly Json[] {
    const json = this.get(key);
    if (json === undefined) return [];
    if (json.kind === 'array') return json.items;
    this.wrong(`\`${key}\` must be an array`, json.line);
    return [];
  }

  texts(key: string, most = Number.POSITIVE_INFINITY): readonly string[] {
    return this.textsOf(this.items(key), key, most);
  }

  textsOf(items: readonly Json[], key: string, most: number): readonly string[] {
    if (items.length > most)
      this.wrong(`\`${key}\` has ${items.length} entries; it takes ${most}`, items[most]?.line);
    return items.flatMap((json) => this.#textOf(json, key) ?? []);
  }

  #textOf(json: Json, key: string): string | undefined {
    const text = json.kind === 'plain' ? json.value : undefined;
    if (typeof text !== 'string') this.wrong(`\`${key}\` must be a text`, json.line);
    else if (text.trim() === '') this.wrong(`\`${key}\` is empty`, json.line);
    else if (text.length > MOST_TEXT)
      this.wrong(`\`${key}\` is longer than ${MOST_TEXT} characters`, json.line);
    else return text;
    return undefined;
  }
}
