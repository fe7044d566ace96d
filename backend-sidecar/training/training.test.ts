import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { CATEGORIES, CLASSES, SEVERITIES } from '@presage/contract';
import { calibrate, calibrationError } from './calibrate.ts';
import { readCorpus } from './corpus.ts';
import { answersOf, foldOf } from './folds.ts';
import { moduleOf } from './quantise.ts';
import { train } from './training.ts';

const corpus = readCorpus();
const sidecar = fileURLToPath(new URL('..', import.meta.url));
const fileText = (...path: string[]): string => readFileSync(join(sidecar, ...path), 'utf8');

describe('the corpus', () => {
  test('has at least 5,000 lines of at least 120 kinds of system, each line once', () => {
    const lines = new Set(corpus.examples.map(({ system, message }) => `${system} ${message}`));
    expect(lines.size).toBe(corpus.examples.length);
    expect(lines.size).toBeGreaterThanOrEqual(5000);
    expect(new Set(corpus.examples.map(({ system }) => system)).size).toBeGreaterThanOrEqual(120);
  });

  test('is labelled in words of the contract, and no incident is a mere warning', () => {
    for (const { class: logClass, severity, category } of corpus.examples) {
      expect(CLASSES).toContain(logClass);
      expect(SEVERITIES).toContain(severity);
      expect(CATEGORIES).toContain(category);
      expect(logClass === 'incident').toBe(severity === 'critical' || severity === 'error');
      expect(logClass === 'preventive_action').toBe(severity === 'warning');
    }
  });
});

describe('training', () => {
  const { weights, record } = train(corpus);

  test('gives the committed weights and record to the byte', () => {
    expect(moduleOf(weights)).toBe(fileText('src', 'pipeline', 'classify', 'model-weights.ts'));
    expect(record).toEqual(JSON.parse(fileText('training', 'record.json')));
  });

  test('beats the words of trouble alone on systems kept apart', () => {
    const { model, wordsOfTroubleAlone } = record.keptApart;
    expect(model.macroF1).toBeGreaterThan(wordsOfTroubleAlone.macroF1);
    expect(model.recall).toBeGreaterThan(wordsOfTroubleAlone.recall);
  });

  test('is calibrated to within five in a hundred on systems kept apart', () => {
    expect(record.keptApart.calibrationError).toBeLessThan(0.05);
  });

  test('writes no more than 256 KB', () => {
    expect(moduleOf(weights).length).toBeLessThan(256 * 1024);
  });
});

describe('folds', () => {
  const few = corpus.examples.filter((_, i) => i % 10 === 0);

  test('keep all lines of a system together and judge each line once', () => {
    const folds = foldOf(corpus.examples);
    expect(new Set(folds.values()).size).toBe(6);
    expect(answersOf(few).map(({ example }) => example)).toHaveLength(few.length);
  });

  test('do not depend on the order of the lines', () => {
    expect(foldOf([...corpus.examples].reverse())).toEqual(foldOf(corpus.examples));
  });
});

describe('calibration', () => {
  const [example] = corpus.examples;
  if (example === undefined) throw new Error('The corpus is empty.');
  const said = (share: number, isRight: boolean) => ({
    example: { ...example, class: isRight ? ('incident' as const) : ('normal' as const) },
    settled: { class: 'incident' as const, share },
    wording: 'fault' as const,
    severity: 'error',
    category: 'network' as const,
  });
  const answers = Array.from({ length: 400 }, (_, i) => said((i % 10) / 10, i % 10 > (i * 7) % 11));

  test('rises with the share and starts at zero', () => {
    const steps = calibrate(answers).incident;
    expect(steps[0]?.from).toBe(0);
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.map(({ right }) => right)).toEqual(steps.map(({ right }) => right).sort((a, b) => a - b));
  });

  test('an error of a table that says the opposite is large', () => {
    const opposite = { ...calibrate(answers), incident: [{ from: 0, right: 0.99 }] };
    expect(calibrationError(answers, opposite)).toBeGreaterThan(0.3);
    expect(calibrationError(answers, calibrate(answers))).toBeLessThan(0.1);
  });
});
