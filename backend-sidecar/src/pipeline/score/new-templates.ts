import type { LogClass, Severity } from '@presage/contract';
import type { BucketScore } from './bucket-score.ts';
import type { ScoreSettings } from './settings.ts';

/** How often a service says something it never said before. */
export interface NewTemplatesState {
  /** Expected new templates per bucket. */
  rate: number;
  /** … and of those, what needs action. */
  actionRate: number;
  /** Score of the last bucket, from which the next one decays. */
  last: number;
  /** Live lines seen, up to the warm-up's number. */
  lines: number;
  /** Arrival of the first live line, ms; -1 = none yet. */
  since: number;
  /** Until when new normal templates are expected (after a deployment), ms. */
  quietUntil: number;
  /** Of the open bucket: new templates by class [incident, preventive_action, normal], and their greatest weight. */
  readonly fresh: [number, number, number];
  worst: number;
}

export function createNewTemplates(): NewTemplatesState {
  return { rate: 0, actionRate: 0, last: 0, lines: 0, since: -1, quietUntil: -1, fresh: [0, 0, 0], worst: 0 };
}

/** Score of one line of a template never seen before: what an on-call person would want to know at once is above 1. */
const WEIGHT: Readonly<Record<Severity, number>> = {
  critical: 2,
  error: 1.5,
  warning: 1.1,
  info: 0.7,
  debug: 0.5,
  trace: 0.4,
};
const LEAST: Readonly<Record<LogClass, number>> = { incident: 1.5, preventive_action: 1.1, normal: 0 };
const PLACE: Readonly<Record<LogClass, 0 | 1 | 2>> = { incident: 0, preventive_action: 1, normal: 2 };

/** Weight of the newest bucket in the expected rate: the mean of about an hour. */
const RATE_WEIGHT = 1 / 360;
/** A bucket's score halves in about five buckets. */
const DECAY = 0.87;
/** New templates of one class and bucket that count in full; more are one burst. */
const BURST = 3;

/** A live line arrived. */
export function countLine(state: NewTemplatesState, arrivalMs: number): void {
  state.lines++;
  if (state.since < 0) state.since = arrivalMs;
}

/** Score of a line whose template is new; 0 while the service is being learnt. */
export function scoreNewTemplate(
  state: NewTemplatesState,
  severity: Severity,
  logClass: LogClass,
  arrivalMs: number,
  settings: ScoreSettings,
): number {
  const place = PLACE[logClass];
  const before = state.fresh[place]++;
  if (!warm(state, arrivalMs, settings)) return 0;
  if (logClass === 'normal' && arrivalMs < state.quietUntil) return 0;
  const burst = before < BURST ? 1 : Math.sqrt(BURST / (before + 1));
  const weight =
    (Math.max(WEIGHT[severity], LEAST[logClass]) * burst) /
    usualness(logClass === 'normal' ? state.rate : state.actionRate);
  if (weight > state.worst) state.worst = weight;
  return weight;
}

function warm(state: NewTemplatesState, nowMs: number, settings: ScoreSettings): boolean {
  return state.lines > settings.newTemplateWarmupLines || nowMs - state.since >= settings.newTemplateWarmupMs;
}

/** New templates per bucket that are no habit yet: one in eight minutes. */
const NO_HABIT = 0.02;

/**
 * A service that says something new all the time says less by it: one new template in 140 s halves the weight. What needs
 * action is compared with what needed action, so that a talkative service is not deaf to its first warning.
 */
function usualness(rate: number): number {
  return 1 + 20 * Math.max(0, rate - NO_HABIT);
}

/** Closes the bucket: the worst new template, a little more for a burst, fading over the next buckets. */
export function scoreNewTemplates(state: NewTemplatesState): BucketScore {
  const count = state.fresh[0] + state.fresh[1] + state.fresh[2];
  const burst = state.worst === 0 ? 0 : state.worst * (1 + 0.1 * Math.log(Math.max(1, count)));
  const faded = state.last * DECAY;
  const score = Math.max(burst, faded < 0.05 ? 0 : faded);
  const result = { for: 'new_templates', score, y: count, yhat: state.rate, lower: 0 } as const;
  const upper = state.rate + usualness(state.rate);
  const action = Math.min(state.fresh[0] + state.fresh[1], 10);
  state.actionRate += RATE_WEIGHT * (action - state.actionRate);
  state.rate += RATE_WEIGHT * (Math.min(count, 10) - state.rate);
  state.last = score;
  state.fresh.fill(0);
  state.worst = 0;
  return { ...result, upper };
}
