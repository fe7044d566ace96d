/**
 * In: a line and what was gathered around it. Out: an answer drawn from these lines and the signatures alone: the first bad event
 * before the line, what changed, what the line itself is known to mean. Pure, keyless, linear in the lines but for the trends;
 * says "not enough in these lines" rather than guess, and invents nothing for a normal line.
 */
import type { Answer } from '@presage/contract';
import type { Gathered, Line } from '../line.ts';
import { BREAK_IN, breakInOf } from './break-in.ts';
import { causesOf, isAttack, isUnexplained, isVague, type Cause } from './causes.ts';
import { findingsOf, type Findings } from './findings.ts';
import { happened } from './happened.ts';
import { stepsOf, subjectOf } from './steps.ts';
import { runbookEvidence, runbookSteps } from './surroundings.ts';

const MOST_EVIDENCE = 8;
/** Of the same line again; the count is told. */
const MOST_SAME = 2;

export interface RulesAnswer {
  readonly answer: Answer;
  /** 0…1: the best cause's, less when the kind of line is unknown. */
  readonly confidence: number;
  /** Why the class is not the line's own. */
  readonly classReason: string | undefined;
}

export function answerByRules(gathered: Gathered): RulesAnswer {
  const findings = findingsOf(gathered);
  const { target } = findings;
  const { signals } = gathered.context;
  const breakIn = breakInOf(findings);
  if (breakIn !== undefined)
    return { answer: breakIn, confidence: UNDERSTOOD.bySignature, classReason: BREAK_IN };
  const isNormal = target.logClass === 'normal';
  const causes = isNormal ? [] : withUnknown(findings, causesOf(findings));
  const answer: Answer = {
    evidence: [...evidenceOf(findings, causes), ...runbookEvidence(signals)],
    what_happened: happened(findings, signals),
    likely_causes: causes.map(({ text, lines, confidence }) => ({
      text,
      evidence_ids: [...new Set(lines.map(({ id }) => id))],
      confidence,
    })),
    unknowns: isNormal ? [] : unknownsOf(findings, causes),
    remediation: [...runbookSteps(signals), ...stepsOf(findings, target.logClass)],
    related_event_ids: relatedOf(findings),
    log_class: isRaised(findings) ? 'incident' : target.logClass,
  };
  const classReason = isRaised(findings) ? RAISED : undefined;
  return { answer, confidence: confidenceOf(findings, causes), classReason };
}

const RAISED =
  'Lines of this kind are preventive actions; this one is an error, and nothing shows that it went well again.';

/** What such lines mean in general gives way to a level of error in these lines; a person's word never does. */
function isRaised({ target: { logClass, severity, by }, recovery }: Findings): boolean {
  const isError = severity === 'error' || severity === 'critical';
  return logClass === 'preventive_action' && isError && by !== 'human' && recovery === undefined;
}

/** When nothing in the lines is behind it, that is the answer, in the first place; what was being done may follow. */
function withUnknown(findings: Findings, causes: readonly Cause[]): readonly Cause[] {
  const { target, hint } = findings;
  // What is usual with such lines is no reason where somebody else did not answer, but worth a look.
  const telling = isUnexplained(findings) ? causes.filter(({ isUsual }) => isUsual !== true) : causes;
  if (telling.some(({ lines }) => lines.some((line) => line !== hint))) return causes;
  const text = 'The cause is not in these lines: this one says what failed or ended, not why.';
  const unknown = { text, lines: [target], why: NOT_WHY, confidence: 0.2 };
  return [unknown, ...causes.map((cause) => ({ ...cause, confidence: Math.min(cause.confidence, HINTED) }))];
}

function unknownsOf(findings: Findings, causes: readonly Cause[]): string[] {
  const { target, antecedents, changes } = findings;
  const isAlone = antecedents.length === 0 && changes.length === 0;
  const whyUnsaid = isAlone && (isVague(findings) || isUnexplained(findings));
  return [
    ...(whyUnsaid ? [`What ${subjectOf(target)} met or printed before it: these lines do not say.`] : []),
    ...(isAlone && !whyUnsaid && causes.length > 0 ? ['What led to it: no earlier line is tied to it.'] : []),
    ...(target.signature === undefined ? ['No signature knows this line; only its words were read.'] : []),
  ];
}

/** What stood just before it, when that is all there is. */
const HINTED = 0.15;

const TARGET = 'The explained line';
const NOT_WHY = 'Says that it failed, not why';

/** Why each line is cited: its part in the answer, never the answer's words again. */
function evidenceOf(findings: Findings, causes: readonly Cause[]): Answer['evidence'] {
  const { target, recovery, changes, consequences } = findings;
  const isNormal = target.logClass === 'normal';
  const repetition = isNormal ? [] : (findings.repetition?.lines ?? []);
  const why = new Map<string, string>([[target.id, TARGET]]);
  const add = (line: Line, text: string): void => {
    if (!why.has(line.id)) why.set(line.id, text);
  };
  for (const { lines, why: text } of causes) for (const line of lines) add(line, text);
  if (isNormal) {
    if (changes[0] !== undefined) add(changes[0], 'A change that it goes with');
    return asEvidence(why);
  }
  if (recovery !== undefined) add(recovery, isAttack(findings) ? 'Got in here' : 'It worked again here');
  for (const line of nearest(repetition, target)
    .filter(({ id }) => !why.has(id))
    .slice(0, MOST_SAME))
    add(line, 'The same again');
  if (consequences[0] !== undefined) add(consequences[0], 'Followed it');
  return asEvidence(why);
}

function asEvidence(why: ReadonlyMap<string, string>): Answer['evidence'] {
  return Array.from(why, ([id, text]) => ({ id, why: text })).slice(0, MOST_EVIDENCE);
}

/** An hour earlier it may have been another trouble. */
function nearest(lines: readonly Line[], { timeMs }: Line): readonly Line[] {
  return [...lines].sort((a, b) => Math.abs(a.timeMs - timeMs) - Math.abs(b.timeMs - timeMs));
}

/** Of one kind so many are told; the next kind says more than one more. */
const MOST_OF_KIND = 3;
const MOST_RELATED = 20;

function relatedOf({ target, antecedents, consequences }: Findings): string[] {
  if (target.logClass === 'normal') return [];
  const lines = [...new Set([...antecedents.map(({ line }) => line), ...consequences])];
  const kinds = [
    ...Map.groupBy(lines, ({ service, templateId, id }) => `${service} ${templateId || id}`).values(),
  ];
  const told = new Set(kinds.flatMap((ofKind) => ofKind.slice(0, MOST_OF_KIND)));
  return lines
    .filter((line) => told.has(line) && line.eventId !== '' && line !== target)
    .slice(0, MOST_RELATED)
    .map(({ eventId }) => eventId);
}

/** How well the line itself is understood when nothing around it explains it. */
const UNDERSTOOD = { bySignature: 0.7, byWords: 0.6 };

function confidenceOf(findings: Findings, causes: readonly Cause[]): number {
  const { target } = findings;
  const isKnown = target.signature !== undefined;
  if (target.logClass === 'normal') return isKnown ? 0.9 : 0.7;
  const own = isVague(findings) ? 0.2 : isKnown ? UNDERSTOOD.bySignature : UNDERSTOOD.byWords;
  const best = Math.max(own, ...causes.map(({ confidence }) => confidence));
  return Math.round(best * (isKnown ? 1 : 0.8) * 100) / 100;
}
