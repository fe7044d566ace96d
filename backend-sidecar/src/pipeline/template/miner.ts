/**
 * In: the contents of one partition's lines, in order. Out: the template of each, as it is known at that moment.
 * The same set of lines ends at the same ids in any order (within the caps); a known line costs one scan and one look-up.
 * Words of meaning (levels, verbs, up and down) never become variable: a template too many beats a hidden failure.
 */
import { Groups, type Signature } from './groups.ts';
import { MinedTemplate, templateId, TOKENIZER_VERSION } from './mined-template.ts';
import { readState, type MinerState, writeState } from './miner-state.ts';
import { positionsOf } from './positions.ts';
import type { TokenList } from './token-list.ts';
import { Tokenizer } from './tokenizer.ts';

export interface MinerOptions<Data> {
  /** Signatures kept; beyond it the tenth that was used longest ago is forgotten. Default 5,000. */
  readonly maxTemplates?: number | undefined;
  /** `from` has become part of `into`; called before `from` disappears. */
  readonly onMerge?: (into: MinedTemplate<Data>, from: MinedTemplate<Data>) => void;
  /** The template is no longer kept. */
  readonly onForget?: (template: MinedTemplate<Data>) => void;
}

const DEFAULT_MAX_TEMPLATES = 5000;
const FORGET_SHARE = 0.1;

export class Miner<Data = unknown> {
  readonly #options: MinerOptions<Data>;
  readonly #maxTemplates: number;
  readonly #tokenizer = new Tokenizer();
  /** For texts of old while a line's tokens are in use. */
  readonly #rereader = new Tokenizer();
  readonly #signatures = new Map<number, Signature<Data>>();
  readonly #templates = new Set<MinedTemplate<Data>>();
  readonly #byId = new Map<string, MinedTemplate<Data>>();
  readonly #groups = new Groups<Data>((text) => positionsOf(this.#rereader.tokenize(text), text));
  /** Counts lines, so that what was used longest ago is known without a clock. */
  #clock = 0;
  #serial = 0;

  constructor(options: MinerOptions<Data> = {}) {
    this.#options = options;
    this.#maxTemplates = Math.max(1, options.maxTemplates ?? DEFAULT_MAX_TEMPLATES);
  }

  /** Templates now: unions count once. */
  get size(): number {
    return this.#templates.size;
  }

  templates(): Iterable<MinedTemplate<Data>> {
    return this.#templates;
  }

  /** By current id or alias. */
  get(id: string): MinedTemplate<Data> | undefined {
    const template = this.#byId.get(id);
    return template && rootOf(template);
  }

