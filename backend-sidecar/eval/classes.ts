import { existsSync, readFileSync } from 'node:fs';
import { CLASSES, type LogClass } from '@presage/contract';
import { SIGNATURES } from '../knowledge/signatures.ts';
import { createPipeline } from '../src/pipeline/pipeline.ts';
import type { LogRecord } from '../src/pipeline/record.ts';
import { bootstrap } from './bootstrap.ts';
import { batchOf } from './batch.ts';
import { classFigures, type ClassFigures, type Outcome } from './class-figures.ts';
import { levelAndWords } from './level-and-words.ts';
import { notMeasured, type Section, share, whole } from './section.ts';

/** One labelled message. */
export interface LabelledLine {
  readonly source: string;
  readonly level?: string | null;
  readonly component?: string | null;
  readonly message: string;
  readonly log_class: LogClass;
}

/** A system's outcomes by who judged. */
interface Judged {
  readonly pipeline: readonly Outcome[];
  readonly trivial: readonly Outcome[];
}

const TITLE = 'Classes';
const METHOD = [
  'Every labelled line goes through the pipeline as it is shipped (head, level, template, signatures, model), each system as a service with a neutral name; nothing is trained on these lines.',
  'Figures are pooled over all lines; the interval is a bootstrap over systems. "Needs action" is incident or preventive action against normal.',
  'Trivial baseline: an error level is an incident, a warning a preventive action, else a list of words of trouble and one of trouble ahead.',
];

const NOTES = [
  'Labels follow docs/classes.md as far as it could be inferred from these lines. The rules were written with these lines in sight.',
  'Expect less on other systems: on lines of 45 kinds of them, written from general knowledge before the rules were looked at, the rules were clearly worse than here, and better once the errors on half of them had been read. Project and lines share an author, so their labels agree more than two annotators would. What the model alone does on systems that trained nothing is in backend-sidecar/training/record.json (`npm run train`).',
  'What helped, in order: a wider lexicon; bounding signatures of what a program can cope with (refused, reset, timed out, not resolved) by a level of warning or by words of another try; compositions of a denial with something wanted and of a side with a bound; hashed rows without collisions; senses of words. The training lines themselves help little on unseen systems.',
  'Tried and left out: compositions as words of trouble at level info (false alarms), bigger steps and more rounds (overfit), suffixes, all groups of four letters, skipped pairs, the first word, signatures’ examples as training lines (category better, class worse), raising a line of level info without a word of trouble.',
  'Errors that remain: lines without a level whose trouble is told in words nobody listed; whether a failure without a level is the program’s own (incident) or a caller’s (preventive); warnings that mean nothing; harmless talk of trouble at level info.',
];

/** Three classes against the labels of `<data>/classes/classes-dev.jsonl`. */
export function evaluateClasses(file: string): Section {
  if (!existsSync(file)) return notMeasured(TITLE, `${file} is not there.`);
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LabelledLine);
  const systems = judgeSystems(lines);
  const pooled = (who: keyof Judged, from: readonly Judged[]): Outcome[] => from.flatMap((one) => one[who]);
  const ours = pooled('pipeline', [...systems.values()]);
  return {
    title: TITLE,
    method: [`${whole(lines.length)} lines of ${systems.size} systems.`, ...METHOD],
    tables: [
      {
        columns: ['', 'macro F1', 'needs action P', 'needs action R'],
        rows: [
          figureRow('pipeline, no key', classFigures(ours)),
          intervalRow([...systems.values()]),
          figureRow('level + word list', classFigures(pooled('trivial', [...systems.values()]))),
        ],
      },
      {
        columns: ['system', 'lines', 'macro F1', 'needs action P', 'needs action R'],
        rows: Array.from(systems, ([name, { pipeline }]) => {
          const [, ...figures] = figureRow('', classFigures(pipeline));
          return [name, whole(pipeline.length), ...figures];
        }),
      },
      confusion(ours),
    ],
    notes: NOTES,
  };
}

/** The outcomes of each system; lines in their order. */
export function judgeSystems(lines: readonly LabelledLine[]): Map<string, Judged> {
  const bySource = Map.groupBy(lines, ({ source }) => source);
  return new Map(
    Array.from(bySource, ([source, own], index) => [source, judge(own, `service-${index + 1}`)]),
  );
}

function judge(lines: readonly LabelledLine[], service: string): Judged {
  const pipeline = createPipeline({ instance: 'eval', signatures: SIGNATURES });
  const said: LogClass[] = [];
  const batch = batchOf(lines.map((line) => recordOf(line, service)));
  pipeline.decide(batch, 0, lines.length, (_, verdict) => void said.push(verdict.class));
  return {
    pipeline: lines.map(({ log_class: truth }, i) => ({ said: said[i] ?? 'normal', truth })),
    trivial: lines.map(({ message, level, log_class: truth }) => {
      return { said: levelAndWords(message, level ?? undefined), truth };
    }),
  };
}

function recordOf({ message, level, component }: LabelledLine, service: string): LogRecord {
  const fields = ['service', service];
  if (level) fields.push('level', level);
  if (component) fields.push('component', component);
  return { timeMs: NaN, timeNanos: 0, message, fields };
}

function figureRow(name: string, { macroF1, precision, recall }: ClassFigures): string[] {
  return [name, share(macroF1), share(precision), share(recall)];
}

function intervalRow(systems: readonly Judged[]): string[] {
  const interval = (figure: keyof ClassFigures): string => {
    const { low, high } = bootstrap(
      systems,
      (sample) => classFigures(sample.flatMap((system) => system.pipeline))[figure],
    );
    return `${share(low)}–${share(high)}`;
  };
  return ['95 %', interval('macroF1'), interval('precision'), interval('recall')];
}

function confusion(outcomes: readonly Outcome[]): Section['tables'][number] {
  const count = (truth: LogClass, said: LogClass): number =>
    outcomes.filter((outcome) => outcome.truth === truth && outcome.said === said).length;
  return {
    columns: ['true ↓ said →', ...CLASSES],
    rows: CLASSES.map((truth) => [truth, ...CLASSES.map((said) => whole(count(truth, said)))]),
  };
}
