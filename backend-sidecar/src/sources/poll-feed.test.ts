import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { SILENT_LOG } from '@presage/contract';
import { PollBudget } from './poll-budget.ts';
import { PollFeed } from './poll-feed.ts';
import { HandClock, MemoryJournal, MINUTE, START, started } from './poll.fixture.ts';

/** Enough of the event loop for minutes of the hand clock, were anybody waiting. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 300; turn++) await new Promise((resolve) => setImmediate(resolve));
}

test('while it is paused nothing is asked', async () => {
  const clock = new HandClock(START);
  const folder = mkdtempSync(join(tmpdir(), 'presage-poll-'));
  let asked = 0;
  const reader = {
    read: () => {
      asked++;
      return Promise.resolve({ lines: [] });
    },
  };
  const budget = new PollBudget(10, () => clock.monotonicMs());
  const feed = new PollFeed({
    ...{ name: 'cloud:test', kind: 'cloud', tenant: '0:0', sinceMs: 0, folder, clock, log: SILENT_LOG },
    targets: () => Promise.resolve([{ id: 'place', label: 'place', reader, budget, parameters: {} }]),
    rules: { everyMs: 10_000, lookBackMs: MINUTE, maxLookBackMs: MINUTE, sweepMs: MINUTE, maxSeen: 1000 },
    ...{ recalled: new Map(), intake: new MemoryJournal() },
  });
  await started(feed);
  await clock.passes(MINUTE);
  feed.pause();
  // A request may be on its way.
  await turns();
  const before = asked;
  await turns();
  expect(asked).toBe(before);
  feed.resume();
  await clock.passes(MINUTE);
  expect(asked).toBeGreaterThan(before);
  await feed.stop();
  rmSync(folder, { recursive: true });
});
