import { describe, expect, test } from '@jest/globals';
import { CLASSES, SEVERITIES } from '@presage/contract';
import fc from 'fast-check';
import { createScorer, type Scorer } from './scorer.ts';
import { DEFAULT_SCORE_SETTINGS, type ScoreSettings } from './settings.ts';

const BUCKET = DEFAULT_SCORE_SETTINGS.bucketMs;
const NORMAL = { class: 'normal', severity: 'info' } as const;
const INCIDENT = { class: 'incident', severity: 'error' } as const;

/** Numbers in [0, 1) from a seed. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function poisson(mean: number, random: () => number): number {
  let count = -1;
  for (let left = mean; left >= 0; count++) left += Math.log(1 - random());
  return Math.max(0, count);
}

/** Feeds a bucket with so many normal and incident lines and closes it. */
function bucket(scorer: Scorer, number: number, normal: number, incidents = 0) {
  const start = number * BUCKET;
  for (let i = 0; i < normal; i++) scorer.line(false, NORMAL, start + 1, false);
  for (let i = 0; i < incidents; i++) scorer.line(false, INCIDENT, start + 2, false);
  return Object.fromEntries(scorer.tick(start + BUCKET).map((result) => [result.for, result]));
}

function warmedUp(mean: number, seed = 1): { scorer: Scorer; next: number; random: () => number } {
  const scorer = createScorer(DEFAULT_SCORE_SETTINGS);
  const random = generator(seed);
  for (let i = 0; i < 100; i++) bucket(scorer, i, poisson(mean, random), poisson(mean / 100, random));
  return { scorer, next: 100, random };
}

describe('log volume', () => {
  test.each([0.2, 1, 5, 40, 600])(
    'a steady stream of %d lines a bucket is never anomalous in 1,000',
    (mean) => {
      const scorer = createScorer(DEFAULT_SCORE_SETTINGS);
      const random = generator(mean * 10 + 3);
      const worst = Math.max(
        ...Array.from({ length: 1000 }, (_, i) => bucket(scorer, i, poisson(mean, random))).flatMap(
          (results) => Object.values(results).map(({ score }) => score),
        ),
      );
      expect(worst).toBeLessThanOrEqual(1);
    },
  );

  test.each([5, 10, 40, 600])('ten times %d lines is anomalous within two buckets', (mean) => {
    const { scorer, next } = warmedUp(mean);
    const scores = [0, 1].map((i) => bucket(scorer, next + i, mean * 10).log_volume?.score ?? 0);
    expect(Math.max(...scores)).toBeGreaterThan(1);
  });

  test.each([10, 40, 600])('nothing in place of %d lines is anomalous within two buckets', (mean) => {
    const { scorer, next } = warmedUp(mean);
    const scores = [0, 1].map((i) => bucket(scorer, next + i, 0).log_volume?.score ?? 0);
    expect(Math.max(...scores)).toBeGreaterThan(1);
  });

  test('a job that logs once a minute may be silent in between', () => {
    const scorer = createScorer(DEFAULT_SCORE_SETTINGS);
    const scores = Array.from(
      { length: 600 },
      (_, i) => bucket(scorer, i, i % 6 === 0 ? 60 : 0).log_volume?.score ?? 0,
    );
    expect(Math.max(...scores)).toBeLessThanOrEqual(1);
  });

  test('an anomaly that lasts stays above 1, and becomes the new normal in hours, not minutes', () => {
    const { scorer, next, random } = warmedUp(100);
    const scores = Array.from(
      { length: 1200 },
      (_, i) => bucket(scorer, next + i, poisson(1000, random)).log_volume?.score ?? 0,
    );
    expect(Math.min(...scores.slice(0, 120))).toBeGreaterThan(1);
    expect(Math.max(...scores.slice(-100))).toBeLessThanOrEqual(1);
  });

  test('a burst does not hide the next one, but needs more right after', () => {
    const { scorer, next } = warmedUp(100);
    const score = (i: number, lines: number) => bucket(scorer, next + i, lines).log_volume?.score ?? 0;
    expect(score(0, 1000)).toBeGreaterThan(1);
    expect(score(1, 100)).toBeLessThanOrEqual(1);
    expect(score(2, 175)).toBeLessThanOrEqual(1);
    for (let i = 3; i < 12; i++) score(i, 100);
    expect(score(12, 175)).toBeGreaterThan(1);
  });

  test('gives what was seen between what was expected', () => {
    const { scorer, next } = warmedUp(100);
    const { y, yhat, lower, upper } = bucket(scorer, next, 103).log_volume ?? {};
    expect(y).toBe(103);
    expect(yhat).toBeGreaterThan(80);
    expect(yhat).toBeLessThan(120);
    expect(lower).toBeLessThan(103);
    expect(upper).toBeGreaterThan(103);
  });
});

