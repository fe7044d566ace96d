import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SCORE_SETTINGS } from './settings.ts';
import { createVolume, scoreVolume, type VolumeState } from './volume.ts';

const BUCKET = DEFAULT_SCORE_SETTINGS.bucketMs;
const HOUR = 360;

/** Scores of buckets [from, to). */
function play(state: VolumeState, from: number, to: number, lines: (bucket: number) => number): number[] {
  return Array.from(
    { length: to - from },
    (_, i) => scoreVolume(state, lines(from + i), (from + i) * BUCKET, DEFAULT_SCORE_SETTINGS).score,
  );
}

/** A little up and down, so that the spread is not nothing. */
const about =
  (mean: number) =>
  (bucket: number): number =>
    mean + ((bucket * 7) % 11) - 5;

describe('a service that speaks in bursts', () => {
  test('may be silent between them, however long', () => {
    const state = createVolume();
    const scores = play(state, 0, 3000, (i) => (i % 100 < 8 ? 200 : 0));
    expect(Math.max(...scores.filter((_, i) => i % 100 >= 8))).toBeLessThanOrEqual(1);
  });

  test('may stop after the first', () => {
    const state = createVolume();
    play(state, 0, 29, about(100));
    expect(Math.max(...play(state, 29, 300, () => 0))).toBe(0);
  });
});

describe('a service that never was silent', () => {
  test('scores at once when it is, and no worse the longer', () => {
    const state = createVolume();
    play(state, 0, 200, about(100));
    const scores = play(state, 200, 300, () => 0);
    expect(scores[0]).toBeGreaterThan(1);
    expect(Math.max(...scores)).toBeLessThan(20);
  });
});

describe('the hour of the week', () => {
  const WEEK = 168 * HOUR;
  /** Ten times the lines from nine to ten on the week's first day. */
  const week = (bucket: number): number => {
    const isPeak = Math.floor((bucket % WEEK) / HOUR) === 9;
    return about(isPeak ? 500 : 50)(bucket);
  };

  test('makes a rise that comes every week expected', () => {
    const state = createVolume();
    const first = play(state, 0, WEEK, week);
    expect(first[9 * HOUR]).toBeGreaterThan(1);
    play(state, WEEK, WEEK + 9 * HOUR, week);
    expect(Math.max(...play(state, WEEK + 9 * HOUR, WEEK + 10 * HOUR, week))).toBeLessThanOrEqual(1);
  });

  test('does not excuse the same rise at another hour', () => {
    const state = createVolume();
    play(state, 0, WEEK + 20 * HOUR, week);
    expect(play(state, WEEK + 20 * HOUR, WEEK + 20 * HOUR + 1, () => 500)[0]).toBeGreaterThan(1);
  });

  test('keeps a state of less than 10 KB', () => {
    const state = createVolume();
    play(state, 0, 2 * WEEK, week);
    expect(JSON.stringify(state).length).toBeLessThan(10_000);
  });
});
