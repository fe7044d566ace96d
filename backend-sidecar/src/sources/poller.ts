/**
 * One place in a cloud, asked over and over: pages in, arrivals out. A round asks for everything from the look-back before the
 * newest journalled line up to now and hands on what was not seen; a slower sweep goes further back, within a tenth of the requests.
 * The watermark is the newest line that is in the journal, never the clock; no token of the cloud outlives the process.
 */
import { messageOf, type PresageError } from '../errors.ts';
import { withPosition } from './json-row.ts';
import { offerUntilTaken } from './offer.ts';
import type { PollBudget } from './poll-budget.ts';
import type { ForwardClock, PollClock } from './poll-clock.ts';
import { PollDelays } from './poll-delays.ts';
import type { PollFile } from './poll-file.ts';
import { PollLane } from './poll-lane.ts';
import {
  PollError,
  positionOf,
  type Page,
  type PolledLine,
  type Window,
  type WindowReader,
} from './poll-reader.ts';
import type { PollState } from './poll-state.ts';
import type { Arrival, Intake } from './source.ts';

export interface PollRules {
  /** From one round to the next. */
  readonly everyMs: number;
  readonly lookBackMs: number;
  /** How far lines that come late may raise the look-back; the same = not at all. */
  readonly maxLookBackMs: number;
  /** How far back sweeps go. */
  readonly sweepMs: number;
  /** Lines that are remembered; sweeps go less far back when there are more. */
  readonly maxSeen: number;
}

export interface PollerParts {
  readonly origin: string;
  readonly reader: WindowReader;
  readonly budget: PollBudget;
  readonly state: PollState;
  readonly file: PollFile;
  readonly rules: PollRules;
  readonly arrival: Pick<Arrival, 'tenant' | 'source' | 'parameters'>;
  readonly intake: Intake;
  readonly clock: PollClock;
  readonly wall: ForwardClock;
  readonly signal: AbortSignal;
  /** Hears why lines are not taken at the moment. */
  readonly refused: (error: PresageError) => void;
}

interface Batch {
  readonly lines: PolledLine[];
  readonly backfill: boolean;
}

const BATCH_LINES = 1000;
const BATCH_CHARACTERS = 1024 * 1024;
const SWEEP_EVERY_MS = 600_000;
/** A sweep that takes longer goes less far back the next time. */
const SWEEP_WITHIN_MS = 3_600_000;
const LONGEST_PAUSE_MS = 60_000;
const MINUTE_MS = 60_000;

export class Poller {
  readonly live = new PollLane();
  readonly sweep = new PollLane();
  readonly #parts: PollerParts;
  readonly #delays = new PollDelays();
  #trouble: string | undefined;
  #readThroughMs: number;
  #sweepMs: number;
  #roundAtMs = 0;
  #sweepAtMs = 0;

  constructor(parts: PollerParts) {
    this.#parts = parts;
    this.#readThroughMs = parts.state.watermarkMs;
    this.#sweepMs = parts.rules.sweepMs;
    this.sweep.dueMs = parts.clock.monotonicMs() + SWEEP_EVERY_MS;
  }

  get budget(): PollBudget {
    return this.#parts.budget;
  }

  /** What keeps it; undefined = nothing. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Newest line that is in the journal. */
  get watermarkMs(): number {
    return this.#parts.state.watermarkMs;
  }

  get lookBackMs(): number {
    return this.#parts.state.lookBackMs;
  }

  /** How far back the next sweep goes. */
  get sweepSpanMs(): number {
    return this.#sweepMs;
  }

  /** Everything up to then was read, but for what comes late. */
  get readThroughMs(): number {
    return this.#readThroughMs;
  }

  /** One request and what follows from it. Rejects only when aborted. */
  async step(lane: PollLane): Promise<void> {
    const { reader, signal, budget } = this.#parts;
    if (!lane.isOpen && !this.#begin(lane)) return;
    try {
      budget.spend(lane === this.sweep);
      const page = await reader.read(lane.window(), lane.token, signal);
      budget.answered();
      await this.#take(lane, page);
      lane.failures = 0;
      this.#trouble = undefined;
    } catch (thrown) {
      signal.throwIfAborted();
      this.#failed(lane, thrown);
    }
  }

  #begin(lane: PollLane): boolean {
    const nowMs = this.#parts.clock.monotonicMs();
    const round = lane === this.sweep ? this.#sweepRange() : this.#liveRange();
    if (lane === this.sweep) this.#sweepAtMs = nowMs;
    else this.#roundAtMs = nowMs;
    if (round.fromMs < round.toMs) lane.open(round);
    else lane.dueMs = nowMs + SWEEP_EVERY_MS;
    return lane.isOpen;
  }

