import { expect, test } from '@jest/globals';
import { type Coolable, WarmSet } from './warm-set.ts';

class Oven implements Coolable {
  warm = false;
  isCold = false;

  cool(): void {
    this.isCold = true;
  }
}

const fill = (set: WarmSet<Oven>, count: number): Oven[] =>
  Array.from({ length: count }, () => {
    const oven = new Oven();
    set.add(oven);
    return oven;
  });

test('none is given up as long as there are no more than it may keep', () => {
  expect(fill(new WarmSet(10), 10).some(({ isCold }) => isCold)).toBe(false);
});

test('of many that come once, few more than it may keep stay', () => {
  const set = new WarmSet<Oven>(10);
  const ovens = fill(set, 1000);
  expect(set.size).toBeLessThan(30);
  expect(ovens.filter(({ isCold }) => !isCold)).toHaveLength(set.size);
});

test('what is used all the time stays', () => {
  const set = new WarmSet<Oven>(10);
  const [busy] = fill(set, 1);
  for (let i = 0; i < 1000; i++) {
    if (busy) busy.warm = true;
    fill(set, 1);
  }
  expect(busy?.isCold).toBe(false);
});