describe('error share', () => {
  test('a tenth of the lines failing where a hundredth did is anomalous at once', () => {
    const { scorer, next } = warmedUp(200);
    expect(bucket(scorer, next, 180, 40).error_share?.score).toBeGreaterThan(1);
  });

  test('fewer errors than expected are not', () => {
    const { scorer, next } = warmedUp(1000);
    expect(bucket(scorer, next, 1000, 0).error_share?.score).toBe(0);
  });

  test('stays watched after a deployment', () => {
    const { scorer, next } = warmedUp(200);
    scorer.rearm(next * BUCKET);
    const results = bucket(scorer, next, 180, 40);
    expect(results.error_share?.score).toBeGreaterThan(1);
    expect(results.log_volume?.score).toBe(0);
  });
});

describe('new templates', () => {
  const afterWarmup = (): { scorer: Scorer; now: number } => {
    const { scorer } = warmedUp(10);
    const number = 20_000;
    for (let i = number; i < number + 5; i++) bucket(scorer, i, 10);
    return { scorer, now: (number + 5) * BUCKET };
  };

  test('score nothing while the service is being learnt', () => {
    const { scorer, next } = warmedUp(10);
    expect(scorer.line(true, INCIDENT, next * BUCKET, false)).toBe(0);
  });

  test('score by severity and class once it is known, by time', () => {
    const { scorer, now } = afterWarmup();
    const error = scorer.line(true, INCIDENT, now, false);
    const warning = scorer.line(true, { class: 'preventive_action', severity: 'warning' }, now, false);
    const info = scorer.line(true, NORMAL, now, false);
    expect(error).toBeGreaterThan(1.3);
    expect(warning).toBeGreaterThan(1);
    expect(info).toBeLessThan(1);
    expect(info).toBeGreaterThan(0.5);
  });

  test('score once it is known, by lines', () => {
    const scorer = createScorer({ ...DEFAULT_SCORE_SETTINGS, newTemplateWarmupLines: 500 });
    for (let i = 0; i < 60; i++) bucket(scorer, i, 10);
    expect(scorer.line(true, INCIDENT, 60 * BUCKET, false)).toBeGreaterThan(1);
  });

  test('in a burst count as one event, not as many', () => {
    const { scorer, now } = afterWarmup();
    const scores = Array.from({ length: 200 }, () => scorer.line(true, NORMAL, now, false));
    expect(scores.at(-1)).toBeLessThan(0.2);
    const series = scorer.tick(now + BUCKET).find((result) => result.for === 'new_templates');
    expect(series?.y).toBe(200);
    expect(series?.score).toBeLessThan(1.2);
  });

  test('fade from the series over the next buckets', () => {
    const { scorer, now } = afterWarmup();
    scorer.line(true, INCIDENT, now, false);
    const first = now / BUCKET;
    const scores = Array.from(
      { length: 40 },
      (_, i) => bucket(scorer, first + i, 10).new_templates?.score ?? 0,
    );
    expect(scores[0]).toBeGreaterThan(1.3);
    expect(scores[6]).toBeLessThan(1);
    expect(scores.at(-1)).toBe(0);
  });

  test('are expected after a deployment unless they need action', () => {
    const { scorer, now } = afterWarmup();
    scorer.rearm(now);
    expect(scorer.line(true, NORMAL, now + 1, false)).toBe(0);
    expect(scorer.line(true, INCIDENT, now + 1, false)).toBeGreaterThan(1);
  });
});

describe('a line of an anomaly', () => {
  test('scores by it when it is of the class that grew, and is not anomalous by itself', () => {
    const { scorer, next } = warmedUp(100);
    bucket(scorer, next, 100, 900);
    const at = (next + 1) * BUCKET;
    expect(scorer.line(false, INCIDENT, at, false)).toBe(1);
    expect(scorer.line(false, NORMAL, at, false)).toBe(0);
  });
});

