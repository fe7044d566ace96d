import { CLASSES, type Answer, type LogClass } from '@presage/contract';
import type { Line } from '../line.ts';
import type { Grounded } from './grounded.ts';

/** `incident` first: the order of CLASSES is from worst to best. */
function worst(a: LogClass, b: LogClass): LogClass {
  return CLASSES.indexOf(a) <= CLASSES.indexOf(b) ? a : b;
}

export interface ClassJudgement {
  readonly logClass: LogClass;
  /** Why it is not the model's. */
  readonly reason: string | undefined;
}

/**
 * The class by authority, `own` being what the rules say of the line in its surroundings: a person's stands; what a signature or a level decided, and any level of error or worse, may be
 * raised by a model and never lowered; only what the small model or nothing decided may be lowered.
 */
export function classOf(target: Line, own: LogClass, said: LogClass): ClassJudgement {
  if (said === own) return { logClass: own, reason: undefined };
  if (target.by === 'human')
    return { logClass: own, reason: `The model says ${said}; a person has set the class.` };
  const logClass = mayLower(target) ? said : worst(own, said);
  if (logClass === said) return { logClass, reason: undefined };
  return { logClass, reason: `The model says ${said}; ${ground(target)} stands above it.` };
}

function mayLower({ by, severity, signature }: Line): boolean {
  if (signature !== undefined || severity === 'error' || severity === 'critical') return false;
  return by === 'model' || by === 'default' || by === 'llm';
}

function ground({ signature, severity }: Line): string {
  if (signature !== undefined) return 'a known failure';
  return severity === 'error' || severity === 'critical'
    ? 'the level of the line'
    : 'what decided it on arrival';
}

const WEIGHTS = { agreement: 0.35, evidence: 0.25, familiarity: 0.2, own: 0.2 };
/** Seen so often, a kind of line is known in its service. */
const FAMILIAR = 20;

/**
 * 0…0.95, ours: whether the rules found the same, how much was cited, how well the kind of line is known, and last what the
 * model says of itself. An answer whose class did not stand is worth less.
 */
export function confidenceOf(
  target: Line,
  answer: Grounded,
  rules: Answer,
  facts: { readonly seen: number; readonly overruled: boolean },
): number {
  const cited = new Set([
    ...answer.evidence.map(({ id }) => id),
    ...answer.likely_causes.flatMap(({ evidence_ids: ids }) => ids),
  ]);
  const seen = facts.seen >= FAMILIAR ? 0.6 : 0.2;
  const parts = {
    agreement: agreement(target, answer, rules),
    evidence: Math.min(1, cited.size / 3),
    familiarity: target.signature === undefined ? seen : 1,
    own: Math.max(0, ...answer.likely_causes.map(({ confidence }) => confidence)),
  };
  const sum = (Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[]).reduce(
    (total, name) => total + WEIGHTS[name] * parts[name],
    0,
  );
  const whole = 0.1 + 0.85 * sum - (facts.overruled ? 0.2 : 0);
  return Math.round(Math.max(0.05, whole) * 100) / 100;
}

/** 1 = the first causes rest on a common line besides the explained one, or neither names one; 0.5 = only on the line itself. */
function agreement(target: Line, answer: Grounded, rules: Answer): number {
  const [mine] = rules.likely_causes;
  const [theirs] = answer.likely_causes;
  if (mine === undefined || theirs === undefined) return mine === theirs ? 1 : 0;
  const common = theirs.evidence_ids.filter((id) => mine.evidence_ids.includes(id));
  if (common.some((id) => id !== target.id)) return 1;
  return common.length > 0 ? 0.5 : 0;
}
