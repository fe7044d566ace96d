import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Sequence, type SequenceState } from './sequence.ts';
import { findMark, keyBehind, keyOfFields } from './session-key.ts';
import { SessionShapes } from './session-shapes.ts';
import { DEFAULT_SCORE_SETTINGS } from './settings.ts';

const counts = (...pairs: readonly [number, number][]): ReadonlyMap<number, number> => new Map(pairs);

const newSequence = (): Sequence => new Sequence(DEFAULT_SCORE_SETTINGS);

/** Plays a session of template numbers. */
function play(sequence: Sequence, key: string, templates: readonly number[]): void {
  for (const template of templates) sequence.line(['trace_id', key], '', template, 9);
}

/** Ticks until what is open has ended; the greatest score. */
function settle(sequence: Sequence): number {
  return Math.max(
    ...Array.from({ length: 8 }, () => sequence.tick()).flatMap((words) => words.map(({ score }) => score)),
  );
}

function warmedUp(): Sequence {
  const sequence = newSequence();
  for (let i = 0; i < 300; i++) {
    play(sequence, `t${i}`, [1, 2, ...Array.from({ length: i % 4 }, () => 3), 4, 5]);
    sequence.tick();
  }
  settle(sequence);
  return sequence;
}

describe('a session key', () => {
  test.each([
    [['level', 'info', 'trace_id', '4bf92f3577b34da6'], '4bf92f3577b34da6'],
    [['requestId', 'r-1'], 'r-1'],
    [['session.id', 'x'], 'x'],
    [['id', '7', 'pid', '31', 'user_id', 'u1'], undefined],
    [[], undefined],
  ])('in the fields %j is %s', (fields, key) => {
    expect(keyOfFields(fields)).toBe(key);
  });

  test.each([
    ['Receiving block blk_-1608999687919862906 src: /10.0.0.1:1', '-1608999687919862906'],
    ['took 3 ms trace_id=4bf92f3577b34da6 done', '4bf92f3577b34da6'],
    ['"requestId": "a1b2c3d4", "x": 1', 'a1b2c3d4'],
    ['[req-5f0d9a1c-7e] GET /v2/servers', '5f0d9a1c-7e'],
    ['Closing session 0x15a1b2c3d4e0001', '0x15a1b2c3d4e0001'],
    ['session opened for user deploy', undefined],
    ['retrying request 3', undefined],
    ['', undefined],
  ])('in the message "%s" is %s', (message, key) => {
    expect(keyBehind(message, findMark(message))).toBe(key);
  });
});

describe('the shapes of sessions', () => {
  test('of which a set of templates was never seen score above 1 once a hundred are known', () => {
    const shapes = new SessionShapes();
    for (let i = 0; i < 100; i++) {
      expect(shapes.score(counts([9, 1]))).toBe(0);
      shapes.learn(counts([1, 1], [2, 1 + (i % 3)]));
    }
    expect(shapes.score(counts([1, 1], [2, 2]))).toBe(0);
    expect(shapes.score(counts([1, 1]))).toBeGreaterThan(1);
    expect(shapes.score(counts([1, 1], [2, 1], [9, 1]))).toBeGreaterThan(1);
  });

  test('tell counts far out of their range, and not those a little out', () => {
    const shapes = new SessionShapes();
    for (let i = 0; i < 200; i++) shapes.learn(counts([1, 1], [2, 1 + (i % 10)]));
    expect(shapes.score(counts([1, 1], [2, 12]))).toBeLessThan(1);
    expect(shapes.score(counts([1, 1], [2, 40]))).toBeGreaterThan(1);
    expect(shapes.score(counts([1, 2], [2, 3]))).toBeGreaterThan(1);
  });

  test('that come again and again become usual', () => {
    const shapes = new SessionShapes();
    for (let i = 0; i < 200; i++) shapes.learn(counts([1, 1]));
    const scores = Array.from({ length: 8 }, () => shapes.take(counts([7, 1])));
    expect(scores[0]).toBeGreaterThan(1);
    expect(scores.at(-1)).toBe(0);
  });

  test('are no news where every session is another', () => {
    const shapes = new SessionShapes();
    const scores = Array.from({ length: 400 }, (_, i) => shapes.take(counts([i, 1], [i + 1, 1])));
    expect(Math.max(...scores)).toBeLessThan(1);
  });

  test('are at most 256', () => {
    const shapes = new SessionShapes();
    for (let i = 0; i < 1000; i++) shapes.take(counts([i, 1]));
    expect(shapes.save().shapes).toHaveLength(256);
  });
});

