import { flatCopy } from './flat-copy.ts';
import { hexHash } from './hash.ts';

const MAX_SAMPLES = 3;
/** Characters of a sample that are kept. */
export const SAMPLE_LENGTH = 1000;
/** A union that has absorbed more than this many ids forgets the oldest. */
const MAX_ALIASES = 500;

/** Shared by all that have none. */
const NONE: readonly string[] = [];

/** Part of every id; a change of the tokenizer's rules changes it. */
export const TOKENIZER_VERSION = 't1';

/** Id of a template by its canonical text, in its partition. Frozen. */
export function templateId(text: string): string {
  return hexHash(TOKENIZER_VERSION + text);
}

/**
 * A template as its miner sees it now: one signature or a union of them. Only the miner changes it; `data` is its user's.
 * `mergedInto` is set once it has become part of another.
 */
export class MinedTemplate<Data = unknown> {
  /** Order of creation; the oldest of a union lives on. */
  readonly serial: number;
  /** Canonical text: the most general of the union's signatures and patterns, ties by code units. */
  text: string;
  variables: number;
  id = '';
  /** Former ids, oldest first: lines were given out with them. */
  aliases: readonly string[] = NONE;
  /** By arrival, ms. */
  firstSeenMs = 0;
  lastSeenMs = 0;
  /** Lines. 1 = the line just mined has made it. */
  count = 0;
  /** The first lines, raw, cut. */
  samples: readonly string[] = NONE;
  /** Signatures known to belong to it. */
  members = 0;
  mergedInto: MinedTemplate<Data> | undefined;
  data: Data | undefined;

  constructor(serial: number, text: string, variables: number) {
    this.serial = serial;
    this.text = text;
    this.variables = variables;
  }

  see(arrivalMs: number, raw: string): void {
    if (this.count === 0) this.firstSeenMs = arrivalMs;
    if (arrivalMs > this.lastSeenMs) this.lastSeenMs = arrivalMs;
    this.count++;
    if (this.samples.length < MAX_SAMPLES) this.#keep(raw);
  }

  /** A new array each time: one that grows by pushing takes room for many more. */
  #keep(raw: string): void {
    this.samples = [...this.samples, flatCopy(raw.slice(0, SAMPLE_LENGTH))];
  }

  /** Takes a text as canonical if it is more general. */
  offer(text: string, variables: number): void {
    if (variables < this.variables || (variables === this.variables && text >= this.text)) return;
    this.text = text;
    this.variables = variables;
  }

  absorb(other: MinedTemplate<Data>): void {
    other.mergedInto = this;
    this.members += other.members;
    this.offer(other.text, other.variables);
    if (other.count === 0) return;
    this.firstSeenMs = this.count === 0 ? other.firstSeenMs : Math.min(this.firstSeenMs, other.firstSeenMs);
    this.lastSeenMs = Math.max(this.lastSeenMs, other.lastSeenMs);
    this.count += other.count;
    this.samples = [...this.samples, ...other.samples].slice(0, MAX_SAMPLES);
    this.addAliases([...other.aliases, other.id].filter((id) => id !== this.id));
  }

  /** Gives it the id of its canonical text; a former id becomes an alias. */
  name(): void {
    const id = templateId(this.text);
    if (this.id !== '' && this.count > 0) this.addAliases([this.id]);
    this.id = id;
    if (this.aliases.includes(id)) this.aliases = this.aliases.filter((alias) => alias !== id);
  }

  addAliases(ids: readonly string[]): void {
    this.aliases = [...new Set([...this.aliases, ...ids])].slice(-MAX_ALIASES);
  }
}
