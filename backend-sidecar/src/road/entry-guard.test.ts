import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ReplayGuard } from './entry-guard.ts';

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'presage-guard-'));

test('an entry on which the process has died twice is not entered again', () => {
  const path = join(newFolder(), 'replaying.json');
  expect([1, 2, 3].map(() => new ReplayGuard(path).enter(7))).toEqual([true, true, false]);
  expect(new ReplayGuard(path).enter(8)).toBe(true);
});

test('a disk that takes no mark does not keep a replay from going on', () => {
  const guard = new ReplayGuard(join(newFolder(), 'not there', 'replaying.json'));
  expect(guard.enter(7)).toBe(true);
  expect(() => guard.done()).not.toThrow();
});
