import { BUCKET_MS, CLASSES, SEVERITIES, type LogClass, type Severity } from '@presage/contract';
import type { Sample } from './verdict.ts';

const CASES = CLASSES.flatMap((logClass) => SEVERITIES.map((severity) => ({ class: logClass, severity })));

/** The number of the counter for lines of a class and severity. */
export function caseOf(logClass: LogClass, severity: Severity): number {
  return CLASSES.indexOf(logClass) * SEVERITIES.length + SEVERITIES.indexOf(severity);
}

/** Counts as save gave them, before a service logged again. */
export interface Waking {
  readonly timeMs: number;
  readonly counts: readonly number[];
}

/** The lines of one service by class and severity, since it was first seen: never reset, also not by a restart. */
export class Counters {
  readonly #counts = new Float64Array(CASES.length);
  readonly #labels: readonly Sample['labels'][];
  /** Part of the state, until it is told. */
  waking: Waking | undefined;

  constructor(service: string, instance: string) {
    this.#labels = CASES.map((words) => Object.freeze({ service, ...words, instance, job: 'presage' }));
  }

  add(lineCase: number): void {
    (this.#counts[lineCase] as number)++;
  }

  /**
   * The service logs again after a silence: what it had counted is told before its new lines are, at the time of the last
   * bucket without them. After days without a sample a reader would take all of a counter for what it grew by.
   */
  wake(arrivalMs: number): void {
    const timeMs = Math.floor(arrivalMs / BUCKET_MS) * BUCKET_MS - BUCKET_MS;
    this.waking ??= { timeMs, counts: this.save() };
  }

  /** The counts at a bucket's end, after those of waking. */
  samples(timeMs: number): Sample[] {
    const woken = this.waking === undefined ? [] : this.#samplesOf(this.waking.counts, this.waking.timeMs);
    this.waking = undefined;
    return [...woken, ...this.#samplesOf(this.#counts, timeMs)];
  }

  #samplesOf(counts: ArrayLike<number>, timeMs: number): Sample[] {
    const samples: Sample[] = [];
    this.#labels.forEach((labels, lineCase) => {
      const value = counts[lineCase] as number;
      if (value > 0) samples.push({ name: 'presage_log_lines_total', labels, value, timeMs });
    });
    return samples;
  }

  save(): number[] {
    return [...this.#counts];
  }

  restore(counts: readonly number[]): void {
    this.#counts.set(counts.slice(0, CASES.length));
  }
}
