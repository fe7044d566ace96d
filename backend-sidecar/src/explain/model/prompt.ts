import { randomBytes } from 'node:crypto';
import type { Signals } from '@presage/contract';
import type { Gathered, Line } from '../line.ts';
import { chooseLines, kindOf } from './choice.ts';
import { Outgoing } from './outgoing.ts';

/** What is sent, and what is needed to read the answer. */
export interface Prompt {
  readonly text: string;
  /** Ids that stand in it. */
  readonly ids: readonly string[];
  /** Log lines in it. */
  readonly lines: number;
  readonly outgoing: Outgoing;
}

export interface PromptOptions {
  readonly redact: { readonly ips: boolean; readonly hosts: boolean };
  /** In English words. */
  readonly language: string;
  /** Ids of the lines that the rules rest on. */
  readonly cited: ReadonlySet<string>;
}

const MOST = { message: 700, target: 6000, name: 100, value: 500, fields: 60, runbook: 4000 };
/** Characters of all lines together, about 16,000 tokens; the explained line is sent whatever is left. */
const MOST_TEXT = 64_000;

/** Everything that came from logs, runbooks or a person stands as JSON inside the fence, redacted and unveiled. */
export function promptOf(gathered: Gathered, options: PromptOptions): Prompt {
  const outgoing = new Outgoing(options.redact);
  const { lines, alike } = chooseLines(gathered, options.cited);
  const told = toldLines(lines, gathered.target, alike, outgoing);
  const { runbooks = [], ...figures } = gathered.context.signals ?? {};
  const pages = runbooks.map(({ id, title, text }) => ({
    id,
    title: outgoing.text(title, MOST.value),
    text: outgoing.text(text, MOST.runbook),
  }));
  const objects = [...told, ...pages, ...toldFigures(gathered, figures, outgoing)];
  const nonce = randomBytes(12).toString('hex');
  const { shown, total, window } = gathered.context;
  const text = [
    `Explain the line ${gathered.target.id}. Answer in ${options.language}; keep the keys and the words of the enumerations.`,
    `Sent: ${told.length} of ${shown} gathered lines, ${total} in the window ${window.from} to ${window.to}.`,
    `<data ${nonce}>`,
    ...objects.map((object) => JSON.stringify(object)),
    `</data ${nonce}>`,
  ].join('\n');
  const ids = [...told, ...pages].map(({ id }) => id);
  return { text, ids, lines: told.length, outgoing };
}

interface ToldLine {
  readonly id: string;
  readonly explain?: true;
  readonly time: string;
  readonly service: string;
  readonly host?: string;
  readonly class: string;
  readonly severity: string;
  /** How many such lines were gathered, when more than one. */
  readonly alike?: number;
  readonly message: string;
  readonly fields?: Readonly<Record<string, string>>;
}

function toldLines(
  lines: readonly Line[],
  target: Line,
  alike: ReadonlyMap<string, number>,
  outgoing: Outgoing,
): readonly ToldLine[] {
  const byNearness = [...lines].sort(
    (a, b) => Math.abs(a.timeMs - target.timeMs) - Math.abs(b.timeMs - target.timeMs),
  );
  const told = new Map<Line, ToldLine>();
  let left = MOST_TEXT;
  for (const line of [target, ...byNearness.filter((one) => one !== target)]) {
    if (left <= 0) break;
    const one = toldLine(line, line === target, alike.get(kindOf(line)) ?? 1, outgoing);
    left -= JSON.stringify(one).length;
    told.set(line, one);
  }
  return lines.map((line) => told.get(line)).filter((one) => one !== undefined);
}

function toldLine(line: Line, isTarget: boolean, alike: number, outgoing: Outgoing): ToldLine {
  const name = (text: string): string => outgoing.text(text, MOST.name);
  return {
    id: line.id,
    ...(isTarget ? { explain: true as const } : {}),
    time: new Date(line.timeMs).toISOString(),
    service: name(line.service),
    ...(line.host === '' ? {} : { host: name(line.host) }),
    class: line.logClass,
    severity: line.severity,
    ...(alike > 1 ? { alike } : {}),
    message: outgoing.message(line.message, isTarget ? MOST.target : MOST.message),
    ...(isTarget && line.fields !== undefined ? { fields: toldFields(line.fields, outgoing) } : {}),
  };
}

function toldFields(
  fields: Readonly<Record<string, string>>,
  outgoing: Outgoing,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fields)
      .slice(0, MOST.fields)
      .map(([name, value]) => [outgoing.text(name, MOST.name), outgoing.field(name, value, MOST.value)]),
  );
}

/** Each an object of its own, told apart by its first key. */
function toldFigures(
  { target, novelty }: Gathered,
  { templates = [], onsets = [], scores = [], standing }: Omit<Signals, 'runbooks'>,
  outgoing: Outgoing,
): readonly object[] {
  const { signature } = target;
  const known =
    signature === undefined
      ? []
      : [{ known_failure: signature.meaning, usual_causes: signature.causes, usual_steps: signature.steps }];
  const history =
    novelty === undefined
      ? []
      : [
          {
            such_lines: { last_15_min: novelty.recent, the_45_min_before: novelty.earlier },
            ...(novelty.firstSeenMs === undefined
              ? {}
              : { first_seen: new Date(novelty.firstSeenMs).toISOString() }),
          },
        ];
  const text = (value: string): string => outgoing.text(value, MOST.value);
  return [
    ...known,
    ...history,
    ...(standing === undefined ? [] : [{ decided_by: standing.by, class: standing.class }]),
    ...templates.map(({ template, service, trend, count, before }) => ({
      kind_of_line: text(template),
      ...{ service: text(service), trend, last_15_min: count, the_45_min_before: before },
    })),
    ...onsets.map(({ service, time, count }) => ({
      trouble_began_in: text(service),
      ...{ time, lines_since: count },
    })),
    ...scores.map((one) => ({ anomaly: one.for, highest_score: one.score, time: one.time })),
  ];
}
