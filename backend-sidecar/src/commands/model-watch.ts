import type { Log } from '@presage/contract';
import type { Purpose } from '../explain/budget.ts';
import type { ModelDriver, ModelHealth } from '../explain/drivers/driver.ts';
import type { ModelParts } from '../explain/model-parts.ts';

/** Nobody waits for it, and others may wait for it to end. */
const LONGEST_MS = 60_000;
const FIRST_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 3_600_000;

/** How a model is, and what it is asked for. */
export interface ModelState {
  readonly purposes: readonly Purpose[];
  readonly engine: string;
  readonly model: string;
  /** Undefined until it was asked. */
  readonly ok: boolean | undefined;
  /** A sentence. */
  readonly message: string;
}

/**
 * Asks each model once, by a real tiny call within the budget, whether it answers; a model that does not is asked again,
 * ever more rarely, until it does. Nothing waits for it.
 */
export class ModelWatch {
  readonly #model: Pick<ModelParts, 'classify' | 'explain' | 'budget'>;
  readonly #log: Log;
  readonly #stopping = new AbortController();
  readonly #states: Map<ModelDriver, ModelState>;
  #timer: NodeJS.Timeout | undefined;
  #retryMs = FIRST_RETRY_MS;

  constructor(model: Pick<ModelParts, 'classify' | 'explain' | 'budget'>, log: Log) {
    this.#model = model;
    this.#log = log;
    this.#states = new Map(purposesOf(model).map((state) => [state.driver, state]));
  }

  start(): void {
    void this.#ask();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#stopping.abort();
  }

  states(): readonly ModelState[] {
    return Array.from(this.#states.values(), ({ purposes, engine, model, ok, message }) => ({
      purposes,
      engine,
      model,
      ok,
      message,
    }));
  }

  async #ask(): Promise<void> {
    for (const [driver, state] of this.#states) if (state.ok !== true) await this.#askOne(driver, state);
    const isWell = [...this.#states.values()].every(({ ok }) => ok === true);
    if (isWell || this.#stopping.signal.aborted) return;
    this.#timer = setTimeout(() => void this.#ask(), this.#retryMs);
    this.#timer.unref();
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }

  /** Throws when it was stopped, took too long or had to make way. */
  #health(driver: ModelDriver, givesWay: AbortSignal): Promise<ModelHealth> {
    const enough = AbortSignal.timeout(LONGEST_MS);
    return driver.health(AbortSignal.any([this.#stopping.signal, givesWay, enough]));
  }

  async #askOne(driver: ModelDriver, state: ModelState): Promise<void> {
    const [purpose = 'explain'] = state.purposes;
    const leave = this.#model.budget.take('', purpose);
    if (!leave.granted) {
      this.#states.set(driver, { ...state, message: `Not tried. ${leave.reason}` });
      return;
    }
    try {
      const { ok, message, millis } = await this.#health(driver, leave.givesWay);
      leave.done(ok ? 'ok' : 'failed');
      this.#states.set(driver, { ...state, ok, message });
      if (ok) this.#log.info('the model answers', { model: state.model, millis });
      else this.#log.warn('the model does not answer', { model: state.model, reason: message });
    } catch {
      leave.done('aborted');
      const message = `It did not answer within ${LONGEST_MS / 1000} s, or made way for an explanation.`;
      this.#states.set(driver, { ...state, ok: false, message });
    }
  }
}

function purposesOf({ explain, classify }: Pick<ModelParts, 'classify' | 'explain'>) {
  const stateOf = (driver: ModelDriver, purposes: readonly Purpose[]) => ({
    driver,
    purposes,
    engine: driver.name,
    model: driver.model,
    ok: undefined,
    message: 'Not tried yet.',
  });
  return explain === classify
    ? [stateOf(explain, ['explain', 'classify'])]
    : [stateOf(explain, ['explain']), stateOf(classify, ['classify'])];
}
