import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PresageError } from '../../errors.ts';
import type { OutboxBatch, RefusedRow, Sink } from '../store.ts';
import { startFakeVictoriaLogs, type FakeFault } from './fake-victoria-logs.ts';
import { openVictoriaLogs } from './logs-sink.ts';
import { HandClock, NEVER, SILENT, linesOf, rowsBatch } from './victoria.fixture.ts';

/** What happens between two steps of the drain. */
type Event = FakeFault | 'restart' | 'down' | 'up' | 'second' | 'ten_seconds' | 'new_sidecar';

const FAULTS: readonly FakeFault[] = [
  'silent_after_store',
  'reset_after_store',
  'reset_half_way',
  'reset_before_store',
  'busy_429',
  'busy_503',
  'drop_counted',
];
const EVENTS: readonly Event[] = [
  ...FAULTS,
  'restart',
  'restart',
  'down',
  'up',
  'second',
  'ten_seconds',
  'new_sidecar',
];

/** A small drain: one batch after the other, tried until acknowledged, asked about until settled. */
class SmallDrain {
  readonly #clock: HandClock;
  readonly #open: () => Sink;
  #sink: Sink;
  /** Batches that this or an earlier sidecar has tried. */
  readonly #tried = new Set<OutboxBatch>();
  #waiting: OutboxBatch[];
  #acked: { batch: OutboxBatch; atMs: number }[] = [];
  readonly refused: RefusedRow[] = [];

  constructor(clock: HandClock, batches: readonly OutboxBatch[], open: () => Sink) {
    this.#clock = clock;
    this.#open = open;
    this.#sink = open();
    this.#waiting = [...batches];
  }

  get isDone(): boolean {
    return this.#waiting.length === 0 && this.#acked.length === 0;
  }

  async newSidecar(): Promise<void> {
    await this.#sink.close();
    this.#sink = this.#open();
    this.#waiting = [...this.#acked.map(({ batch }) => batch), ...this.#waiting];
    this.#acked = [];
  }

  async step(): Promise<void> {
    const [batch] = this.#waiting;
    if (batch) await this.#write(batch);
    const still: { batch: OutboxBatch; atMs: number }[] = [];
    for (const acked of this.#acked) {
      const settle = this.#sink.settle(() => Promise.resolve(acked.batch), acked.atMs, NEVER);
      const outcome = await settle.catch(orRetry);
      if (outcome === undefined || outcome === 'wait') still.push(acked);
      else this.refused.push(...outcome.refused);
    }
    this.#acked = still;
  }

  async #write(batch: OutboxBatch): Promise<void> {
    const doubtful = this.#tried.has(batch);
    this.#tried.add(batch);
    const outcome = await this.#sink.write(batch, { doubtful, signal: NEVER }).catch(orRetry);
    if (!outcome) return;
    this.refused.push(...outcome.refused);
    this.#waiting.shift();
    this.#acked.push({ batch, atMs: this.#clock.monotonicMs() });
  }

  close(): Promise<void> {
    return this.#sink.close();
  }
}

function orRetry(thrown: unknown): undefined {
  if (thrown instanceof PresageError && thrown.retryable) return undefined;
  throw thrown;
}

async function play(
  events: readonly Event[],
  seed: number,
): Promise<{ stored: string[]; sent: string[]; refused: string[] }> {
  const clock = new HandClock();
  let state = seed;
  const random = (): number => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
  const fake = await startFakeVictoriaLogs({ clock, random });
  const batches = await Promise.all(
    [0, 1, 2, 3].map((i) => rowsBatch(clock.wallMs() - 5000 * i, 20, i * 100)),
  );
  const drain = new SmallDrain(clock, batches, () =>
    openVictoriaLogs({ url: fake.url, timeoutMs: 60, clock, ...SILENT }),
  );
  let isDown = false;
  const act = async (event: Event): Promise<void> => {
    if (event === 'second') clock.move(1000);
    else if (event === 'ten_seconds') clock.move(10_000);
    else if (event === 'new_sidecar') await drain.newSidecar();
    else if (event === 'down' && !isDown) await fake.kill().then(() => (isDown = true));
    else if (event === 'up' && isDown) await fake.start().then(() => (isDown = false));
    else if (event === 'restart' && !isDown) await fake.restart();
    else if (FAULTS.includes(event as FakeFault)) fake.fail(event as FakeFault);
  };
  for (const event of events) {
    await act(event);
    await drain.step();
    clock.move(100);
  }
  await act('up');
  for (let i = 0; i < 400 && !drain.isDone; i++) {
    await drain.step();
    clock.move(1000);
  }
  const stored = fake.lines();
  await drain.close();
  await fake.close();
  if (!drain.isDone) throw new Error('not everything settled');
  const sent = (await Promise.all(batches.map(linesOf))).flat();
  return { stored, sent, refused: drain.refused.map(({ line }) => line) };
}

describe('Whatever the store does', () => {
  test('every row is stored once, byte for byte, or refused with its reason, and none is both', async () => {
    const schedule = fc.array(fc.constantFrom(...EVENTS), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(schedule, fc.nat(2 ** 31 - 1), async (events, seed) => {
        const { stored, sent, refused } = await play(events, seed);
        expect([...stored, ...new Set(refused)].sort()).toEqual(sent.sort());
      }),
      { numRuns: 60 },
    );
  });
});
