import { describe, expect, test } from '@jest/globals';
import { HealthHistory, type Measure } from './health-history.ts';

const START_MS = 1_772_366_400_000;
const DAY_MS = 86_400_000;
const ready = (value: number): Measure => ({ name: 'presage_ready', type: 'gauge', labels: {}, value });
const letters = (value: number): Measure => ({
  name: 'presage_dead_letters_total',
  type: 'counter',
  labels: { reason: 'too_long' },
  value,
});

describe('HealthHistory', () => {
  test('gives a point for each bucket, of several in one the last', () => {
    const history = new HealthHistory();
    history.take(START_MS, [ready(0)]);
    history.take(START_MS + 9000, [ready(1)]);
    history.take(START_MS + 10_000, [ready(0)]);
    expect(history.series(['presage_ready'], START_MS, START_MS + 60_000)).toEqual([
      { ...withoutValue(ready(0)), times: [START_MS, START_MS + 10_000], values: [1, 0] },
    ]);
  });

  test('a bucket without a measure has no point', () => {
    const history = new HealthHistory();
    history.take(START_MS, [ready(1)]);
    history.take(START_MS + 50_000, [ready(1)]);
    const [series] = history.series(['presage_ready'], START_MS, START_MS + 60_000);
    expect(series?.times).toEqual([START_MS, START_MS + 50_000]);
  });

  test('a clock that is put back is followed, and leaves nothing in the time to come', () => {
    const history = new HealthHistory();
    history.take(START_MS + 3_600_000, [ready(0)]);
    history.take(START_MS, [ready(1)]);
    history.take(START_MS + 10_000, [ready(1)]);
    const [series] = history.series(['presage_ready'], START_MS - DAY_MS, START_MS + DAY_MS);
    expect(series?.times).toEqual([START_MS, START_MS + 10_000]);
  });

  test('a counter that appears began at zero', () => {
    const history = new HealthHistory();
    history.take(START_MS, [ready(1)]);
    history.take(START_MS + 10_000, [letters(4)]);
    const [series] = history.series(['presage_dead_letters_total'], START_MS, START_MS + 60_000);
    expect(series?.values).toEqual([0, 4]);
  });

  test('a counter that appears within a bucket began at zero in the bucket before', () => {
    const history = new HealthHistory();
    history.take(START_MS + 10_000, [ready(1)]);
    history.take(START_MS + 11_000, [letters(2)]);
    const [series] = history.series(['presage_dead_letters_total'], START_MS, START_MS + 60_000);
    expect(series).toMatchObject({ times: [START_MS, START_MS + 10_000], values: [0, 2] });
  });

  test('what is older than a day is gone', () => {
    const history = new HealthHistory();
    history.take(START_MS, [ready(1)]);
    history.take(START_MS + DAY_MS + 20_000, [ready(0)]);
    const [series] = history.series(['presage_ready'], 0, START_MS + 2 * DAY_MS);
    expect(series?.values).toEqual([0]);
  });
});

function withoutValue({ name, type, labels }: Measure): Omit<Measure, 'value'> {
  return { name, type, labels };
}