describe('buckets', () => {
  test('the first, which is not whole, is not scored', () => {
    const scorer = createScorer(DEFAULT_SCORE_SETTINGS);
    expect(bucket(scorer, 0, 5)).toEqual({});
    expect(bucket(scorer, 1, 5).log_volume?.y).toBe(5);
  });

  test('a line that arrives after the boundary but before its tick is of the next bucket', () => {
    const { scorer, next } = warmedUp(10);
    scorer.line(false, NORMAL, next * BUCKET + 5, false);
    scorer.line(false, NORMAL, (next + 1) * BUCKET + 1500, false);
    expect(scorer.tick((next + 1) * BUCKET)[0]?.y).toBe(1);
    expect(scorer.tick((next + 2) * BUCKET)[0]?.y).toBe(1);
  });

  test('are scored once', () => {
    const { scorer, next } = warmedUp(10);
    expect(bucket(scorer, next, 10)).not.toEqual({});
    expect(scorer.tick((next + 1) * BUCKET)).toEqual([]);
  });

  test('after a gap without ticks are skipped until they are whole again', () => {
    const { scorer, next } = warmedUp(100);
    const resumed = next + 500;
    expect(bucket(scorer, resumed, 3)).toEqual({});
    expect(bucket(scorer, resumed + 1, 9000)).toEqual({});
    expect(bucket(scorer, resumed + 2, 100)).toEqual({});
    expect(bucket(scorer, resumed + 3, 100).log_volume?.score).toBeLessThanOrEqual(1);
  });

  test('go on when the clock is set back', () => {
    const { scorer } = warmedUp(10);
    bucket(scorer, 10, 10);
    expect(bucket(scorer, 11, 10)).toEqual({});
    expect(bucket(scorer, 12, 10).log_volume?.y).toBe(10);
  });

  test('of a service that was silent for an hour give no samples until it logs again', () => {
    const { scorer, next } = warmedUp(50);
    const quiet = Array.from({ length: 400 }, (_, i) => bucket(scorer, next + i, 0));
    expect(quiet[1]?.log_volume?.score).toBeGreaterThan(1);
    expect(quiet.at(-1)).toEqual({});
    expect(bucket(scorer, next + 400, 50)).not.toEqual({});
  });

  test('of a service with only old lines do not exist', () => {
    const scorer = createScorer(DEFAULT_SCORE_SETTINGS);
    expect(scorer.line(true, INCIDENT, 5, true)).toBe(0);
    expect(scorer.tick(BUCKET)).toEqual([]);
  });
});

describe('any input', () => {
  const settings: ScoreSettings = { ...DEFAULT_SCORE_SETTINGS, warmupBuckets: 3, newTemplateWarmupLines: 5 };
  type Step = {
    lines: number;
    isNew: boolean;
    logClass: number;
    severity: number;
    late: number;
    backfill: boolean;
  };
  const steps = fc.array(
    fc.record<Step>({
      lines: fc.nat(60),
      isNew: fc.boolean(),
      logClass: fc.nat(2),
      severity: fc.nat(5),
      late: fc.oneof(
        fc.integer({ min: -30_000, max: 30_000 }),
        fc.constantFrom(NaN, Infinity, -Infinity, 1e300),
      ),
      backfill: fc.boolean(),
    }),
    { maxLength: 60 },
  );

  function play(scorer: Scorer, step: Step, number: number): unknown[] {
    const judgement = {
      class: CLASSES[step.logClass] ?? 'normal',
      severity: SEVERITIES[step.severity] ?? 'info',
    } as const;
    const time = number * BUCKET;
    const scores = Array.from({ length: step.lines }, () =>
      scorer.line(step.isNew, judgement, time + step.late, step.backfill),
    );
    return [scores, scorer.tick(time + BUCKET)];
  }

  test('gives scores that are 0 or more and finite', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const scorer = createScorer(settings);
        const numbers = list.flatMap((step, i) => {
          const [scores, samples] = play(scorer, step, i) as [
            number[],
            { score: number; y: number; yhat: number; lower: number; upper: number }[],
          ];
          return [
            ...scores,
            ...samples.flatMap(({ score, y, yhat, lower, upper }) => [score, y, yhat, lower, upper]),
          ];
        });
        expect(numbers.every((number) => Number.isFinite(number) && number >= 0)).toBe(true);
      }),
    );
  });

  test('a line whose time is infinite is in no bucket, before a save or after it', () => {
    const scorer = createScorer(settings);
    const judgement = { class: 'normal', severity: 'info' } as const;
    scorer.line(false, judgement, 0, false);
    scorer.line(false, judgement, Infinity, false);
    expect(JSON.parse(JSON.stringify(scorer.save()))).toEqual(scorer.save());
    expect(scorer.save().open?.lines).toBe(1);
  });

  test('gives the same after a save and a restore at any point as without', () => {
    fc.assert(
      fc.property(steps, fc.nat(60), (list, cut) => {
        const whole = createScorer(settings);
        let resumed = createScorer(settings);
        list.forEach((step, i) => {
          if (i === cut) {
            const saved = JSON.stringify(resumed.save());
            expect(saved.length).toBeLessThan(4096);
            resumed = createScorer(settings);
            resumed.restore(JSON.parse(saved) as ReturnType<Scorer['save']>);
          }
          expect(play(resumed, step, i)).toEqual(play(whole, step, i));
        });
      }),
    );
  });
});
