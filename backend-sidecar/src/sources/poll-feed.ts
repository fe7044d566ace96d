/**
 * The places of one configured source, asked in turn: whoever is due longest and whose account has a request left. A place that
 * cannot be read is tried again and told in the status; the others go on.
 */
import type { Log } from '@presage/contract';
import { messageOf } from '../errors.ts';
import { WorkingFeed, type FeedStatus } from './feed.ts';
import { POSITION_FIELD } from './json-row.ts';
import { originOf } from './origin.ts';
import type { PollBudget } from './poll-budget.ts';
import { ForwardClock, type PollClock } from './poll-clock.ts';
import { PollFile } from './poll-file.ts';
import type { PollLane } from './poll-lane.ts';
import { Poller, type PollRules } from './poller.ts';
import type { WindowReader } from './poll-reader.ts';
import { PollState } from './poll-state.ts';
import type { Arrival, Intake } from './source.ts';

/** A place that lines are asked of: a log group of a region, a table of a workspace. */
export interface PollTarget {
  /** The same for every sidecar that asks there, and no other place's: event ids are made of it. */
  readonly id: string;
  /** For people. */
  readonly label: string;
  readonly reader: WindowReader;
  readonly budget: PollBudget;
  readonly parameters: Arrival['parameters'];
}

export interface PollFeedOptions {
  /** `cloudwatch:shop`. */
  readonly name: string;
  /** Kind of source, for counters: `cloudwatch`. */
  readonly kind: string;
  readonly tenant: string;
  /** All places there are now; asked again every few minutes. */
  readonly targets: (signal: AbortSignal) => Promise<readonly PollTarget[]>;
  readonly rules: PollRules;
  /** At the first start, lines of so many ms before it are taken too, as old ones. */
  readonly sinceMs: number;
  readonly folder: string;
  /** Origin → mark of its newest entry in the journal. */
  readonly recalled: ReadonlyMap<string, string>;
  readonly intake: Intake;
  readonly clock: PollClock;
  readonly log: Log;
}

const LOOK_EVERY_MS = 300_000;
const LOOK_AGAIN_MS = 10_000;
const NAP_MS = 1000;

export class PollFeed extends WorkingFeed {
  readonly name: string;
  readonly #options: PollFeedOptions;
  readonly #wall: ForwardClock;
  #pollers = new Map<string, { readonly label: string; readonly poller: Poller }>();
  #lookAtMs = -Infinity;
  /** When it was last known what there is to read; wall clock. */
  #lookedMs: number | undefined;
  #lookTrouble: string | undefined;

  constructor(options: PollFeedOptions) {
    super(() => options.clock.nowMs());
    this.name = options.name;
    this.#options = options;
    this.#wall = new ForwardClock(options.clock);
  }

