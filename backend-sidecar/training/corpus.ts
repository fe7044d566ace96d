import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Category, LogClass, Severity } from '@presage/contract';
import { type Features, featuresOf } from '../src/pipeline/classify/features.ts';
import { guard, isZeroAt, withoutZeros } from '../src/pipeline/classify/guards.ts';
import { wordsOf } from '../src/pipeline/classify/words.ts';
import { Miner } from '../src/pipeline/template/miner.ts';

/** A line of the corpus, written for this project. */
export interface Labelled {
  /** Kind of system that could have written it. */
  readonly system: string;
  /** Lines of one pattern are variants of one sentence. */
  readonly pattern: number;
  readonly message: string;
  /** As such a system would write it; absent where it writes none. */
  readonly level?: string;
  readonly class: LogClass;
  readonly severity: Exclude<Severity, 'trace'>;
  readonly category: Category;
}

/** A line as the model learns it. */
export interface Example extends Labelled {
  readonly template: string;
  readonly features: Features;
  /** Variants of one sentence count together as the root of their number. */
  readonly weight: number;
}

export interface Corpus {
  readonly examples: readonly Example[];
  /** SHA-256 of the files, in the order of their names. */
  readonly hash: string;
}

const FOLDER = fileURLToPath(new URL('corpus', import.meta.url));

export function readCorpus(): Corpus {
  const hash = createHash('sha256');
  const lines: Labelled[] = [];
  for (const name of readdirSync(FOLDER).sort()) {
    const text = readFileSync(join(FOLDER, name), 'utf8').replaceAll('\r\n', '\n');
    hash.update(text);
    for (const line of text.split('\n')) if (line !== '') lines.push(JSON.parse(line) as Labelled);
  }
  return { examples: examplesOf(lines), hash: hash.digest('hex') };
}

export function examplesOf(lines: readonly Labelled[]): Example[] {
  const variants = Map.groupBy(lines, ({ pattern }) => pattern);
  return lines.map((line) => ({
    ...line,
    ...read(line.message),
    weight: 1 / Math.sqrt(variants.get(line.pattern)?.length ?? 1),
  }));
}

/** What the classifier would make of the line: its template, without what its values take out. */
function read(message: string): Pick<Example, 'template' | 'features'> {
  const template = new Miner().mine(message).text;
  const guarded = guard(template);
  const text = withoutZeros(guarded, (place) => {
    const zero = guarded.zeros[place];
    return zero !== undefined && isZeroAt(zero, message);
  });
  return { template, features: featuresOf(text, wordsOf(text)) };
}
