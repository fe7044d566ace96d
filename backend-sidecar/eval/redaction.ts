import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { POSITIVES } from '../src/explain/redact/positives.fixture.ts';
import { redact } from '../src/explain/redact/redact.ts';
import { notMeasured, share, whole, type Section } from './section.ts';

const TITLE = 'Redaction';
/** A hit is shown by its rule's name and its place only: what was hidden is hidden. */
const MOST_SHOWN = 20;

/** What is hidden of lines that hold a secret, and what of raw lines that hold none. */
export function evaluateRedaction(folder: string): Section {
  if (!existsSync(folder)) return notMeasured(TITLE, `${folder} is not there.`);
  const hidden = POSITIVES.filter(({ line, value }) => !redact(line).text.includes(value));
  const files = (readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => name.endsWith('.log'))
    .sort();
  const hits: string[][] = [];
  let lines = 0;
  const startedAt = performance.now();
  for (const name of files) {
    readFileSync(join(folder, name), 'utf8')
      .split(/\r?\n/)
      .forEach((line, i) => {
        if (line === '') return;
        lines++;
        const { text, hidden: count } = redact(line);
        if (count > 0) hits.push([name, String(i + 1), kindsIn(text)]);
      });
  }
  const perSecond = lines / ((performance.now() - startedAt) / 1000);
  return {
    title: TITLE,
    method: [
      'Own lines, each with a secret or personal datum of another kind; and the raw LogHub lines, which hold none.',
      'IP addresses and host names are hidden only when asked, and were not.',
    ],
    tables: [
      {
        columns: ['lines', 'number', 'hidden', 'lines a second'],
        rows: [
          ['with a secret', whole(POSITIVES.length), share(hidden.length / POSITIVES.length), ''],
          ['without one', whole(lines), whole(hits.length), whole(Math.round(perSecond))],
        ],
      },
      { columns: ['false hit in', 'line', 'as'], rows: hits.slice(0, MOST_SHOWN) },
    ].filter(({ rows }) => rows.length > 0),
  };
}

function kindsIn(text: string): string {
  return [...new Set(text.match(/<[A-Z_]+_\d+>/g) ?? [])].join(' ');
}
