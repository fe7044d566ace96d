/**
 * `npm run eval -- PART… [--data DIR] [--write]`: what the pipeline reaches on labelled data, every figure from this run.
 * In: data sets under DIR (`../shared/data` when it is not named). Out: tables on stdout; with `all` or `--write`, docs/evaluation.md.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from '../src/errors.ts';
import { evaluateCategories } from './categories.ts';
import { evaluateClasses } from './classes.ts';
import { evaluateDemo } from './demo-days.ts';
import { seriesSection, sessionsSection } from './detection.ts';
import { evaluateExplain } from './explain.ts';
import { readFeedback } from './feedback.ts';
import { evaluateMemory } from './memory.ts';
import { evaluateRedaction } from './redaction.ts';
import { renderSection, type Section } from './section.ts';
import { evaluateTemplates } from './templates.ts';
import { evaluateThroughput } from './throughput.ts';

const root = join(import.meta.dirname, '..', '..');
function argumentsOf() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        data: { type: 'string', default: join(root, '..', 'shared', 'data') },
        write: { type: 'boolean', default: false },
      },
    });
  } catch (thrown) {
    return refuse(messageOf(thrown));
  }
}

/** In the order in which they are written down. */
const PARTS: Readonly<Record<string, (data: string) => Section | Promise<Section>>> = {
  templates: (data) => evaluateTemplates(join(data, 'loghub-2k')),
  classes: (data) => evaluateClasses(join(data, 'classes', 'classes-dev.jsonl')),
  categories: (data) => evaluateCategories(join(data, 'csv', 'crm-nine-labels.csv')),
  sessions: (data) => sessionsSection(join(data, 'sessions')),
  series: (data) => seriesSection(join(data, 'nab')),
  explain: (data) => evaluateExplain(join(data, 'explain'), join(import.meta.dirname, 'cases')),
  redaction: (data) => evaluateRedaction(join(data, 'loghub-2k')),
  throughput: (data) => evaluateThroughput(join(data, 'loghub-2k')),
  memory: () => evaluateMemory(),
  demo: () => evaluateDemo(),
};

/** Not part of `all`: it reads what people said to one sidecar. */
const ASIDE: typeof PARTS = { feedback: (data) => readFeedback(data) };

const USAGE = `npm run eval -- PART… [--data DIR] [--write]

  PART is one of ${Object.keys(PARTS).join(', ')};
  all: each of them, written to docs/evaluation.md; feedback: what people said to a sidecar, DIR its data folder`;

const { values, positionals } = argumentsOf();

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function commit(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  try {
    const changed = git('status', '--porcelain', '--', 'backend-sidecar') !== '';
    return `${git('rev-parse', '--short', 'HEAD')}${changed ? ' with uncommitted changes' : ''}`;
  } catch {
    return 'unknown (not a git checkout)';
  }
}

function refuse(why: string): never {
  process.stderr.write(`${why}\n\n${USAGE}\n`);
  process.exit(2);
}

function asked(): string[] {
  const unknown = positionals.filter((name) => name !== 'all' && !(name in PARTS) && !(name in ASIDE));
  if (unknown.length > 0 || positionals.length === 0)
    refuse(unknown.length === 0 ? 'Name what is to be measured.' : `There is no part ${unknown.join(', ')}.`);
  return positionals.includes('all') ? Object.keys(PARTS) : positionals;
}

const sections: string[] = [];
for (const name of asked()) {
  const section = await (PARTS[name] ?? ASIDE[name])?.(values.data);
  if (section === undefined) continue;
  const text = renderSection(section);
  say(`${text}\n`);
  sections.push(text);
}
if (values.write || positionals.includes('all')) {
  const head = `# Evaluation\n\nWritten by \`npm run eval -- ${positionals.join(' ')}\` at commit ${commit()}. Every figure is from that run.`;
  writeFileSync(join(root, 'docs', 'evaluation.md'), `${[head, ...sections].join('\n\n')}\n`);
}
