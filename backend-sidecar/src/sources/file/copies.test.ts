import { appendFileSync, copyFileSync, truncateSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Bench } from './file.fixture.ts';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.close());

function write(name: string, text: string): void {
  appendFileSync(bench.path(name), text);
}

describe('a file that is copied and then truncated', () => {
  const many = (count: number, from = 0): string[] =>
    Array.from({ length: count }, (_, i) => `2026-03-04T05:06:07Z line ${from + i} of the shop's log`);
  const rotate = (): void => {
    copyFileSync(bench.path('cart.log'), bench.path('cart.log.1'));
    truncateSync(bench.path('cart.log'));
  };

  test.each([8, 60])('of %i lines: its copy repeats none', async (count) => {
    write('cart.log', `${many(count).join('\n')}\n`);
    await bench.start(['cart.log*']);
    await bench.settle();
    rotate();
    write('cart.log', `${many(1, count).join('\n')}\n`);
    await bench.settle();
    expect(bench.intake.texts()).toEqual(many(count + 1));
    await bench.files?.close();
    await bench.start(['cart.log*']);
    await bench.settle();
    expect(bench.intake.texts()).toHaveLength(count + 1);
  });

  test('its copy has what was written to the original and not read before', async () => {
    write('cart.log', `${many(60).join('\n')}\n`);
    await bench.start(['cart.log*']);
    await bench.settle();
    write('cart.log', `${many(5, 60).join('\n')}\n`);
    rotate();
    await bench.settle();
    expect(bench.intake.texts()).toEqual(many(65));
  });

  test('a copy that is found before its original is truncated waits for that', async () => {
    write('cart.log', `${many(60).join('\n')}\n`);
    await bench.start(['cart.log*']);
    await bench.settle();
    copyFileSync(bench.path('cart.log'), bench.path('cart.log.1'));
    await bench.poll(5000);
    truncateSync(bench.path('cart.log'));
    await bench.settle();
    expect(bench.intake.texts()).toEqual(many(60));
  });

  test('a restart between copy and look repeats nothing', async () => {
    write('cart.log', `${many(60).join('\n')}\n`);
    await bench.start(['cart.log*']);
    await bench.settle();
    await bench.files?.close();
    rotate();
    await bench.start(['cart.log*']);
    await bench.settle();
    expect(bench.intake.texts()).toEqual(many(60));
  });

  test('a file that begins as another one, which stays as it is, is a file of its own', async () => {
    write('cart.log', `${many(60).join('\n')}\n`);
    await bench.start(['*.log']);
    await bench.settle();
    copyFileSync(bench.path('cart.log'), bench.path('shop.log'));
    await bench.settle();
    await bench.settle();
    expect(bench.intake.texts()).toEqual([...many(60), ...many(60)]);
  });
});
