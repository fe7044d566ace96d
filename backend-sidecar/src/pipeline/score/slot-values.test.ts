import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LogSketch } from './log-sketch.ts';
import { quantitiesIn, quantitiesOf } from './quantities.ts';
import { DEFAULT_SCORE_SETTINGS } from './settings.ts';
import { SlotValues, type SlotValuesState } from './slot-values.ts';

const newValues = (): SlotValues => new SlotValues(DEFAULT_SCORE_SETTINGS);

/** One bucket of lines of a template that took so many milliseconds each. */
class Played {
  readonly values = newValues();
  #count = 0;

  bucket(took: readonly number[]): { lines: number[]; score: number | undefined } {
    const lines = took.map((ms) => this.values.line([], `answered in ${ms} ms`, 1, ++this.#count));
    return { lines, score: this.values.tick()[0]?.score };
  }

  /** 100…299 ms, forty lines a bucket. */
  warmUp(): this {
    for (let i = 0; i < 20; i++) this.bucket(usual(i));
    return this;
  }
}

function usual(seed: number): number[] {
  return Array.from({ length: 40 }, (_, i) => 100 + ((i * 37 + seed * 101) % 200));
}

describe('a quantity', () => {
  test.each([
    ['answered in 12 ms', [12]],
    ['took 1.5s', [1500]],
    ['heap usage at 85% of 512 MiB', [85, 536_870_912]],
    ['queue_depth=7 retries: 2', [7, 2]],
    ['GET /a/12 HTTP/1.1 200', []],
    ['order 4711 accepted on port 8080', []],
    ['worker-7 pid=31 shard 3 of 8', []],
    ['recipient_hash=762333431b', []],
    ['', []],
  ])('of "%s" is %j', (message, expected) => {
    expect(quantitiesOf(message, 3).map(([, value]) => value)).toEqual(expected);
  });

  test('of fields is told by their names', () => {
    expect(quantitiesIn(['pid', '7', 'duration_ms', '12', 'status', '200', 'bytes', 'x'], 3)).toEqual([
      ['duration_ms', 12],
    ]);
  });
});

describe('a sketch', () => {
  test('knows quantiles to 8 %, whatever the values', () => {
    const values = fc.array(fc.double({ min: 0.001, max: 1e9, noNaN: true }), {
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(values, (list) => {
        const sketch = new LogSketch();
        for (const value of list) sketch.add(value);
        const sorted = list.toSorted((a, b) => a - b);
        const median = sorted[Math.ceil(0.5 * sorted.length) - 1] ?? 0;
        const [found = 0, most = 0] = sketch.quantiles([0.5, 1]);
        expect(Math.abs(found / median - 1)).toBeLessThan(0.08);
        expect(Math.abs(most / (sorted.at(-1) ?? 0) - 1)).toBeLessThan(0.08);
      }),
    );
  });

  test('of any numbers stays small, and forgets what was long ago', () => {
    const sketch = new LogSketch();
    for (let i = 0; i < 50_000; i++) sketch.add(i % 2 === 0 ? 1.3 ** (i % 400) : -i);
    expect(sketch.save().length).toBeLessThanOrEqual(331);
    for (let i = 0; i < 200_000; i++) sketch.add(5);
    expect(sketch.save()).toHaveLength(1);
  });
});

describe('values of a template', () => {
  test('that are as ever score nothing', () => {
    const played = new Played().warmUp();
    const { lines, score } = played.bucket(usual(99));
    expect(Math.max(...lines)).toBe(0);
    expect(score).toBeLessThan(0.5);
  });

  test('far above all before make their line anomalous, one line not its service', () => {
    const played = new Played().warmUp();
    const { lines, score } = played.bucket([...usual(1), 30_000]);
    expect(lines.at(-1)).toBe(2);
    expect(score).toBeLessThan(1);
  });

  test('of which several are far out make the service anomalous', () => {
    expect(new Played().warmUp().bucket([...usual(1), 9000, 9000, 9000, 9000]).score).toBeGreaterThan(1);
  });

  test('that shift upwards together make the service anomalous though no line is', () => {
    const { lines, score } = new Played().warmUp().bucket(Array.from({ length: 40 }, () => 360));
    expect(Math.max(...lines)).toBe(0);
    expect(score).toBeGreaterThan(1);
  });

  test('are learnt anew after a deployment', () => {
    const played = new Played().warmUp();
    played.values.rearm();
    expect(played.bucket([9000, 9000, 9000, 9000])).toEqual({ lines: [0, 0, 0, 0], score: undefined });
  });

  test('are read of the busiest templates only, and of so many lines a bucket', () => {
    const values = newValues();
    for (let template = 0; template < 500; template++)
      for (let count = 1; count <= 100; count++)
        values.line(['latency', '5'], `a=1 duration=${count}ms bytes=7 size=9 depth=3`, template, count);
    const saved = values.save().templates;
    expect(saved).toHaveLength(32);
    expect(saved.every(([, , read, slots]) => read <= 64 && slots.length <= 3)).toBe(true);
  });

  const inputs = fc.array(
    fc.oneof(
      { weight: 9, arbitrary: fc.tuple(fc.nat(3), fc.double({ min: 0, max: 1e12, noNaN: true })) },
      { weight: 1, arbitrary: fc.constant('tick' as const) },
    ),
    { minLength: 100, maxLength: 800 },
  );

  test('go on after a save and a restore at any point as if there had been none', () => {
    fc.assert(
      fc.property(inputs, fc.nat(800), (list, cut) => {
        const whole = newValues();
        let resumed = newValues();
        list.forEach((one, i) => {
          if (i === cut) {
            const saved = JSON.stringify(resumed.save());
            resumed = newValues();
            resumed.restore(JSON.parse(saved) as SlotValuesState);
          }
          const [a, b] = [whole, resumed].map((values) =>
            one === 'tick'
              ? values.tick()
              : values.line(['latency', String(one[1])], '', one[0], 50 + (i % 3)),
          );
          expect(b).toEqual(a);
          if (typeof a === 'number') expect(a).toBeGreaterThanOrEqual(0);
        });
        expect(resumed.save()).toEqual(whole.save());
      }),
      { numRuns: 30 },
    );
  });
});
