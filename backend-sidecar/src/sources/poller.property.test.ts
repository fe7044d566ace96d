// Whatever comes late, all at once or in short pages, and whenever the poller is killed: every line is journalled, and none twice.
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { SILENT_LOG } from '@presage/contract';
import fc from 'fast-check';
import { POSITION_FIELD } from './json-row.ts';
import { PollBudget } from './poll-budget.ts';
import { ForwardClock } from './poll-clock.ts';
import { PollFile } from './poll-file.ts';
import { HandClock, MemoryJournal, MINUTE, START } from './poll.fixture.ts';
import { lineKey, PollError, type Page, type Window } from './poll-reader.ts';
import { PollState } from './poll-state.ts';
import { Poller } from './poller.ts';

const RULES = {
  everyMs: 10_000,
  lookBackMs: 10 * MINUTE,
  maxLookBackMs: 10 * MINUTE,
  sweepMs: 24 * 60 * MINUTE,
  maxSeen: 1e6,
};

interface CloudEvent {
  readonly id: string;
  readonly timeMs: number;
  readonly arrivedMs: number;
}

/** A cloud that has an event once its time of arrival has come, and answers in pages of so many. */
class MemoryCloud {
  readonly events: readonly CloudEvent[];
  readonly #clock: HandClock;
  readonly #pageLines: number;
  /** Fails the next requests so. */
  readonly failures: ('throttled' | 'too_much' | 'stale_token' | 'broken' | 'empty')[] = [];

  constructor(events: readonly CloudEvent[], clock: HandClock, pageLines: number) {
    this.events = events;
    this.#clock = clock;
    this.#pageLines = pageLines;
  }

  read({ fromMs, toMs }: Window, token: string | undefined): Promise<Page> {
    const failure = this.failures.shift();
    if (failure === 'empty') return Promise.resolve({ lines: [], next: token ?? '0' });
    if (failure === 'broken') return Promise.reject(new Error('connection reset'));
    if (failure !== undefined) return Promise.reject(new PollError(failure, failure));
    const all = this.events
      .filter((event) => event.arrivedMs <= this.#clock.trueMs())
      .filter(({ timeMs }) => timeMs >= fromMs && timeMs <= toMs)
      .sort((a, b) => a.timeMs - b.timeMs);
    const at = Number(token ?? 0);
    const page = all.slice(at, at + this.#pageLines);
    const lines = page.map(({ id, timeMs, arrivedMs }) => ({
      ...{ key: lineKey(id), timeMs, arrivedMs },
      members: `"_time":${timeMs},"_msg":"line","id":"${id}"`,
    }));
    const next = at + this.#pageLines < all.length ? String(at + this.#pageLines) : undefined;
    return Promise.resolve({ lines, next });
  }
}

interface Run {
  readonly clock: HandClock;
  readonly cloud: MemoryCloud;
  readonly journal: MemoryJournal;
  readonly folder: string;
}

async function open({ clock, cloud, journal, folder }: Run): Promise<Poller> {
  const file = new PollFile(folder, 'cafe0001');
  const fresh = (): PollState => PollState.fresh(START, START, RULES.lookBackMs);
  const state = await file.open(journal.recalled().get('cafe0001'), fresh, SILENT_LOG);
  return new Poller({
    ...{ origin: 'cafe0001', reader: cloud, state, file, rules: RULES, intake: journal, clock },
    budget: new PollBudget(1000, () => clock.monotonicMs()),
    arrival: {
      tenant: '0:0',
      source: 'test',
      parameters: { timeField: ['_time'], positionField: POSITION_FIELD },
    },
    wall: new ForwardClock(clock),
    signal: new AbortController().signal,
    refused: () => undefined,
  });
}

/** Lets a poller go for some time; a kill ends it before. */
async function go(run: Run, forMs: number): Promise<void> {
  const poller = await open(run);
  const untilMs = run.clock.monotonic + forMs;
  while (run.clock.monotonic < untilMs) {
    const lane = [poller.live, poller.sweep].find(({ dueMs }) => dueMs <= run.clock.monotonic);
    if (lane === undefined) run.clock.monotonic += 1000;
    else await poller.step(lane);
    if (poller.trouble?.startsWith('killed') === true) return;
  }
}

const event = fc.record({
  /** Many share a millisecond. */
  time: fc.integer({ min: 0, max: 40 }).map((half) => half * 30_000),
  delay: fc.oneof(
    fc.constant(0),
    fc.integer({ min: 0, max: 9 * MINUTE }),
    fc.integer({ min: 10 * MINUTE, max: 60 * MINUTE }),
  ),
});
const stretch = fc.record({
  forMs: fc.integer({ min: 1, max: 10 }).map((n) => n * MINUTE),
  kill: fc.constantFrom('before' as const, 'after' as const, undefined),
  cut: fc.integer({ min: 0, max: 40 }),
  skewMs: fc.constantFrom(0, 0, -90 * MINUTE, 5 * MINUTE),
  failures: fc.array(fc.constantFrom('throttled', 'too_much', 'stale_token', 'broken', 'empty'), {
    maxLength: 4,
  }),
});

test('every line is journalled once, whatever happens on the way', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { maxLength: 200 }),
      fc.array(stretch, { maxLength: 6 }),
      fc.integer({ min: 1, max: 30 }),
      async (drawn, stretches, pageLines) => {
        const clock = new HandClock(START);
        const events = drawn.map(({ time, delay }, at) => {
          const timeMs = START + time;
          return { id: `event-${at}`, timeMs, arrivedMs: timeMs + delay };
        });
        const folder = mkdtempSync(join(tmpdir(), 'presage-poll-'));
        const run: Run = {
          ...{ clock, folder },
          cloud: new MemoryCloud(events, clock, pageLines),
          journal: new MemoryJournal(),
        };
        for (const { forMs, kill, cut, skewMs, failures } of stretches) {
          run.journal.kill = kill;
          clock.skewMs = skewMs;
          run.cloud.failures.push(...failures);
          await go(run, forMs);
          if (kill === 'after') tear(run, cut);
        }
        run.journal.kill = undefined;
        clock.skewMs = 0;
        await go(run, 150 * MINUTE);
        rmSync(folder, { recursive: true });
        const ids = run.journal.lines('id').map(({ value }) => value);
        expect([...ids].sort()).toEqual(events.map(({ id }) => id).sort());
      },
    ),
    { numRuns: 60 },
  );
});

/** A kill may leave a piece of the mark that was being written. */
function tear({ folder, journal }: Run, characters: number): void {
  const mark = journal.recalled().get('cafe0001') ?? '';
  for (const name of readdirSync(folder)) appendFileSync(join(folder, name), mark.slice(0, characters));
}
