import { describe, expect, test } from '@jest/globals';
import { FAULTS } from './faults.ts';
import { SERVICES } from './services.ts';
import { encodeLine, faultAt, Shop } from './shop.ts';

const OPENED = Date.UTC(2026, 0, 5, 9);

function minutes(shop: Shop, from: number, to: number) {
  return Array.from({ length: (to - from) * 60 }, (_, second) =>
    shop.lines((from * 60 + second) * 1000, (from * 60 + second + 1) * 1000, OPENED),
  ).flat();
}

describe('the demo shop', () => {
  test('the same seed plays the same lines, another seed others', () => {
    const texts = (seed: number) => minutes(new Shop(seed, 40), 0, 1).map((line) => encodeLine(line, OPENED));
    expect(texts(1)).toEqual(texts(1));
    expect(texts(2)).not.toEqual(texts(1));
  });

  test('a quiet minute has about the asked rate, from every service', () => {
    const lines = minutes(new Shop(3, 40), 0, 1).filter((line) => line.atMs < 35_000);
    expect(lines.length).toBeGreaterThan(35 * 40 * 0.85);
    expect(lines.length).toBeLessThan(35 * 40 * 1.15);
    expect(new Set(lines.map((line) => line.service)).size).toBe(SERVICES.length);
  });

  test('within twelve minutes every fault has come and gone', () => {
    const seen = new Set(Array.from({ length: 12 * 60 }, (_, second) => faultAt(second * 1000)?.fault.name));
    expect(seen).toEqual(new Set([undefined, ...FAULTS.map((fault) => fault.name)]));
  });

  test('a shop without faults has the lines of its services alone, the same as on a day with faults', () => {
    const quiet = new Shop(1, 40, false).lines(40_000, 41_000, OPENED);
    expect(faultAt(40_000)).toBeDefined();
    const texts = quiet.map((line) => encodeLine(line, OPENED));
    const all = new Shop(1, 40).lines(40_000, 41_000, OPENED).map((line) => encodeLine(line, OPENED));
    expect(all.length).toBeGreaterThan(texts.length);
    expect(all).toEqual(expect.arrayContaining(texts));
  });

  test('lines come in order of time and within the asked interval', () => {
    const lines = new Shop(1, 200).lines(40_000, 41_000, OPENED);
    const times = lines.map((line) => line.atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.every((time) => time >= 40_000 && time < 41_000)).toBe(true);
  });
});