  #liveRange(): Window {
    const { state, wall } = this.#parts;
    const nowMs = wall.nowMs();
    // A clock that is behind what was read already must not stop the reading.
    const toMs = nowMs > state.watermarkMs ? nowMs : state.watermarkMs + MINUTE_MS;
    return { fromMs: Math.max(state.watermarkMs - state.lookBackMs, state.coveredMs), toMs };
  }

  #sweepRange(): Window {
    const { state } = this.#parts;
    return {
      fromMs: Math.max(state.watermarkMs - this.#sweepMs, state.coveredMs),
      toMs: state.watermarkMs - state.lookBackMs,
    };
  }

  async #take(lane: PollLane, page: Page): Promise<void> {
    const { state } = this.#parts;
    const isSweep = lane === this.sweep;
    lane.saw(page.lines.length, newestOf(page.lines, lane.window().toMs));
    const isLive = !isSweep && page.next === undefined;
    const watermarkMs = isLive ? Math.max(state.watermarkMs, lane.newestMs) : state.watermarkMs;
    await this.#handOn(batchesOf(unseen(page.lines, state), state.begunMs, isSweep), watermarkMs);
    const isOver = lane.turn(page.next);
    if (isSweep) {
      if (isOver) this.#swept();
      return;
    }
    if (!isLive) return;
    this.#readThroughMs = lane.reachMs;
    this.#forget();
    if (isOver) lane.dueMs = this.#roundAtMs + this.#parts.rules.everyMs;
  }

  /** The last batch's mark tells that everything up to the watermark was read. */
  async #handOn(batches: readonly Batch[], watermarkMs: number): Promise<void> {
    const { state, file, intake, arrival, origin, signal, refused } = this.#parts;
    for (const [at, { lines, backfill }] of batches.entries()) {
      // At most one mark may be in the journal only.
      await file.ready(state);
      const mark = state.mark(lines, at === batches.length - 1 ? watermarkMs : state.watermarkMs);
      const body = Buffer.from(lines.map(rowOf).join(''));
      await offerUntilTaken(
        intake,
        { ...arrival, origin, position: mark, backfill, body },
        { signal, refused, pause: (ms, ended) => this.#parts.clock.wait(ms, ended) },
      );
      for (const line of lines) this.#delays.add(line.arrivedMs - line.timeMs);
      state.take(mark);
      await file.add(mark, state);
    }
    if (watermarkMs <= state.watermarkMs) return;
    const mark = state.mark([], watermarkMs);
    state.take(mark);
    await file.add(mark, state);
  }

  #forget(): void {
    const { state, rules } = this.#parts;
    const { lookBackMs, maxLookBackMs } = rules;
    state.lookBack(Math.min(maxLookBackMs, Math.max(lookBackMs, this.#delays.perMille999())));
    state.forget(state.watermarkMs - Math.max(rules.sweepMs, state.lookBackMs), rules.maxSeen);
  }

  #swept(): void {
    const { clock, rules } = this.#parts;
    const nowMs = clock.monotonicMs();
    const tookMs = nowMs - this.#sweepAtMs;
    if (tookMs > SWEEP_WITHIN_MS) this.#sweepMs *= SWEEP_WITHIN_MS / tookMs;
    else if (tookMs < SWEEP_WITHIN_MS / 2) this.#sweepMs = Math.min(rules.sweepMs, this.#sweepMs * 1.5);
    this.sweep.dueMs = Math.max(nowMs, this.#sweepAtMs + SWEEP_EVERY_MS);
  }

  #failed(lane: PollLane, thrown: unknown): void {
    const { budget, clock } = this.#parts;
    const kind = thrown instanceof PollError ? thrown.kind : undefined;
    if (thrown instanceof PollError && kind === 'throttled') {
      this.#trouble = messageOf(thrown);
      budget.throttled(thrown.retryAfterMs);
      return;
    }
    // No trouble yet: smaller windows are read.
    if (kind === 'too_much' && lane.halve()) return;
    this.#trouble = messageOf(thrown);
    lane.failures++;
    if (kind === 'stale_token' || lane.failures > 2) lane.restartSlice();
    lane.dueMs = clock.monotonicMs() + Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** (lane.failures - 1));
  }
}

/** Lines that come for the first time, each once. */
function unseen(lines: readonly PolledLine[], state: PollState): PolledLine[] {
  const here = new Set<string>();
  return lines.filter((line) => {
    if (state.has(line) || here.has(line.key)) return false;
    here.add(line.key);
    return true;
  });
}

/** What the cloud had before the first start is old, and so is what a sweep finds. */
function batchesOf(lines: readonly PolledLine[], begunMs: number, isSweep: boolean): Batch[] {
  const batches: Batch[] = [];
  for (const isOld of [true, false]) {
    let characters = Infinity;
    for (const line of lines) {
      const backfill = isSweep || line.arrivedMs < begunMs;
      if (backfill !== isOld) continue;
      const last = batches.at(-1);
      if (characters > BATCH_CHARACTERS || last === undefined || last.lines.length >= BATCH_LINES) {
        batches.push({ lines: [line], backfill });
        characters = 0;
      } else last.lines.push(line);
      characters += line.members.length;
    }
  }
  return batches;
}

function rowOf({ key, members }: PolledLine): string {
  return `${withPosition(members, positionOf(key))}\n`;
}

/** A line that is said to be of the future does not move the watermark there. */
function newestOf(lines: readonly PolledLine[], toMs: number): number {
  return lines.reduce(
    (newest, { timeMs }) => (timeMs <= toMs ? Math.max(newest, timeMs) : newest),
    -Infinity,
  );
}
