import { KeyTable } from './key-table.ts';
import type { MinedTemplate } from './mined-template.ts';

/** A line's masked tokens as the miner knows them. */
export interface Signature<Data> {
  readonly hash: number;
  template: MinedTemplate<Data>;
  /** Its own masked text, also when its template has a more general one. */
  readonly text: string;
  /** The miner's clock when a line last had it. */
  used: number;
}

/** The groups of a signature, and how much it says in each, in sixtieths of what makes a position variable. */
export interface Places {
  readonly keys: readonly number[];
  readonly weights: readonly number[];
}

/** Signatures that differ in one position only. Once their weight has reached ENOUGH they are one template, for good. */
interface Group<Data> {
  weight: number;
  count: number;
  /** While it is not yet a template. */
  members: Signature<Data>[];
  template: MinedTemplate<Data> | undefined;
}

export const ENOUGH = 60;

/** What became of a signature that entered a group. */
export interface Entered<Data> {
  /** Those it now shares a template with. */
  readonly merged: readonly MinedTemplate<Data>[];
  /** The group has become a template by it. */
  readonly opened: boolean;
}

const ALONE = { merged: [], opened: false } as const;

/**
 * Which signatures differ in one position only, by the hash that they have when that position is a variable. A group's
 * weight is a sum over its members, so what merges does not depend on the order of lines.
 */
export class Groups<Data> {
  /** A group of one is kept as its signature. */
  readonly #groups = new KeyTable<Signature<Data> | Group<Data>>();
  readonly #placesOf: (text: string) => Places;

  /** @param placesOf reads a signature's places from its text again: kept, they would be half of its memory */
  constructor(placesOf: (text: string) => Places) {
    this.#placesOf = placesOf;
  }

  enter(signature: Signature<Data>, key: number, weight: number): Entered<Data> {
    const known = this.#groups.get(key);
    if (known === undefined) {
      this.#groups.set(key, signature);
      return ALONE;
    }
    const group = 'hash' in known ? this.#widen(key, known) : known;
    group.count++;
    if (group.template !== undefined) return { merged: [group.template], opened: false };
    group.members.push(signature);
    group.weight += weight;
    if (group.weight < ENOUGH) return ALONE;
    const merged = group.members.map((member) => member.template);
    group.template = signature.template;
    group.members = [];
    return { merged, opened: true };
  }

  /** Out of every group it is in. */
  leave(signature: Signature<Data>): void {
    const { keys, weights } = this.#placesOf(signature.text);
    keys.forEach((key, index) => this.#leaveOne(signature, key, weights[index] as number));
  }

  #leaveOne(signature: Signature<Data>, key: number, weight: number): void {
    const known = this.#groups.get(key);
    if (known === undefined) return;
    if ('hash' in known) {
      if (known === signature) this.#groups.delete(key);
      return;
    }
    known.count--;
    if (known.count === 0) this.#groups.delete(key);
    const at = known.members.indexOf(signature);
    if (at < 0) return;
    known.members.splice(at, 1);
    known.weight -= weight;
  }

  /** The template of a group that is one, else undefined. */
  templateOf(key: number): MinedTemplate<Data> | undefined {
    const known = this.#groups.get(key);
    return known === undefined || 'hash' in known ? undefined : known.template;
  }

  /** Keys of the groups that are templates, ascending. */
  opened(): number[] {
    const keys: number[] = [];
    this.#groups.forEach((key, group) => {
      if (!('hash' in group) && group.template) keys.push(key);
    });
    return keys.sort((a, b) => a - b);
  }

  /** As enter, for a saved signature: nothing merges, `opened` says which groups are templates. */
  reenter(signature: Signature<Data>, opened: ReadonlySet<number>): void {
    const { keys, weights } = this.#placesOf(signature.text);
    keys.forEach((key, index) => {
      if (!opened.has(key)) {
        this.enter(signature, key, weights[index] as number);
        return;
      }
      const known = this.#groups.get(key);
      if (known !== undefined && !('hash' in known)) known.count++;
      else this.#groups.set(key, { weight: ENOUGH, count: 1, members: [], template: signature.template });
    });
  }

  #widen(key: number, first: Signature<Data>): Group<Data> {
    const { keys, weights } = this.#placesOf(first.text);
    const weight = weights[keys.indexOf(key)] as number;
    const group: Group<Data> = { weight, count: 1, members: [first], template: undefined };
    this.#groups.set(key, group);
    return group;
  }
}