describe('the sequence detector', () => {
  test('gives no series for a service without sessions', () => {
    const sequence = newSequence();
    sequence.line(['level', 'info'], 'ready', 1, 1);
    expect(settle(sequence)).toBe(-Infinity);
  });

  test('finds nothing in usual sessions, and the one that ends early', () => {
    const sequence = warmedUp();
    play(sequence, 'usual', [1, 2, 3, 4, 5]);
    expect(settle(sequence)).toBeLessThan(1);
    play(sequence, 'cut', [1, 2]);
    expect(settle(sequence)).toBeGreaterThan(1);
  });

  test('calls a strange order of usual lines unusual, not anomalous', () => {
    const sequence = warmedUp();
    play(sequence, 'turned', [5, 4, 2, 1, 3]);
    const score = settle(sequence);
    expect(score).toBeGreaterThan(0.5);
    expect(score).toBeLessThan(1);
  });

  test('learns other sessions after a deployment without a word', () => {
    const sequence = warmedUp();
    sequence.rearm();
    play(sequence, 'new', [1, 6, 7]);
    expect(settle(sequence)).toBeLessThan(1);
    play(sequence, 'new again', [1, 6, 7]);
    expect(settle(sequence)).toBeLessThan(1);
  });

  test('finds the key of a template whose lines name their session in the text', () => {
    const sequence = newSequence();
    for (let i = 1; i <= 40; i++)
      for (const [template, text] of ['open', 'close'].entries())
        sequence.line([], `${text} blk_${100_000 + i}`, template, i);
    settle(sequence);
    expect(sequence.save().ended).toBe(40);
  });

  const lines = fc.array(
    fc.oneof(
      { weight: 8, arbitrary: fc.tuple(fc.nat(30), fc.nat(6)) },
      { weight: 2, arbitrary: fc.constant('tick' as const) },
    ),
    { maxLength: 300 },
  );

  test('goes on after a save and a restore at any point as if there had been none', () => {
    fc.assert(
      fc.property(lines, fc.nat(300), (list, cut) => {
        const whole = newSequence();
        let resumed = newSequence();
        list.forEach((one, i) => {
          if (i === cut) {
            const saved = JSON.stringify(resumed.save());
            resumed = newSequence();
            resumed.restore(JSON.parse(saved) as SequenceState);
          }
          if (one === 'tick') expect(resumed.tick()).toEqual(whole.tick());
          else for (const sequence of [whole, resumed]) play(sequence, `k${one[0]}`, [one[1]]);
        });
        expect(resumed.save()).toEqual(whole.save());
      }),
      { numRuns: 60 },
    );
  });

  test('holds no more than its caps, however many sessions and templates there are', () => {
    const sequence = newSequence();
    for (let i = 0; i < 20_000; i++) {
      sequence.line([], `x trace_id=abc${i % 7000}`, i, 1);
      if (i % 500 === 0) sequence.tick();
    }
    const saved = sequence.save();
    expect(saved.open.length).toBeLessThanOrEqual(512);
    expect(saved.marks.length).toBeLessThanOrEqual(5000);
    expect(saved.pairs.length).toBeLessThanOrEqual(4096);
    expect(JSON.stringify(saved).length).toBeLessThan(400_000);
  });
});
