import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { answerByRules } from '../src/explain/rules/rules-engine.ts';
import { casesIn, gatheredOf, scoreCase } from './explain.ts';

const folder = fileURLToPath(new URL('cases', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));

describe.each(files)('the cases of %s', (file) => {
  const scores = casesIn(join(folder, file)).map(scoreCase);
  const sum = (key: 'met' | 'of'): number => scores.reduce((total, score) => total + score[key], 0);

  test('hold in more than nine of ten expectations', () => {
    expect(scores.length).toBeGreaterThanOrEqual(16);
    expect(sum('met') / sum('of')).toBeGreaterThan(0.95);
  });

  test('have ids of their own', () => {
    expect(new Set(scores.map(({ id }) => id)).size).toBe(scores.length);
  });
});

describe('an answer by rules', () => {
  const answers = files.flatMap((file) =>
    casesIn(join(folder, file)).map((one) => ({ id: one.id, ...answerByRules(gatheredOf(one)).answer })),
  );
  const wordsOf = (texts: readonly string[]): number => texts.join(' ').split(/\s+/).length;

  test('is read in a minute at night: few words, at most three steps', () => {
    const lengths = answers.map(({ what_happened: happened, likely_causes, remediation, unknowns }) =>
      wordsOf([
        happened,
        ...[...likely_causes, ...remediation].map((one) => ('text' in one ? one.text : one.step)),
        ...unknowns,
      ]),
    );
    const sorted = lengths.sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(90);
    expect(sorted.at(-1)).toBeLessThanOrEqual(150);
    expect(Math.max(...answers.map(({ remediation }) => remediation.length))).toBeLessThanOrEqual(3);
  });

  test('says nothing twice', () => {
    for (const { id, what_happened: happened, likely_causes, evidence, remediation, unknowns } of answers) {
      const causes = likely_causes.map(({ text }) => text);
      const steps = remediation.map(({ step }) => step);
      const all = [happened, ...causes, ...steps, ...unknowns];
      expect({
        id,
        twice: all.filter((text, i) => all.some((one, j) => i !== j && one.includes(text))),
      }).toEqual({ id, twice: [] });
      expect(evidence.filter(({ why }) => all.includes(why))).toEqual([]);
    }
  });

  test('tells at once that a normal line needs nothing', () => {
    const normal = answers.filter(({ log_class: logClass }) => logClass === 'normal');
    expect(normal.length).toBeGreaterThan(5);
    for (const { what_happened: happened } of normal) expect(happened).toMatch(/^Nothing to do: /);
  });

  test('gives its causes best first, but for a cause that is not in the lines', () => {
    for (const { id, likely_causes: causes } of answers) {
      const sure = causes.map(({ confidence }) => confidence);
      expect({ id, sure }).toEqual({ id, sure: sure.toSorted((a, b) => b - a) });
    }
  });
});
