/**
 * How often models may be asked, in any minute, in any 24 hours, by a tenant, and at one time; explaining and labelling
 * share it. In: who wants to ask what for. Out: leave to ask once, or a sentence that says which limit is reached and when it
 * ends. A refusal is no error: explanations fall back to the rules, labelling waits. The count of hours outlives a restart.
 */
import { SILENT_METER, type Meter } from '@presage/contract';
import type { ModelUsage } from './drivers/driver.ts';
import type { Fault } from './drivers/model-error.ts';
import { HOUR_MS, SpentHours, type SpentStore } from './spent-hours.ts';

export type Purpose = 'explain' | 'classify';

/** `aborted`: whoever asked has gone. */
export type CallOutcome = 'ok' | 'aborted' | Fault;

export interface Leave {
  readonly granted: true;
  /** Aborted when a call for which nobody waits is to end, because somebody waits for another. */
  readonly givesWay: AbortSignal;
  /** Call it once the call is over, however it ended; a second time does nothing. */
  done(outcome?: CallOutcome, usage?: ModelUsage): void;
}

export interface Refusal {
  readonly granted: false;
  readonly window: 'pause' | 'flight' | 'minute' | 'day' | 'tenant';
  /** A sentence: which limit, and when again. */
  readonly reason: string;
  readonly retryAfterMs: number;
}

export interface Budget {
  take(tenant: string, purpose: Purpose): Leave | Refusal;
  /**
   * Resolves when a call more may be under way; who waits comes before labelling, and after some seconds in its place.
   * Rejects with the signal's reason.
   */
  freed(signal: AbortSignal): Promise<void>;
  /** The server wants no call for so long; `reason` is a sentence. */
  pause(purpose: Purpose, ms: number, reason: string): void;
  remaining(): { readonly minute: number; readonly day: number };
}

export interface BudgetOptions {
  readonly perMinute: number;
  readonly perDay: number;
  /** 0 or absent = no limit of its own. */
  readonly perTenantPerDay?: number;
  readonly inFlight: number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly store: SpentStore;
  readonly meter?: Meter;
  /** How long somebody waits before labelling gives way, ms: a quick call is cheaper ended than asked again. Default 5 s. */
  readonly patienceMs?: number;
}

/** Labelling leaves the other half of each window to people who wait for an explanation. */
export const LABEL_SHARE = 0.5;

const MINUTE_MS = 60_000;
const PATIENCE_MS = 5000;
/** When a call under way will end is not known. */
const FLIGHT_RETRY_MS = 1000;

export function createBudget(options: BudgetOptions): Budget {
  return new SharedBudget(options);
}

class SharedBudget implements Budget {
  readonly #options: BudgetOptions;
  readonly #meter: Meter;
  readonly #spent: SpentHours;
  #minute: { readonly ms: number; readonly purpose: Purpose }[] = [];
  #inFlight = 0;
  /** Calls under way that may be broken off, oldest first. */
  readonly #labelling = new Set<AbortController>();
  readonly #waiting: (() => void)[] = [];
  readonly #pauses = new Map<Purpose, { readonly untilMs: number; readonly reason: string }>();

  constructor(options: BudgetOptions) {
    this.#options = options;
    this.#meter = options.meter ?? SILENT_METER;
    this.#spent = new SpentHours(options.store, options.clock());
    this.#measure();
  }

  take(tenant: string, purpose: Purpose): Leave | Refusal {
    const now = this.#options.clock();
    // A clock that was set back leaves times ahead of it.
    this.#minute = this.#minute.filter(({ ms }) => ms > now - MINUTE_MS && ms <= now);
    const refusal =
      this.#paused(purpose, now) ??
      this.#busy(purpose) ??
      this.#overMinute(purpose, now) ??
      this.#overDay(tenant, purpose, now);
    if (refusal !== undefined) {
      this.#meter.add('presage_llm_refused_total', { purpose, window: refusal.window });
      return refusal;
    }
    this.#minute.push({ ms: now, purpose });
    this.#spent.add(now, tenant, purpose);
    this.#inFlight += 1;
    this.#measure();
    const ending = new AbortController();
    if (purpose === 'classify') this.#labelling.add(ending);
    return { granted: true, givesWay: ending.signal, done: this.#ender(purpose, ending) };
  }

  async freed(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#inFlight < this.#options.inFlight) return;
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const go = (): void => resolve(undefined);
    const leave = (): void => reject(signal.reason as Error);
    this.#waiting.push(go);
    signal.addEventListener('abort', leave, { once: true });
    const timer = setTimeout(() => this.#makeWay(), this.#options.patienceMs ?? PATIENCE_MS);
    timer.unref();
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', leave);
      const at = this.#waiting.indexOf(go);
      if (at !== -1) this.#waiting.splice(at, 1);
    }
  }

  pause(purpose: Purpose, ms: number, reason: string): void {
    this.#pauses.set(purpose, { untilMs: this.#options.clock() + ms, reason });
  }

  remaining(): { minute: number; day: number } {
    const now = this.#options.clock();
    const inMinute = this.#minute.filter(({ ms }) => ms > now - MINUTE_MS && ms <= now).length;
    const { perMinute, perDay } = this.#options;
    return {
      minute: Math.max(0, perMinute - inMinute),
      day: Math.max(0, perDay - this.#spent.count(now, () => true)),
    };
  }

  #makeWay(): void {
    const [oldest] = this.#labelling;
    oldest?.abort(new Error('An explanation is waited for.'));
  }

  #ender(purpose: Purpose, ending: AbortController): Leave['done'] {
    let isOver = false;
    return (outcome = 'ok', usage) => {
      if (isOver) return;
      isOver = true;
      this.#labelling.delete(ending);
      this.#inFlight -= 1;
      this.#meter.add('presage_llm_calls_total', { purpose, outcome });
      if (usage !== undefined) {
        this.#meter.add('presage_llm_tokens_total', { purpose, direction: 'input' }, usage.inputTokens);
        this.#meter.add('presage_llm_tokens_total', { purpose, direction: 'output' }, usage.outputTokens);
      }
      this.#waiting[0]?.();
    };
  }

