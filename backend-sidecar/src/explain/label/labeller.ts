/**
 * In: templates whose class nothing that is known decides. Out: labels for the journal. A model is asked about them in batches,
 * most urgent first, within the budget, and once a template. Nothing waits for it, and it never throws: what does not
 * work is told, and tried again later.
 */
import { SILENT_METER, type Log, type Meter } from '@presage/contract';
import { messageOf } from '../../errors.ts';
import { answerKey } from '../answer-cache.ts';
import type { Leave } from '../budget.ts';
import { ModelError } from '../drivers/model-error.ts';
import type { ModelParts } from '../model-parts.ts';
import { COOL_DOWN_MS, type AskedTemplates } from './asked-templates.ts';
import { askLabels, type Said } from './ask-labels.ts';
import { idOf, isWorthAsking, type Candidate } from './candidate.ts';
import type { Label } from './label.ts';
import { LABEL_PROMPT_VERSION } from './label-prompt.ts';
import { LabelQueue } from './label-queue.ts';
import { Settled } from './settled.ts';

export interface LabellerParts {
  readonly model: Pick<ModelParts, 'classify' | 'budget' | 'redact'>;
  readonly asked: AskedTemplates;
  /** Begins a round through all templates: undefined for those that are known. */
  readonly templates: () => Iterator<Candidate | undefined>;
  /** Journals a label; rejects when it is not durable. */
  readonly label: (candidate: Candidate, label: Label) => Promise<void>;
  readonly time: LabelTime;
  readonly log: Log;
  readonly meter?: Meter;
}

export interface LabelTime {
  /** Milliseconds since 1970. */
  now(): number;
  /** Rejects when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export interface LabellerState {
  readonly queue: number;
  readonly asked: number;
  readonly answered: number;
  readonly refused: number;
  readonly message: string;
}

/** Templates looked at between two breaths: some 3 ms, so that no line waits longer for it. */
const STEP = 300;
const BREATH_MS = 1000;
/** Waits after a call that failed, doubled from one to the next; a key or name that is refused stays so until somebody changes it. */
const TROUBLE = { firstMs: 10_000, mostMs: 30 * 60_000, refusedMs: 60 * 60_000 } as const;
/** A longer wait is cut into pieces, so that the queue stays fresh. */
const LONGEST_SLEEP_MS = 60_000;

/** One call to be made. */
interface Work {
  readonly candidates: readonly Candidate[];
  /** Why an earlier answer did not hold, one for each candidate: this is its repair. */
  readonly faults?: readonly string[];
}

export class Labeller {
  readonly #parts: LabellerParts;
  readonly #meter: Meter;
  readonly #queue = new LabelQueue();
  readonly #settled = new Settled();
  readonly #stopping = new AbortController();
  /** Repairs, and halves of what could not be answered as a whole: they come before the queue. */
  #works: readonly Work[] = [];
  #round: Iterator<Candidate | undefined> | undefined;
  #counts = { asked: 0, answered: 0, refused: 0 };
  #message = 'Waiting for templates.';
  #failures = 0;
  #notBeforeMs = 0;
  #running: Promise<void> | undefined;

  constructor(parts: LabellerParts) {
    this.#parts = parts;
    this.#meter = parts.meter ?? SILENT_METER;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Resolves when nothing of it runs any more; a call under way is broken off. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('The sidecar is stopping.'));
    await this.#running;
  }