  status(): FeedStatus {
    const pollers = [...this.#pollers.values()].map(({ poller }) => poller);
    if (pollers.length === 0) return this.state.status('looks for what there is to read');
    const readMs = Math.min(...pollers.map(({ readThroughMs }) => readThroughMs));
    const newestMs = Math.max(...pollers.map(({ watermarkMs }) => watermarkMs));
    const lookBack = minutes(Math.max(...pollers.map(({ lookBackMs }) => lookBackMs)));
    const sweep = minutes(Math.min(...pollers.map(({ sweepSpanMs }) => sweepSpanMs)));
    return this.state.status(
      `reads ${labels([...this.#pollers.values()].map(({ label }) => label))}; ` +
        `late lines are looked for over ${lookBack}, swept over ${sweep}`,
      {
        lagSeconds: Math.max(0, (this.#wall.nowMs() - readMs) / 1000),
        position: `newest line of ${new Date(newestMs).toISOString()}`,
      },
    );
  }

  /** Asks every place once, for the last second, and takes nothing. Rejects with what keeps the first that cannot be asked. */
  async probe(): Promise<string> {
    const signal = this.stopped;
    const found = await this.#options.targets(signal);
    if (found.length === 0) throw new Error('There is nothing to read: no name or prefix fits.');
    const nowMs = this.#wall.nowMs();
    for (const { label, reader } of found)
      await reader.read({ fromMs: nowMs - 1000, toMs: nowMs }, undefined, signal).catch((thrown: unknown) => {
        throw new Error(`${label}: ${messageOf(thrown)}`, { cause: thrown });
      });
    return `can read ${labels(found.map(({ label }) => label))}`;
  }

  protected async run(): Promise<void> {
    const signal = this.stopped;
    while (!signal.aborted) {
      try {
        await this.state.resumed(signal);
        await this.#turn(signal);
      } catch (thrown) {
        if (this.isStopped()) return;
        this.state.failed(messageOf(thrown));
        await this.#options.clock.wait(LOOK_AGAIN_MS, signal).catch(() => undefined);
      }
    }
  }

  /** One look for places, one request, or one nap. */
  async #turn(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    const nowMs = clock.monotonicMs();
    if (nowMs >= this.#lookAtMs) await this.#look(signal);
    const { poller, lane, readyMs } = this.#next();
    if (poller === undefined || lane === undefined || readyMs > nowMs) {
      await clock.wait(Math.max(1, Math.min(NAP_MS, readyMs - nowMs)), signal);
      return;
    }
    await poller.step(lane);
    this.#tell();
  }

  /** Of all that may go now the one that is due longest; else the one that may go first. */
  #next(): { poller?: Poller; lane?: PollLane; readyMs: number } {
    const nowMs = this.#options.clock.monotonicMs();
    let best: { poller?: Poller; lane?: PollLane; readyMs: number; dueMs: number } = {
      readyMs: Infinity,
      dueMs: Infinity,
    };
    for (const { poller } of this.#pollers.values())
      for (const lane of [poller.live, poller.sweep]) {
        const { dueMs } = lane;
        const readyMs = Math.max(dueMs, poller.budget.readyMs(lane === poller.sweep));
        const order = Math.max(readyMs, nowMs) - Math.max(best.readyMs, nowMs);
        if (order < 0 || (order === 0 && dueMs < best.dueMs)) best = { poller, lane, readyMs, dueMs };
      }
    return best;
  }

  /** Places that are new begin, places that are gone end. */
  async #look(signal: AbortSignal): Promise<void> {
    const { targets, clock } = this.#options;
    try {
      const nowMs = this.#wall.nowMs();
      const found = await targets(signal);
      const pollers = new Map<string, { label: string; poller: Poller }>();
      for (const target of found) {
        const known = this.#pollers.get(target.id);
        pollers.set(target.id, known ?? { label: target.label, poller: await this.#newPoller(target) });
      }
      this.#pollers = pollers;
      this.#lookedMs = nowMs;
      this.#lookTrouble =
        found.length === 0 ? 'There is nothing to read: no name or prefix fits.' : undefined;
    } catch (thrown) {
      signal.throwIfAborted();
      this.#lookTrouble = messageOf(thrown);
    }
    this.#lookAtMs = clock.monotonicMs() + (this.#lookTrouble === undefined ? LOOK_EVERY_MS : LOOK_AGAIN_MS);
    this.#tell();
  }

  async #newPoller({ id, reader, budget, parameters }: PollTarget): Promise<Poller> {
    const { folder, recalled, log, rules, sinceMs, clock, kind, tenant, intake } = this.#options;
    const origin = originOf(id);
    const file = new PollFile(folder, origin);
    const nowMs = this.#wall.nowMs();
    // A place that was not there when it was last looked is new as a whole.
    const fresh = (): PollState =>
      this.#lookedMs === undefined
        ? PollState.fresh(nowMs, nowMs - sinceMs, rules.lookBackMs)
        : PollState.fresh(this.#lookedMs, this.#lookedMs, rules.lookBackMs);
    const state = await file.open(recalled.get(origin), fresh, log);
    return new Poller({
      ...{ origin, reader, budget, state, file, rules, intake, clock, wall: this.#wall },
      arrival: { tenant, source: kind, parameters: { ...parameters, positionField: POSITION_FIELD } },
      signal: this.stopped,
      refused: (error) => this.state.failed(error.message),
    });
  }

  #tell(): void {
    const troubled = [...this.#pollers.values()].filter(({ poller }) => poller.trouble !== undefined);
    const first = troubled[0];
    const trouble =
      first === undefined
        ? this.#lookTrouble
        : `${labels(troubled.map(({ label }) => label))}: ${first.poller.trouble ?? ''}`;
    if (trouble === undefined) this.state.recovered();
    else if (this.state.trouble !== trouble) {
      if (this.state.trouble === undefined)
        this.#options.log.warn('a cloud cannot be read and is asked again', {
          source: this.name,
          reason: trouble,
        });
      this.state.failed(trouble);
    }
  }
}

function labels(all: readonly string[]): string {
  return all.length <= 3 ? all.join(', ') : `${all.slice(0, 2).join(', ')} and ${all.length - 2} more`;
}

function minutes(ms: number): string {
  return ms < 7_200_000 ? `${Math.round(ms / MINUTE_MS)} min` : `${Math.round(ms / (60 * MINUTE_MS))} h`;
}

const MINUTE_MS = 60_000;
