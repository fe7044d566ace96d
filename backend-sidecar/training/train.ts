/**
 * `npm run train`: the corpus in, the model's weights and their record out, the same bytes every time. Figures are of systems
 * and templates kept apart; nothing else than the corpus is read.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCorpus } from './corpus.ts';
import { moduleOf } from './quantise.ts';
import { train } from './training.ts';

const { weights, record } = train(readCorpus());
const room = join(import.meta.dirname, '..', 'src', 'pipeline', 'classify');
writeFileSync(join(room, 'model-weights.ts'), moduleOf(weights));
const text = `${JSON.stringify(record, undefined, 2)}\n`;
writeFileSync(join(import.meta.dirname, 'record.json'), text);
process.stdout.write(text);
