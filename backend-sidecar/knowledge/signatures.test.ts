import { describe, expect, test } from '@jest/globals';
import { claims } from '../src/pipeline/classify/claims.ts';
import { createClassifier } from '../src/pipeline/classify/classifier.ts';
import { SIGNATURES } from './signatures.ts';

/** As the template of a line looks: words with a digit are variables. */
function masked(line: string): string {
  return line.replace(/[\w.:/-]*\d[\w.:/-]*/g, '<*>');
}

const forms = [
  { name: 'as written', form: (line: string) => line },
  { name: 'as a template', form: masked },
];

describe('the table of signatures', () => {
  test('gives each an id of its own', () => {
    expect(new Set(SIGNATURES.map(({ id }) => id)).size).toBe(SIGNATURES.length);
  });

  test.each(SIGNATURES.map((signature) => [signature.id, signature] as const))(
    '%s is complete: one sentence, causes and steps for what needs action, an example each way',
    (id, signature) => {
      expect(id).toMatch(/^[a-z0-9]+\.[a-z0-9-]+$/);
      expect(signature.meaning).toMatch(/^[A-Z].*\.$/);
      expect(signature.causes.length > 0).toBe(signature.class !== 'normal');
      expect(signature.steps.length > 0).toBe(signature.class !== 'normal');
      expect(signature.examples.positive).not.toHaveLength(0);
      expect(signature.examples.negative).not.toHaveLength(0);
    },
  );

  describe.each(forms)('reads lines $name', ({ form }) => {
    test.each(SIGNATURES.map((signature) => [signature.id, signature] as const))(
      '%s matches its positive examples and none of its negative ones',
      (_id, signature) => {
        const { positive, negative } = signature.examples;
        const matched = (line: string) => claims(signature, line, form(line));
        expect(positive.filter((line) => !matched(line))).toEqual([]);
        expect(negative.filter(matched)).toEqual([]);
      },
    );

    test('no positive example is claimed by a signature of another class', () => {
      const classifier = createClassifier(SIGNATURES);
      const misclaimed = SIGNATURES.flatMap((signature) =>
        signature.examples.positive
          .map((line) => ({ line, verdict: classifier.prepare(form(line)).judge(line, undefined) }))
          .filter(({ verdict }) => verdict.class !== signature.class)
          .map(({ line, verdict }) => `${signature.id} / ${verdict.signature ?? verdict.by}: ${line}`),
      );
      expect(misclaimed).toEqual([]);
    });

    test('at most 2 in 100 negative examples need action by their wording alone', () => {
      const classifier = createClassifier(SIGNATURES);
      const negatives = SIGNATURES.flatMap(({ examples }) => examples.negative);
      const alarming = negatives
        .map((line) => ({ line, verdict: classifier.prepare(form(line)).judge(line, undefined) }))
        .filter(({ verdict }) => verdict.class !== 'normal' && verdict.signature === undefined);
      expect(alarming.slice(Math.floor(negatives.length * 0.02))).toEqual([]);
    });
  });
});
