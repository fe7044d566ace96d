import { bootstrap, mean } from './bootstrap.ts';
import { groupingFigures } from './grouping.ts';
import { mineContents, mineLines, type MinedIds } from './mining.ts';
import { notMeasured, type Section, share, whole } from './section.ts';
import { readTemplateSets, type TemplateSet } from './template-sets.ts';

const TITLE = 'Templates';
const METHOD = [
  'Every system is mined on its own, in the order of its lines, with one configuration; figures are means over systems, the interval is a bootstrap over systems.',
  '"Streamed" scores the id that each line was given when it came, "final" the same after aliases are resolved at the end.',
  '"Unseen" scores only the second half of the lines, after the first half has been mined; its groups are final.',
  'Bare content is the content column of the set; raw lines are whole, their heads cut off as the pipeline does it.',
  'Trivial baseline: the line with every word that has a digit masked, nothing merged.',
];

const NOTES = [
  'Split: a plain word or words with a dash between them among names of packages, as the value of a key without quotes; they join only once enough different ones have come.',
  'Split: a list of call sites or dotted names whose number differs from line to line.',
  'Split in the corrected labels only: a lone true or false of a line, which the original labels keep apart as the product does (a flag that is all a line says can be the failure); of several flags a line puts down its state, and all are variables.',
  'Joined in the original labels only: named users, which the corrected labels also take for variables.',
  'Joined: templates that differ in marks alone, and words that are told apart only by what a person knows of them.',
  'What is quoted behind a key is one value, unless the key tells what happened (error, reason, status …) or a word of trouble is among it.',
  'Tried and left out: every boolean a word (templates double with each), a masked position counting for more than three fifths (joins actions that differ), similarity of whole templates (joins failures with successes).',
];

interface SystemFigures {
  readonly name: string;
  readonly values: readonly number[];
}

const COLUMNS = [
  'GA original',
  'GA corrected',
  'FGA corrected',
  'streamed GA original',
  'streamed GA corrected',
  'streamed FGA corrected',
  'unseen FGA',
  'purity',
] as const;

/** Template mining against the labels of `<data>/loghub-2k`. */
export function evaluateTemplates(folder: string): Section {
  const sets = readTemplateSets(folder);
  if (sets.length === 0) return notMeasured(TITLE, `${folder} has no */*.structured.csv.`);
  const bare = sets.map((set) => figuresOf(set, mineContents(set.contents)));
  const raw = sets.map((set) => figuresOf(set, mineLines(set.raw)));
  const trivial = sets.map((set) => figuresOf(set, trivialIds(set.contents)));
  return {
    title: TITLE,
    method: METHOD,
    tables: [
      {
        columns: ['bare content', ...COLUMNS],
        rows: [...bare.map(rowOf), meanRow('mean', bare), intervalRow(bare), meanRow('trivial', trivial)],
      },
      { columns: ['raw lines', ...COLUMNS], rows: [...raw.map(rowOf), meanRow('mean', raw)] },
      {
        columns: ['groups', 'lines', 'predicted', 'true', 'true but split', 'joined'],
        rows: sets.map(groupRow),
      },
    ],
    notes: NOTES,
  };
}

function figuresOf({ name, original, corrected }: TemplateSet, ids: MinedIds): SystemFigures {
  const half = ids.final.length >> 1;
  const final = groupingFigures(ids.final, corrected);
  const streamed = groupingFigures(ids.streamed, corrected);
  const values = [
    groupingFigures(ids.final, original).ga,
    final.ga,
    final.fga,
    groupingFigures(ids.streamed, original).ga,
    streamed.ga,
    streamed.fga,
    groupingFigures(ids.final.slice(half), corrected.slice(half)).fga,
    final.purity,
  ];
  return { name, values };
}

function trivialIds(contents: readonly string[]): MinedIds {
  const masked = contents.map((content) => content.replace(/\S*\d\S*/g, '<*>'));
  return { streamed: masked, final: masked };
}

function rowOf({ name, values }: SystemFigures): string[] {
  return [name, ...values.map(share)];
}

function column(figures: readonly SystemFigures[], index: number): number[] {
  return figures.map(({ values }) => values[index] ?? NaN);
}

function meanRow(name: string, figures: readonly SystemFigures[]): string[] {
  return [name, ...COLUMNS.map((_, i) => share(mean(column(figures, i))))];
}

function intervalRow(figures: readonly SystemFigures[]): string[] {
  const intervals = COLUMNS.map((_, i) => bootstrap(column(figures, i), mean));
  return ['95 %', ...intervals.map(({ low, high }) => `${share(low)}–${share(high)}`)];
}

function groupRow(set: TemplateSet): string[] {
  const { predictedGroups, trueGroups, splitGroups, joinedGroups } = groupingFigures(
    mineContents(set.contents).final,
    set.corrected,
  );
  return [
    set.name,
    ...[set.contents.length, predictedGroups, trueGroups, splitGroups, joinedGroups].map(whole),
  ];
}
