/**
 * The whole way of a line, opened and closed in order: intake → journal → pipeline → outbox → one drain for each sink.
 * On open it takes up what an earlier run left: state, checkpoint, decisions already kept. Knows no store and no protocol.
 */
import { join } from 'node:path';
import type { Correction, Log, Marker, Meter } from '@presage/contract';
import { PresageError, messageOf } from '../errors.ts';
import { ENTRY_TYPES, JournalError, type Journal } from '../journal/journal.ts';
import type { Pipeline, TemplateLabel } from '../pipeline/verdict.ts';
import type { Sink } from '../stores/store.ts';
import { Backlog } from './backlog.ts';
import { Checkpointer } from './checkpointer.ts';
import type { Clock } from './clock.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { AlertListener, RowListener } from './decide.ts';
import { Drain } from './drain.ts';
import { ReplayGuard } from './entry-guard.ts';
import { RoadIntake } from './intake.ts';
import { readLeftBehind, stateFolder, type LeftBehind } from './left-behind.ts';
import { Outbox } from './outbox.ts';
import { PipelineRunner } from './run.ts';
import { Senders } from './senders.ts';
import { pause } from './signal.ts';
import type { StateExchange } from './state-exchange.ts';
import { Welcome } from './welcome.ts';

export interface RoadParts {
  readonly folder: string;
  readonly journal: Journal;
  readonly outbox: Journal;
  readonly deadLetters: Journal;
  readonly pipeline: Pipeline;
  readonly sinks: readonly Sink[];
  readonly live: RowListener;
  readonly alerts?: AlertListener;
  /** Only where several sidecars share a source. */
  readonly states?: StateExchange;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly log: Log;
  readonly random: () => number;
  readonly limits: {
    readonly inFlightBytes: number;
    readonly journalBytes: number;
    readonly maxTenants: number;
  };
}

export interface RoadState {
  readonly ready: boolean;
  /** Why not, for people. */
  readonly reasons: readonly string[];
  readonly lagLines: number;
  readonly lagSeconds: number;
  readonly stores: readonly {
    readonly name: string;
    readonly kinds: Sink['kinds'];
    readonly batches: number;
    readonly seconds: number;
    readonly trouble: string | undefined;
  }[];
}

/** How long the door stays shut while what an earlier run left is decided. */
const PATIENCE_MS = 5000;
/** Lag above which the road is not called ready: an answer would miss what was already acknowledged. */
const READY_LAG_SECONDS = 60;

export class Road {
  readonly deadLetters: DeadLetters;
  /** Nothing of an earlier run was found: what people corrected is known to the store only. */
  readonly isNew: boolean;
  readonly #parts: RoadParts;
  readonly #runner: PipelineRunner;
  readonly #outbox: Outbox;
  readonly #checkpointer: Checkpointer;
  readonly #drains: readonly Drain[];
  readonly #guard: ReplayGuard;
  readonly #backlog: Backlog;
  readonly #senders = new Senders();
  #intake: RoadIntake | undefined;
  #closed: string | undefined = 'The sidecar is starting.';
  #catchingUp: Promise<void> = Promise.resolve();

  private constructor(parts: RoadParts, opened: LeftBehind) {
    this.#parts = parts;
    this.deadLetters = opened.deadLetters;
    this.isNew = opened.isNew;
    this.#backlog = new Backlog(parts.limits.journalBytes);
    this.#guard = new ReplayGuard(join(parts.folder, 'replaying.json'));
    this.#outbox = new Outbox(parts.outbox, parts.log, () => this.#wakeDrains());
    this.#runner = new PipelineRunner(
      { ...parts, outbox: this.#outbox, deadLetters: this.deadLetters, guard: this.#guard },
      opened.from,
      opened.decided,
    );
    this.#checkpointer = new Checkpointer({ ...parts, runner: this.#runner, folder: stateFolder(parts) });
    this.#drains = opened.cursors.map(
      ({ sink, cursorFile, cursor }) =>
        new Drain(
          { ...parts, sink, cursorFile, deadLetters: this.deadLetters, moved: () => this.#free() },
          cursor,
        ),
    );
  }