  /** The template of a line; `raw` is what is kept as its sample. */
  mine(content: string, arrivalMs = 0, raw = content): MinedTemplate<Data> {
    const tokens = this.#tokenizer.tokenize(content);
    const hash = tokens.signature();
    const signature = this.#signatures.get(hash) ?? this.#learn(tokens, content, hash);
    signature.used = ++this.#clock;
    let { template } = signature;
    if (template.mergedInto !== undefined) signature.template = template = rootOf(template);
    template.see(arrivalMs, raw);
    if (this.#signatures.size > this.#maxTemplates) this.#forgetOldest();
    return template;
  }

  /** What mine would say, without a trace. `template` is undefined for a line that would make a new one. */
  preview(content: string): { id: string; text: string; template: MinedTemplate<Data> | undefined } {
    const tokens = this.#tokenizer.tokenize(content);
    const known = this.#signatures.get(tokens.signature());
    const template = known ? rootOf(known.template) : this.#openGroup(tokens, content);
    if (template) return { id: template.id, text: template.text, template };
    const text = tokens.text(content);
    return { id: templateId(text), text, template: undefined };
  }

  /** JSON-able. */
  save(saveData: (data: Data) => unknown): MinerState {
    const tables = { signatures: this.#signatures, templates: this.#templates, groups: this.#groups };
    return writeState(tables, { clock: this.#clock, serial: this.#serial }, saveData);
  }

  /**
   * Into a fresh miner. A state of another version of the tokenizer is learned again from its samples, the old ids becoming
   * aliases; `contentOf` cuts a sample's content out as it was cut for mine.
   */
  restore(
    state: MinerState,
    loadData: (data: unknown) => Data,
    contentOf: (raw: string) => string = (raw) => raw,
  ): void {
    if (state.tokenizer !== TOKENIZER_VERSION) {
      this.#relearn(state, contentOf);
      return;
    }
    const tables = { signatures: this.#signatures, templates: this.#templates, groups: this.#groups };
    readState(state, tables, loadData);
    this.#clock = state.clock;
    this.#serial = state.serial;
    for (const template of this.#templates) this.#index(template);
  }

  #relearn(state: MinerState, contentOf: (raw: string) => string): void {
    for (const { id, aliases, samples, count, first, last } of state.templates) {
      const mined = samples.map((raw) => this.mine(contentOf(raw), last, raw));
      const template = mined[0] && rootOf(mined[0]);
      if (template === undefined) continue;
      template.firstSeenMs = Math.min(template.firstSeenMs, first);
      template.count += count - samples.length;
      template.addAliases([...aliases, id]);
      this.#index(template);
    }
  }

  #learn(tokens: TokenList, content: string, hash: number): Signature<Data> {
    const { keys, weights, tokens: positions, variables } = positionsOf(tokens, content);
    const text = tokens.text(content);
    const template = new MinedTemplate<Data>(this.#serial++, text, variables);
    template.members = 1;
    const signature: Signature<Data> = { hash, template, text, used: 0 };
    this.#signatures.set(hash, signature);
    for (let i = 0; i < keys.length; i++) {
      const { merged, opened } = this.#groups.enter(signature, keys[i] as number, weights[i] as number);
      for (const other of merged) this.#merge(rootOf(other), rootOf(signature.template));
      if (!opened) continue;
      const position = positions[i] as number;
      const pattern = position < 0 ? text : tokens.textWithout(content, position);
      rootOf(signature.template).offer(pattern, position < 0 ? variables : variables + 1);
    }
    this.#settle(rootOf(template));
    signature.template = rootOf(template);
    return signature;
  }

  #merge(a: MinedTemplate<Data>, b: MinedTemplate<Data>): void {
    if (a === b) return;
    const [into, from] = a.serial < b.serial ? [a, b] : [b, a];
    into.absorb(from);
    this.#templates.delete(from);
    if (from.count > 0) this.#options.onMerge?.(into, from);
  }

  /** After a new signature: the template is listed, named by its text and found by its ids. */
  #settle(template: MinedTemplate<Data>): void {
    this.#templates.add(template);
    template.name();
    const twin = this.get(template.id);
    // Only after forgetting: what had held the two together is gone.
    if (twin !== undefined && twin !== template && twin.id === template.id) this.#merge(twin, template);
    this.#index(rootOf(template));
  }

  #index(template: MinedTemplate<Data>): void {
    for (const alias of template.aliases) {
      const holder = this.#byId.get(alias);
      if (holder === undefined || rootOf(holder).id !== alias) this.#byId.set(alias, template);
    }
    this.#byId.set(template.id, template);
  }

  #openGroup(tokens: TokenList, content: string): MinedTemplate<Data> | undefined {
    let best: MinedTemplate<Data> | undefined;
    for (const key of positionsOf(tokens, content).keys) {
      const open = this.#groups.templateOf(key);
      if (open === undefined) continue;
      const template = rootOf(open);
      if (best === undefined || template.serial < best.serial) best = template;
    }
    return best;
  }

  #forgetOldest(): void {
    const used = Array.from(this.#signatures.values(), (signature) => signature.used).sort((a, b) => a - b);
    const limit = used[Math.floor(used.length * FORGET_SHARE)] as number;
    for (const signature of this.#signatures.values()) if (signature.used <= limit) this.#forget(signature);
  }

  #forget(signature: Signature<Data>): void {
    this.#signatures.delete(signature.hash);
    this.#groups.leave(signature);
    const template = rootOf(signature.template);
    if (--template.members > 0) return;
    this.#templates.delete(template);
    for (const id of [template.id, ...template.aliases]) {
      const holder = this.#byId.get(id);
      if (holder !== undefined && rootOf(holder) === template) this.#byId.delete(id);
    }
    this.#options.onForget?.(template);
  }
}

function rootOf<Data>(template: MinedTemplate<Data>): MinedTemplate<Data> {
  let root = template;
  while (root.mergedInto !== undefined) root = root.mergedInto;
  // Shortens the way for the next look-up.
  for (let at = template; at.mergedInto !== undefined && at.mergedInto !== root;) {
    const next = at.mergedInto;
    at.mergedInto = root;
    at = next;
  }
  return root;
}
