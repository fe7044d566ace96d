import { describe, expect, test } from '@jest/globals';
import { CATEGORIES, CLASSES, SEVERITIES } from '@presage/contract';
import fc from 'fast-check';
import { checkLabels, judgeLabels } from './label-answer.ts';
import { candidate, GOOD } from './labeller.fixture.ts';

const SENT = [
  { id: 'T1', candidate: candidate(1), texts: ['flux coupling <*> slid', 'flux coupling 1 slid'] },
];

function judged(item: object) {
  const checked = checkLabels({ labels: [{ id: 'T1', ...GOOD, ...item }] });
  return checked.ok ? judgeLabels(SENT, checked.value)[0]?.judged : undefined;
}

describe('what a model says of a template', () => {
  test.each([
    [{ class: 'harmless' }, 'class must be one of'],
    [{ severity: 'fatal' }, 'severity must be one of'],
    [{ category: 'weather' }, 'category must be one of'],
    [{ quote: 'slid by' }, 'the quote does not stand in its texts'],
    [{ quote: '  ' }, 'the quote does not stand in its texts'],
    [{ quote: 's' }, 'the quote does not stand in its texts'],
    [{ quote: 7 }, 'the quote does not stand in its texts'],
  ])('does not hold: %j', (item, fault) => {
    expect(judged(item)).toEqual({ fault: expect.stringContaining(fault) });
  });

  test.each([
    ['incident', 'info', 'error'],
    ['incident', 'critical', 'critical'],
    ['preventive_action', 'info', 'warning'],
    ['preventive_action', 'error', 'error'],
    ['normal', 'critical', 'info'],
    ['normal', 'debug', 'debug'],
  ])('%s with %s gets the severity %s', (logClass, severity, fitting) => {
    expect(judged({ class: logClass, severity })).toMatchObject({
      label: { class: logClass, severity: fitting },
    });
  });

  test.each([
    ['high', 0.8],
    ['medium', 0.65],
    [0.99, 0.8],
    [0.6, 0.6],
  ])('sureness %j is %d', (confidence, as) => {
    expect(judged({ confidence })).toMatchObject({ label: { confidence: as } });
  });

  test.each(['low', 'very high', 0.3, 12, null])('sureness %j is none', (confidence) => {
    expect(judged({ confidence })).toEqual({ unsure: true });
  });

  test('no answer whatever gives a word that is not of the contract, or a label for what was not sent', () => {
    const word = fc.oneof(
      fc.constantFrom<unknown>(...CLASSES, ...SEVERITIES, ...CATEGORIES, 'T1', 'T2', 'flux', 'high', 0.7),
      fc.anything(),
    );
    const item = fc.dictionary(
      fc.constantFrom('id', 'quote', 'class', 'severity', 'category', 'confidence', '__proto__'),
      word,
    );
    const answer = fc.oneof(fc.anything(), fc.record({ labels: fc.array(item) }));
    fc.assert(
      fc.property(answer, (value) => {
        const checked = checkLabels(value);
        if (!checked.ok) return;
        const all = judgeLabels(SENT, checked.value);
        expect(all.map(({ template }) => template)).toEqual(SENT);
        for (const { judged: one } of all) {
          if (!('label' in one)) continue;
          expect(CLASSES).toContain(one.label.class);
          expect(SEVERITIES).toContain(one.label.severity);
          expect(CATEGORIES).toContain(one.label.category);
          expect(one.label.confidence).toBeLessThanOrEqual(0.8);
        }
      }),
      { numRuns: 500 },
    );
  });
});
