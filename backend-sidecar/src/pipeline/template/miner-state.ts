import type { Groups, Signature } from './groups.ts';
import { MinedTemplate, TOKENIZER_VERSION } from './mined-template.ts';

interface SavedTemplate {
  readonly serial: number;
  readonly id: string;
  readonly text: string;
  readonly variables: number;
  readonly aliases: readonly string[];
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly samples: readonly string[];
  readonly data: unknown;
}

/** A miner as JSON. */
export interface MinerState {
  readonly tokenizer: string;
  readonly clock: number;
  readonly serial: number;
  readonly templates: readonly SavedTemplate[];
  /** hash, index of the template, last use, own text where the template's differs. Groups are found again from the text. */
  readonly signatures: readonly (
    readonly [number, number, number] | readonly [number, number, number, string]
  )[];
  /** Keys of the groups that have become templates. */
  readonly opened: readonly number[];
}

interface Tables<Data> {
  readonly signatures: Map<number, Signature<Data>>;
  readonly templates: Set<MinedTemplate<Data>>;
  readonly groups: Groups<Data>;
}

export function writeState<Data>(
  { signatures, templates, groups }: Tables<Data>,
  counters: { clock: number; serial: number },
  saveData: (data: Data) => unknown,
): MinerState {
  const list = [...templates];
  const indexOf = new Map(list.map((template, index) => [template, index]));
  return {
    tokenizer: TOKENIZER_VERSION,
    ...counters,
    templates: list.map((template) => saveTemplate(template, saveData)),
    signatures: Array.from(signatures.values(), ({ hash, template, text, used }) => {
      let root = template;
      while (root.mergedInto !== undefined) root = root.mergedInto;
      const index = indexOf.get(root) ?? -1;
      return text === root.text ? ([hash, index, used] as const) : ([hash, index, used, text] as const);
    }),
    opened: groups.opened(),
  };
}

function saveTemplate<Data>(template: MinedTemplate<Data>, saveData: (data: Data) => unknown): SavedTemplate {
  const { serial, id, text, variables, aliases, firstSeenMs, lastSeenMs, count, samples, data } = template;
  return {
    serial,
    id,
    text,
    variables,
    aliases,
    first: firstSeenMs,
    last: lastSeenMs,
    count,
    samples,
    data: data === undefined ? null : saveData(data),
  };
}

/** Fills empty tables. */
export function readState<Data>(
  state: MinerState,
  { signatures, templates, groups }: Tables<Data>,
  loadData: (data: unknown) => Data,
): void {
  const list = state.templates.map((saved) => loadTemplate(saved, loadData));
  for (const template of list) templates.add(template);
  const opened = new Set(state.opened);
  for (const [hash, index, used, ownText] of state.signatures) {
    const template = list[index];
    if (template === undefined)
      throw new RangeError(`a saved signature names template ${index}, which is not there`);
    const text = ownText ?? template.text;
    const signature: Signature<Data> = { hash, template, text, used };
    template.members++;
    signatures.set(hash, signature);
    groups.reenter(signature, opened);
  }
}

function loadTemplate<Data>(saved: SavedTemplate, loadData: (data: unknown) => Data): MinedTemplate<Data> {
  const template = new MinedTemplate<Data>(saved.serial, saved.text, saved.variables);
  template.id = saved.id;
  template.aliases = [...saved.aliases];
  template.firstSeenMs = saved.first;
  template.lastSeenMs = saved.last;
  template.count = saved.count;
  template.samples = [...saved.samples];
  if (saved.data !== null) template.data = loadData(saved.data);
  return template;
}
