import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Explanation, LogClass } from '@presage/contract';
import { SIGNATURES } from '../knowledge/signatures.ts';
import type { Gathered, Line } from '../src/explain/line.ts';
import { answerByRules } from '../src/explain/rules/rules-engine.ts';
import { decodeLines } from '../src/pipeline/parse/json-lines.ts';
import { createPipeline } from '../src/pipeline/pipeline.ts';
import { notMeasured, type Section, share, whole } from './section.ts';

interface CaseLine {
  readonly t: string;
  readonly service: string;
  readonly host: string;
  readonly level: string | null;
  readonly msg: string;
}

interface Expectations {
  readonly log_class: readonly LogClass[];
  readonly cause_any: readonly (readonly string[])[];
  readonly fix_any: readonly (readonly string[])[];
  readonly evidence_any: readonly number[];
  readonly evidence_not: readonly number[];
  readonly must_not: readonly string[];
}

/** A log excerpt with what a competent engineer would say of its line `target`. */
export interface ExplainCase {
  readonly id: string;
  readonly difficulty: string;
  readonly target: number;
  readonly lines: readonly CaseLine[];
  readonly expect: Expectations;
}

type Said = Pick<
  Explanation,
  'evidence' | 'what_happened' | 'likely_causes' | 'unknowns' | 'remediation' | 'log_class'
>;

export interface CaseScore {
  readonly id: string;
  readonly difficulty: string;
  readonly met: number;
  readonly of: number;
  /** What was not met, in words. */
  readonly missed: readonly string[];
  readonly ms: number;
}

const TITLE = 'Explanations';
const signatures = new Map(SIGNATURES.map((signature) => [signature.id, signature]));

/** The rules engine against the cases of `<folder>/*.jsonl` of each folder, scored on its first two causes and three steps. */
export function evaluateExplain(...folders: readonly string[]): Section {
  const sets = folders
    .flatMap((folder) => filesIn(folder).map((file) => ({ name: basename(file, '.jsonl'), file })))
    .map(({ name, file }) => ({ name, scores: casesIn(file).map(scoreCase) }))
    .filter(({ scores }) => scores.length > 0);
  if (sets.length === 0) return notMeasured(TITLE, `${folders.join(' and ')} have no cases.`);
  return {
    title: TITLE,
    method: [
      'Each case is classified line by line as it would be stored, then its line is explained without a key.',
      'A figure is the share of expectations that hold, in the first two causes and three steps.',
    ],
    tables: [
      {
        columns: ['set', 'difficulty', 'cases', 'expectations', 'share met', 'slowest, ms'],
        rows: sets.flatMap(({ name, scores }) => rowsOf(name, scores)),
      },
      {
        columns: ['case', 'not met'],
        rows: sets.flatMap(({ scores }) =>
          scores.flatMap(({ id, missed }) => missed.map((text) => [id, text])),
        ),
      },
    ],
  };
}

function rowsOf(set: string, scores: readonly CaseScore[]): readonly (readonly string[])[] {
  const byDifficulty = Map.groupBy(scores, ({ difficulty }) => difficulty);
  return [...byDifficulty, ['all', scores] as const].map(([name, of]) => [
    set,
    name,
    whole(of.length),
    whole(sum(of, 'of')),
    share(sum(of, 'met') / sum(of, 'of')),
    Math.max(...of.map(({ ms }) => ms)).toFixed(1),
  ]);
}

function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => join(folder, name));
}

export function casesIn(file: string): readonly ExplainCase[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ExplainCase);
}

export function scoreCase(one: ExplainCase): CaseScore {
  const gathered = gatheredOf(one);
  const start = performance.now();
  const { answer } = answerByRules(gathered);
  const ms = performance.now() - start;
  const checks = checksOf(one, answer);
  const missed = checks.filter(({ holds }) => !holds).map(({ what }) => what);
  return {
    id: one.id,
    difficulty: one.difficulty,
    met: checks.length - missed.length,
    of: checks.length,
    missed,
    ms,
  };
}

/** The case's lines as the store and the template table would give them. */
export function gatheredOf({ lines, target }: ExplainCase): Gathered {
  const pipeline = createPipeline({ instance: 'eval', signatures: SIGNATURES });
  const read = lines.map((line, i): Line => {
    const { t, service, host, level, msg } = line;
    const timeMs = Date.parse(t);
    const json = JSON.stringify({ _msg: msg, service, host, level: level ?? undefined, _time: t });
    const [record] = decodeLines(json, {}, timeMs).records;
    if (record === undefined) throw new Error(`Line ${i} of the case is not one that is taken.`);
    const { verdict } = pipeline.classify('0:0', record);
    return {
      id: `L${i + 1}`,
      eventId: '',
      timeMs,
      service,
      host,
      message: msg,
      logClass: verdict.class,
      severity: verdict.severity,
      templateId: verdict.templateId,
      signature: signatures.get(verdict.signature ?? ''),
    };
  });
  const explained = read[target];
  if (explained === undefined) throw new Error('The case has no such target.');
  const window = { from: '', to: '' };
  const context = {
    origin: 'request' as const,
    window,
    filter: '',
    shown: 0,
    total: 0,
    target: '',
    lines: [],
  };
  return { target: explained, lines: read, novelty: undefined, context };
}

interface Check {
  readonly what: string;
  readonly holds: boolean;
}

function checksOf({ expect }: ExplainCase, answer: Said): Check[] {
  const causes = [answer.what_happened, ...answer.likely_causes.slice(0, 2).map(({ text }) => text)].join(
    '\n',
  );
  const steps = answer.remediation
    .slice(0, 3)
    .map(({ step, command }) => `${step} ${command ?? ''}`)
    .join('\n');
  const cited = new Set(answer.evidence.map(({ id }) => Number(id.slice(1)) - 1));
  const all = JSON.stringify(answer);
  const any = (patterns: readonly string[], text: string): boolean =>
    patterns.some((pattern) => new RegExp(pattern, 'i').test(text));
  return [
    { what: `class ${answer.log_class}`, holds: expect.log_class.includes(answer.log_class) },
    ...expect.cause_any.map((list) => ({ what: `cause: ${list[0] ?? ''}`, holds: any(list, causes) })),
    ...expect.fix_any.map((list) => ({ what: `fix: ${list[0] ?? ''}`, holds: any(list, steps) })),
    ...(expect.evidence_any.length === 0
      ? []
      : [{ what: 'evidence', holds: expect.evidence_any.some((i) => cited.has(i)) }]),
    ...(expect.evidence_not.length === 0
      ? []
      : [
          {
            what: `cites ${expect.evidence_not.filter((i) => cited.has(i)).join()}`,
            holds: !expect.evidence_not.some((i) => cited.has(i)),
          },
        ]),
    ...expect.must_not.map((pattern) => ({ what: `says ${pattern}`, holds: !any([pattern], all) })),
  ];
}

function sum(scores: readonly CaseScore[], key: 'met' | 'of'): number {
  return scores.reduce((total, score) => total + score[key], 0);
}
