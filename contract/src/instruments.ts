import type { MetricName } from './metrics.ts';

/** Counts and measures, by the names of the metric table. Never throws. */
export interface Meter {
  /** Adds to a counter. */
  add(name: MetricName, labels: Readonly<Record<string, string>>, amount?: number): void;
  /** Sets a gauge. */
  set(name: MetricName, labels: Readonly<Record<string, string>>, value: number): void;
  /** Records one observation of a histogram, in the metric's unit. */
  observe(name: MetricName, labels: Readonly<Record<string, string>>, value: number): void;
}

/** Structured log. Facts carry no secret and no raw line of a user. Never throws. */
export interface Log {
  debug(message: string, facts?: Readonly<Record<string, unknown>>): void;
  info(message: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void;
  error(message: string, facts?: Readonly<Record<string, unknown>>): void;
}

export const SILENT_METER: Meter = { add: () => undefined, set: () => undefined, observe: () => undefined };
export const SILENT_LOG: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