  #paused(purpose: Purpose, now: number): Refusal | undefined {
    const pause = this.#pauses.get(purpose);
    if (pause === undefined || pause.untilMs <= now) return undefined;
    return refusal('pause', pause.untilMs - now, pause.reason);
  }

  #busy(purpose: Purpose): Refusal | undefined {
    const { inFlight } = this.#options;
    const mayGo = this.#inFlight < inFlight && !(purpose === 'classify' && this.#waiting.length > 0);
    if (mayGo) return undefined;
    const fact = `As many calls of the model are under way as may be at one time (${inFlight}).`;
    return refusal('flight', FLIGHT_RETRY_MS, `${fact} ${again(FLIGHT_RETRY_MS)}`);
  }

  #overMinute(purpose: Purpose, now: number): Refusal | undefined {
    const { perMinute } = this.#options;
    const labelled = this.#minute.filter((call) => call.purpose === 'classify');
    const isOwnShare = purpose === 'classify' && labelled.length >= Math.ceil(perMinute * LABEL_SHARE);
    const limit = isOwnShare ? Math.ceil(perMinute * LABEL_SHARE) : perMinute;
    const calls = isOwnShare ? labelled : this.#minute;
    if (calls.length < limit) return undefined;
    const retryMs = Math.max(1, (calls[calls.length - limit]?.ms ?? now) + MINUTE_MS - now);
    return refusal('minute', retryMs, `${fact(isOwnShare, limit, 'a minute')} ${again(retryMs)}`);
  }

  #overDay(tenant: string, purpose: Purpose, now: number): Refusal | undefined {
    const { perDay, perTenantPerDay = 0 } = this.#options;
    const all = (): boolean => true;
    if (perTenantPerDay > 0) {
      const retryMs = this.#spent.fullFor(now, perTenantPerDay, (call) => call.tenant === tenant);
      const said = `This tenant has used its ${perTenantPerDay} calls of the model for 24 hours.`;
      if (retryMs > 0) return refusal('tenant', retryMs, `${said} ${again(retryMs)}`);
    }
    const share = Math.floor(perDay * LABEL_SHARE);
    const isLabel = (call: { readonly purpose: string }): boolean => call.purpose === 'classify';
    const ownMs = purpose === 'classify' ? this.#spent.fullFor(now, share, isLabel) : 0;
    const retryMs = Math.max(ownMs, this.#spent.fullFor(now, perDay, all));
    if (retryMs === 0) return undefined;
    const limit = ownMs > 0 ? share : perDay;
    return refusal('day', retryMs, `${fact(ownMs > 0, limit, '24 hours')} ${again(retryMs)}`);
  }

  #measure(): void {
    const { minute, day } = this.remaining();
    this.#meter.set('presage_llm_budget_remaining', { window: 'minute' }, minute);
    this.#meter.set('presage_llm_budget_remaining', { window: 'day' }, day);
  }
}

function refusal(window: Refusal['window'], ms: number, reason: string): Refusal {
  return { granted: false, window, reason, retryAfterMs: Math.ceil(ms) };
}

function fact(isOwnShare: boolean, limit: number, span: string): string {
  return isOwnShare
    ? `Labelling has used its share of ${limit} calls of the model in ${span}.`
    : `The budget of ${limit} calls of the model in ${span} is used up.`;
}

function again(ms: number): string {
  if (ms < 2 * MINUTE_MS) return `Again in ${Math.ceil(ms / 1000)} s.`;
  if (ms < 2 * HOUR_MS) return `Again in ${Math.ceil(ms / MINUTE_MS)} minutes.`;
  return `Again in ${Math.ceil(ms / HOUR_MS)} hours.`;
}
