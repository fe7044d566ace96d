import type { LogClass, Severity } from '@presage/contract';

/** A template that a model may be asked about. */
export interface Candidate {
  readonly tenant: string;
  readonly service: string;
  readonly templateId: string;
  /** The constant words, `<*>` where lines differ. */
  readonly template: string;
  /** Its first lines, raw. */
  readonly samples: readonly string[];
  readonly lines: number;
  /** What its lines are taken for so far. */
  readonly class: LogClass;
  readonly severity: Severity;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
}

export function idOf({ tenant, service, templateId }: Candidate): string {
  return `${tenant}\0${service}\0${templateId}`;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Lines before a template is worth a call: what came once may never come again, … */
const ENOUGH_LINES = 5;
/** … but what sounds like trouble is looked at sooner. */
const ENOUGH_OF_TROUBLE = 2;

/** Whether it comes often enough to be asked about, and still comes. */
export function isWorthAsking(candidate: Candidate, nowMs: number): boolean {
  const enough = candidate.class === 'normal' ? ENOUGH_LINES : ENOUGH_OF_TROUBLE;
  return candidate.lines >= enough && nowMs - candidate.lastSeenMs < DAY_MS && saysSomething(candidate);
}

/** Without a constant word a template is no kind of line, and one label would be for all kinds. */
function saysSomething({ template }: Candidate): boolean {
  return /\p{L}{3}/u.test(template.replaceAll('<*>', ' '));
}

const WEIGHT: Readonly<Record<Severity, number>> = {
  critical: 8,
  error: 6,
  warning: 4,
  info: 2,
  debug: 1,
  trace: 1,
};

/** Severity × rate × novelty: rate by its logarithm; what is new counts twice, and half of that is gone in a day. */
export function priorityOf({ severity, lines, firstSeenMs, lastSeenMs }: Candidate, nowMs: number): number {
  const hours = Math.max(lastSeenMs - firstSeenMs, HOUR_MS / 12) / HOUR_MS;
  const rate = Math.log2(2 + lines / hours);
  const novelty = 1 + 2 ** -(Math.max(0, nowMs - firstSeenMs) / DAY_MS);
  return WEIGHT[severity] * rate * novelty;
}
