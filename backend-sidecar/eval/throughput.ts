import { existsSync } from 'node:fs';
import { freshDigits, linesOfFolder, linesOfShop, type RawLine } from '../bench/fresh-lines.ts';
import { Chance } from '../demo/chance.ts';
import { SIGNATURES } from '../knowledge/signatures.ts';
import { createPipeline } from '../src/pipeline/pipeline.ts';
import type { LogRecord } from '../src/pipeline/record.ts';
import { batchOf } from './batch.ts';
import { type Section, whole } from './section.ts';

const BATCH = 1000;
const ROUNDS = 5;

/**
 * Head, template, class and score of a line, in process, every digit fresh; each file or invented service is a service.
 * Reading NDJSON and writing rows are the bench's (`npm run bench`).
 */
export function evaluateThroughput(folder: string, count = 300_000): Section {
  const kinds: (readonly [string, readonly RawLine[]])[] = [['lines of the demo', linesOfShop(20_000)]];
  if (existsSync(folder)) kinds.push(['raw lines of the sets', linesOfFolder(folder)]);
  const rows = kinds.map(([name, lines]) => {
    const speeds = Array.from({ length: ROUNDS }, (_, round) => linesPerCpuSecond(lines, count, round));
    return [name, whole(median(speeds)), whole(Math.max(...speeds))];
  });
  return {
    title: 'Throughput',
    method: [
      `Lines a CPU-second of one process, all its threads counted; ${whole(count)} lines a round, every digit replaced by a random one beforehand, ${ROUNDS} rounds.`,
    ],
    tables: [{ columns: ['parse + mine + class + score', 'median', 'best'], rows }],
  };
}

function linesPerCpuSecond(lines: readonly RawLine[], count: number, seed: number): number {
  const chance = new Chance(seed);
  const pipeline = createPipeline({ instance: 'eval', signatures: SIGNATURES });
  let microseconds = 0;
  for (let from = 0; from < count; from += BATCH) {
    const records = Array.from({ length: BATCH }, (_, i) =>
      recordOf(lines[(from + i) % lines.length], chance),
    );
    const before = process.cpuUsage();
    pipeline.decide(batchOf(records, from, 1000 + from), 0, BATCH, () => undefined);
    const { user, system } = process.cpuUsage(before);
    microseconds += user + system;
  }
  return (Math.ceil(count / BATCH) * BATCH * 1e6) / microseconds;
}

function recordOf(line: RawLine | undefined, chance: Chance): LogRecord {
  const { text, service } = line ?? { text: '', service: '' };
  // Put together from pieces it would be joined at its first reading, which is not the pipeline's work.
  const message = Buffer.from(freshDigits(text, chance)).toString();
  return { timeMs: NaN, timeNanos: 0, message, fields: ['service', service] };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}