  static async open(parts: RoadParts): Promise<Road> {
    const opened = await readLeftBehind(parts);
    const road = new Road(parts, opened);
    for (const drain of road.#drains) drain.start();
    try {
      await road.#senders.recall(parts.journal);
      parts.alerts?.restore(await stateFolder(parts).alerts());
      await road.#openDoor();
    } catch (thrown) {
      await Promise.allSettled(road.#drains.map((drain) => drain.stop()));
      throw thrown;
    }
    return road;
  }

  /**
   * What an earlier run left is decided first, if that is soon done. A full outbox would take as long as a store is away, and
   * senders are to find the door open: what they bring waits in the journal behind it.
   */
  async #openDoor(): Promise<void> {
    const patience = new AbortController();
    this.#catchingUp = this.#catchUp().finally(() => patience.abort());
    await Promise.race([this.#catchingUp, pause(PATIENCE_MS, patience.signal)]);
    if (patience.signal.aborted) await this.#catchingUp;
    else this.#goOnCatchingUp();
    this.#closed = undefined;
  }

  async #catchUp(): Promise<void> {
    try {
      await this.#runner.start();
      await this.#checkpointer.saveIfPossible();
    } finally {
      this.#guard.done();
    }
    this.#checkpointer.start();
  }

  #goOnCatchingUp(): void {
    const { lines } = this.#runner.lag();
    this.#parts.log.warn('lines of an earlier run still wait to be decided; new ones are taken meanwhile', {
      lines,
    });
    // What cannot be decided ends the process, as it would at the start.
    void this.#catchingUp.catch((thrown: unknown) => {
      if (this.#closed === undefined) throw thrown;
    });
  }

  /** Names this data folder for as long as it lives. */
  get writer(): string {
    return this.#parts.journal.writer;
  }

  /** The door for sources. */
  get intake(): RoadIntake {
    this.#intake ??= new RoadIntake(
      {
        ...this.#parts,
        deadLetters: this.deadLetters,
        keys: this.#senders.keys,
        backlog: this.#backlog,
        ...(this.#parts.states === undefined ? {} : { welcome: new Welcome(this.#parts.states) }),
        inFlightBytes: this.#parts.limits.inFlightBytes,
        maxTenants: this.#parts.limits.maxTenants,
        handOver: (batch, end, bytes) => this.#runner.handOver(batch, end, bytes),
        closedBecause: () => this.#closed,
      },
      this.#senders.tenants,
    );
    return this.#intake;
  }

  /** Lines since the start, by source. */
  sources(): ReturnType<RoadIntake['sources']> {
    return this.intake.sources();
  }

  /** Newest positions of a source's keys as the journal holds them, read at the start. */
  positionsOf(source: string): ReadonlyMap<string, string> {
    return this.#senders.positionsOf(source);
  }

  /** Journals a person's correction; it holds from its place in the journal on. */
  async correct(tenant: string, correction: Correction): Promise<void> {
    await this.#append(tenant, ENTRY_TYPES.correction, correction, 'correction');
  }

  /** Journals a marker; likewise. */
  async mark(tenant: string, marker: Marker): Promise<void> {
    await this.#append(tenant, ENTRY_TYPES.marker, marker, 'marker');
  }

  /** Journals what a language model says of a template; likewise. */
  async label(tenant: string, label: TemplateLabel): Promise<void> {
    await this.#append(tenant, ENTRY_TYPES.label, label, 'label');
  }

  state(): RoadState {
    const lag = this.#runner.lag();
    const stores = this.#drains.map((drain) => ({
      name: drain.name,
      kinds: drain.isOutput ? [] : drain.kinds,
      ...drain.lag(),
      trouble: drain.trouble,
    }));
    const reasons = [
      ...(this.#closed === undefined ? [] : [this.#closed]),
      ...(lag.seconds > READY_LAG_SECONDS
        ? [`${lag.lines} lines wait to be decided; the oldest arrived ${Math.round(lag.seconds)} s ago.`]
        : []),
      ...(this.#outbox.trouble === undefined ? [] : [`The outbox takes nothing: ${this.#outbox.trouble}`]),
      ...stores
        .filter((store) => store.kinds.length > 0 && store.seconds > READY_LAG_SECONDS)
        .map(
          (store) =>
            `${store.name} is ${Math.round(store.seconds)} s behind: ${store.trouble ?? 'it is catching up.'}`,
        ),
    ];
    return { ready: reasons.length === 0, reasons, lagLines: lag.lines, lagSeconds: lag.seconds, stores };
  }

  /** Takes nothing more, decides what is journalled, gives the stores the rest of the time, and saves. Takes about `drainMs` at most. */
  async close(drainMs: number): Promise<void> {
    this.#closed = 'The sidecar is stopping.';
    const untilMs = this.#parts.clock.monotonicMs() + drainMs;
    if (await this.#endDeciding(drainMs)) {
      const leftMs = Math.max(0, untilMs - this.#parts.clock.monotonicMs());
      await Promise.all(this.#drains.map((drain) => drain.acknowledged(leftMs)));
      await this.#checkpointer.saveIfPossible();
    }
    await Promise.all(this.#drains.map((drain) => drain.stop()));
    this.#outbox.close();
  }

  /**
   * False = the outbox did not take every decision in time: a store that is away has filled it, or the disk is full. What it
   * lacks is decided again from the last checkpoint at the next start.
   */
  async #endDeciding(withinMs: number): Promise<boolean> {
    const timer = setTimeout(() => this.#outbox.close(), withinMs);
    try {
      await Promise.all([this.#checkpointer.stop(), this.#runner.stop(withinMs)]);
      await this.#catchingUp;
      return true;
    } catch (thrown) {
      this.#parts.log.warn('not all decisions could be kept; they are made again at the next start', {
        reason: messageOf(thrown),
      });
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  async #append(
    tenant: string,
    type: number,
    said: Correction | Marker | TemplateLabel,
    name: string,
  ): Promise<void> {
    const rest = { source: 'api', position: '', backfill: false, parameters: '', count: 1 };
    try {
      await this.#parts.journal.append({ type, tenant, ...rest }, Buffer.from(JSON.stringify(said)));
    } catch (thrown) {
      if (!(thrown instanceof JournalError)) throw thrown;
      throw new PresageError('not_ready', `The ${name} is not kept: ${thrown.message}`, {
        retryAfter: 10,
        cause: thrown,
      });
    }
    this.#runner.wake();
  }

  #wakeDrains(): void {
    for (const drain of this.#drains) drain.wake();
  }

  /** What every sink has on its disk is let go. */
  #free(): void {
    const [first, ...others] = this.#drains.map((drain) => drain.cursor);
    if (!first) return;
    const least = others.reduce(
      (a, b) => (b.segment < a.segment || (b.segment === a.segment && b.offset < a.offset) ? b : a),
      first,
    );
    this.#backlog.release(Math.min(...this.#drains.map((drain) => drain.throughSequence)));
    this.#parts.outbox.free(least).catch((thrown: unknown) => {
      this.#parts.log.error('stored batches cannot be removed from the outbox', { reason: String(thrown) });
    });
  }
}
