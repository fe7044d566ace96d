import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SILENT_LOG } from '@presage/contract';
import { ExplanationBook, type Opinion } from '../src/explain/book.ts';
import { notMeasured, share, whole, type Section } from './section.ts';

const TITLE = 'Feedback on explanations';
const MOST_SHOWN = 50;

/** What people said of explanations, from the data folder of a sidecar (`--data DIR`). */
export function readFeedback(folder: string): Section {
  const path = join(folder, 'explanations.sqlite');
  if (!existsSync(path)) return notMeasured(TITLE, `${path} is not there: give a sidecar's data folder.`);
  const book = new ExplanationBook(path, SILENT_LOG);
  const opinions = book.opinions();
  book.close();
  const byEngine = Map.groupBy(opinions, ({ explanation: { engine } }) =>
    `${engine.name} ${engine.model}`.trim(),
  );
  return {
    title: TITLE,
    method: ["Each person's newest opinion of an explanation, by who had answered."],
    tables: [
      {
        columns: ['engine', 'opinions', 'share up'],
        rows: Array.from(byEngine, ([engine, of]) => [engine, whole(of.length), share(upIn(of) / of.length)]),
      },
      {
        columns: ['time', 'thumbs', 'engine', 'the line', 'comment'],
        rows: opinions.slice(0, MOST_SHOWN).map(rowOf),
      },
    ],
  };
}

function upIn(opinions: readonly Opinion[]): number {
  return opinions.filter(({ thumbs }) => thumbs === 'up').length;
}

function rowOf({ saidMs, thumbs, comment, explanation }: Opinion): string[] {
  const { target, lines } = explanation.context;
  const message = lines.find(({ id }) => id === target)?.message ?? '';
  const shown = (text: string): string => text.replace(/[\s|]+/g, ' ').slice(0, 120);
  const time = new Date(saidMs).toISOString().slice(0, 16);
  return [time, thumbs, explanation.engine.name, shown(message), shown(comment)];
}
