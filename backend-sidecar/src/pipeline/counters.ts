import { CLASSES, SEVERITIES, type LogClass, type Severity } from '@presage/contract';
import type { Sample } from './verdict.ts';

const CASES = CLASSES.flatMap((logClass) => SEVERITIES.map((severity) => ({ class: logClass, severity })));

/** The number of the counter for lines of a class and severity. */
export function caseOf(logClass: LogClass, severity: Severity): number {
  return CLASSES.indexOf(logClass) * SEVERITIES.length + SEVERITIES.indexOf(severity);
}

/** The lines of one service by class and severity, since it was first seen: never reset, also not by a restart. */
export class Counters {
  readonly #counts = new Float64Array(CASES.length);
  readonly #labels: readonly Sample['labels'][];

  constructor(service: string, instance: string) {
    this.#labels = CASES.map((words) => Object.freeze({ service, ...words, instance, job: 'presage' }));
  }

  add(lineCase: number): void {
    (this.#counts[lineCase] as number)++;
  }

  samples(timeMs: number): Sample[] {
    const samples: Sample[] = [];
    this.#labels.forEach((labels, lineCase) => {
      const value = this.#counts[lineCase] as number;
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