  state(): LabellerState {
    return { queue: this.#queue.size, ...this.#counts, message: this.#message };
  }

  async #run(): Promise<void> {
    while (!this.#isStopping()) {
      try {
        await this.#sleep(await this.#turn());
      } catch (thrown) {
        if (this.#isStopping()) return;
        this.#parts.log.error('labelling failed; it goes on in a while', { reason: messageOf(thrown) });
        await this.#sleep(TROUBLE.mostMs).catch(() => undefined);
      }
    }
  }

  /** Looks on through the templates and asks at most once. How long to wait then, ms. */
  async #turn(): Promise<number> {
    await this.#look();
    this.#meter.set('presage_label_queue', {}, this.#queue.size);
    const now = this.#parts.time.now();
    if (now < this.#notBeforeMs) return this.#notBeforeMs - now;
    const [waiting = { candidates: this.#queue.next(now) }, ...rest] = this.#works;
    const [first] = waiting.candidates;
    if (first === undefined) {
      this.#message = 'Waiting for templates.';
      return BREATH_MS;
    }
    const leave = this.#parts.model.budget.take(first.tenant, 'classify');
    if (!leave.granted) {
      this.#message = leave.reason;
      return leave.retryAfterMs;
    }
    if (this.#works.length === 0) this.#counts.asked += waiting.candidates.length;
    this.#works = rest;
    await this.#ask(waiting, leave);
    return 0;
  }

  /** A step of the round through all templates; those that were asked about before get their label without a call. */
  async #look(): Promise<void> {
    this.#round ??= this.#parts.templates();
    const now = this.#parts.time.now();
    for (let step = 0; step < STEP; step++) {
      const next = this.#round.next();
      if (next.done === true) {
        this.#round = undefined;
        this.#queue.endRound();
        return;
      }
      if (next.value !== undefined) await this.#consider(next.value, now);
    }
  }

  async #consider(candidate: Candidate, now: number): Promise<void> {
    const id = idOf(candidate);
    if (!isWorthAsking(candidate, now) || this.#settled.has(id, now)) return;
    if (this.#queue.has(candidate)) {
      this.#queue.offer(candidate, now);
      return;
    }
    if (!this.#queue.wants(candidate, now)) return;
    const asked = this.#parts.asked.find(this.#keyOf(candidate), now);
    if (asked === undefined) this.#queue.offer(candidate, now);
    else if (asked.label === undefined) this.#settled.rest(id, asked.untilMs);
    else await this.#give(candidate, asked.label, 'recalled');
  }

  /** What does not hold is asked about once more; what then still does not is left alone for days. */
  async #ask(work: Work, leave: Leave): Promise<void> {
    const { classify: driver, redact } = this.#parts.model;
    const { candidates, faults } = work;
    this.#message = `Asking about ${candidates.length} templates.`;
    let said: Said;
    try {
      const signal = AbortSignal.any([this.#stopping.signal, leave.givesWay]);
      said = await askLabels({ driver, redact }, candidates, leave, signal, faults);
    } catch (thrown) {
      if (leave.givesWay.aborted && !this.#isStopping()) {
        this.#madeWay(work);
        return;
      }
      if (!(thrown instanceof ModelError)) throw thrown;
      this.#failed(thrown, work);
      return;
    }
    this.#failures = 0;
    const failed = await this.#take(said);
    const again = failed.map(({ candidate }) => candidate);
    if (faults !== undefined) this.#rest(again, 'refused');
    else if (again.length > 0) this.#first({ candidates: again, faults: failed.map(({ fault }) => fault) });
  }

  /** What still needs a word. */
  async #take(said: Said): Promise<Said['failed']> {
    const now = this.#parts.time.now();
    for (const { candidate, label } of said.labelled) {
      this.#parts.asked.keep(this.#keyOf(candidate), label, now);
      this.#counts.answered += 1;
      await this.#give(candidate, label, 'answered');
    }
    this.#rest(said.unsure, 'unsure');
    return said.failed;
  }

  /** A label that is not durable is given again in the next round, from what was kept. */
  async #give(candidate: Candidate, label: Label, outcome: 'answered' | 'recalled'): Promise<void> {
    this.#queue.remove([candidate]);
    try {
      await this.#parts.label(candidate, label);
      this.#settled.labelled(idOf(candidate), this.#parts.time.now());
      this.#meter.add('presage_labels_total', { outcome });
    } catch (thrown) {
      this.#parts.log.warn('a label is not kept yet; it comes again', { reason: messageOf(thrown) });
    }
  }

  #rest(candidates: readonly Candidate[], outcome: 'unsure' | 'refused'): void {
    const now = this.#parts.time.now();
    for (const candidate of candidates) {
      this.#parts.asked.rest(this.#keyOf(candidate), now);
      this.#settled.rest(idOf(candidate), now + COOL_DOWN_MS);
      this.#counts.refused += 1;
      this.#meter.add('presage_labels_total', { outcome });
    }
    this.#queue.remove(candidates);
  }

  #madeWay(work: Work): void {
    this.#message = 'Labelling made way for an explanation.';
    this.#notBeforeMs = this.#parts.time.now() + TROUBLE.firstMs;
    this.#first(work);
  }

  #failed(error: ModelError, work: Work): void {
    if (mayBeOne(error)) {
      this.#split(work, error);
      return;
    }
    this.#failures += 1;
    const waitMs = this.#waitAfter(error);
    this.#notBeforeMs = this.#parts.time.now() + waitMs;
    this.#message = error.message;
    this.#first(work);
    if (error.fault === 'busy') this.#parts.model.budget.pause('classify', waitMs, error.message);
    const waitSeconds = Math.round(waitMs / 1000);
    this.#parts.log.warn('the model did not label; it is asked again', {
      reason: error.message,
      waitSeconds,
    });
  }

  #waitAfter({ retryable, retryAfter = 0 }: ModelError): number {
    if (!retryable) return TROUBLE.refusedMs;
    const backOff = Math.min(TROUBLE.mostMs, TROUBLE.firstMs * 2 ** (this.#failures - 1));
    return Math.max(backOff, retryAfter * 1000);
  }

  /** The others are asked about without the one that cannot be. */
  #split({ candidates, faults }: Work, { message }: ModelError): void {
    if (candidates.length === 1) {
      this.#parts.log.info('a template got no answer', { reason: message });
      this.#rest(candidates, 'refused');
      return;
    }
    const half = Math.ceil(candidates.length / 2);
    const part = (from: number, to?: number): Work => ({
      candidates: candidates.slice(from, to),
      ...(faults === undefined ? {} : { faults: faults.slice(from, to) }),
    });
    this.#first(part(half));
    this.#first(part(0, half));
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  #first(work: Work): void {
    this.#works = [work, ...this.#works];
  }

  async #sleep(ms: number): Promise<void> {
    if (ms > 0) await this.#parts.time.sleep(Math.min(ms, LONGEST_SLEEP_MS), this.#stopping.signal);
  }

  #keyOf({ tenant, service, template }: Candidate): string {
    const { classify, redact } = this.#parts.model;
    return answerKey({
      purpose: 'classify',
      tenant,
      template,
      signature: service,
      promptVersion: LABEL_PROMPT_VERSION,
      model: classify.model,
      language: '',
      redact,
    });
  }
}

/** What may be the matter of one template, or of too many at once: a filter of the vendor, or a model that cannot read so much. */
function mayBeOne({ fault, status, message }: ModelError): boolean {
  if (fault === 'blocked' || fault === 'empty') return true;
  return (
    fault === 'refused' &&
    (status === 413 || (status === 400 && /context|too (?:long|large)|tokens/i.test(message)))
  );
}
