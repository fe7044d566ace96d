import { appendFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Bench } from './file.fixture.ts';
import { openFileSource } from './file-source.ts';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.close());

test('a started source follows until it is stopped, and the next one goes on behind its lines', async () => {
  const source = () =>
    openFileSource({
      patterns: [bench.path('*.log')],
      from: 'beginning',
      zoneOffsetMinutes: 0,
      tenant: '0:0',
      host: 'host-a',
      folder: bench.folder,
      recalled: bench.intake.recalled(),
      intake: bench.intake,
      log: bench.log,
    });
  appendFileSync(bench.path('cart.log'), 'one\ntwo\n');
  const first = source();
  expect(first.files()).toEqual([]);
  await first.start();
  await bench.intake.arrived(1);
  await first.stop();
  appendFileSync(bench.path('cart.log'), 'three\nfour\n');
  const second = source();
  await second.start();
  await bench.intake.arrived(3);
  expect(second.files()).toMatchObject([{ path: bench.path('cart.log'), size: 19 }]);
  await second.stop();
  expect(bench.intake.texts().slice(0, 3)).toEqual(['one', 'two', 'three']);
});

test('a source that never started stops', async () => {
  const { intake, log, folder } = bench;
  const options = { patterns: [], from: 'end', zoneOffsetMinutes: 0, tenant: '0:0', host: 'host-a' } as const;
  const source = openFileSource({ ...options, folder, recalled: new Map(), intake, log });
  await source.stop();
  expect(source.files()).toEqual([]);
});

test('a paused source leaves lines in their file until it is resumed', async () => {
  const { intake, log, folder } = bench;
  const options = { from: 'beginning', zoneOffsetMinutes: 0, tenant: '0:0', host: 'host-a' } as const;
  const patterns = [bench.path('*.log')];
  const source = openFileSource({ ...options, patterns, folder, recalled: new Map(), intake, log });
  source.pause();
  appendFileSync(bench.path('cart.log'), 'one\n');
  await source.start();
  expect([source.status().state, intake.texts()]).toEqual(['paused', []]);
  source.resume();
  await bench.intake.arrived(1);
  expect(source.status().state).toBe('running');
  await source.stop();
});
