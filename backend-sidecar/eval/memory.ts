import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Chance } from '../demo/chance.ts';
import { SIGNATURES } from '../knowledge/signatures.ts';
import { createPipeline } from '../src/pipeline/pipeline.ts';
import { batchOf } from './batch.ts';
import { type Section, whole } from './section.ts';

const MIB = 1024 * 1024;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** What the heap grows by for so many templates, each of three lines, over so many services. */
export function evaluateMemory(templates = 100_000, services = 200): Section {
  const collect = collector();
  const before = collect();
  const pipeline = createPipeline({ instance: 'eval', signatures: SIGNATURES });
  const chance = new Chance(1);
  let sequence = 0;
  for (let i = 0; i < templates; i++) {
    const words = sentence(chance);
    const fields = ['service', `service-${i % services}`];
    const records = [1, 2, 3].map((n) => {
      const message = `2026-01-05T10:00:00Z INFO ${words} ${chance.whole(1000, 9999) + n} ms`;
      return { timeMs: NaN, timeNanos: 0, message, fields };
    });
    pipeline.decide(batchOf(records, sequence), 0, records.length, () => undefined);
    sequence += records.length;
  }
  const bytes = collect() - before;
  const { templates: known } = pipeline.size();
  return {
    title: 'Memory',
    method: [
      `${whole(templates)} invented templates of 6 to 11 words over ${services} services, three lines each; live heap after collection, less what it was before.`,
    ],
    tables: [
      {
        columns: ['templates known', 'MiB', 'bytes a template'],
        rows: [[whole(known), (bytes / MIB).toFixed(0), whole(bytes / known)]],
      },
    ],
  };
}

/** Invented words, so many different ones that no two sentences differ in one word only. */
function sentence(chance: Chance): string {
  const length = chance.whole(6, 11);
  return Array.from({ length }, () => word(chance)).join(' ');
}

function word(chance: Chance): string {
  return Array.from({ length: chance.whole(3, 9) }, () => LETTERS[chance.whole(0, 25)] ?? '').join('');
}

/** Live heap in bytes, after a collection. */
function collector(): () => number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  return () => {
    // What one collection frees may let the next free more.
    for (let round = 0; round < 3; round++) collect();
    return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  };
}
