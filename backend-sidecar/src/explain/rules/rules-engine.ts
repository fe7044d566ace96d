/**
 * In: a line and what was gathered around it. Out: an answer drawn from these lines and the signatures alone: the first bad event
 * before the line, what changed, what the line itself is known to mean. Pure, keyless, linear in the lines but for the trends;
 * says "not enough in these lines" rather than guess, and invents nothing for a normal line.
 */
import type { Answer } from '@presage/contract';
import { gistOf } from '../gist.ts';
import type { Gathered, Line } from '../line.ts';
import { causesOf, isVague, type Cause } from './causes.ts';
import { findingsOf, type Findings } from './findings.ts';
import { happened } from './happened.ts';
import { stepsOf } from './steps.ts';
import { runbookEvidence, runbookSteps, surroundingsOf } from './surroundings.ts';

const MOST_EVIDENCE = 10;
const MOST_STEPS = 5;

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
  const isNormal = target.logClass === 'normal';
  const causes = isNormal ? [] : withUnknown(findings, causesOf(findings));
  const answer: Answer = {
    evidence: [...evidenceOf(findings, causes), ...runbookEvidence(signals)],
    what_happened: [happened(findings), ...(isNormal ? [] : surroundingsOf(target, signals))].join(' '),
    likely_causes: causes.map(({ text, lines, confidence }) => ({
      text,
      evidence_ids: [...new Set(lines.map(({ id }) => id))],
      confidence,
    })),
    unknowns: isNormal ? [] : unknownsOf(findings, causes),
    remediation: [...runbookSteps(signals), ...stepsOf(findings, target.logClass)].slice(0, MOST_STEPS),
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
  if (causes.some(({ lines }) => lines.some((line) => line !== hint))) return causes;
  const unknown = {
    text: 'The cause is not in these lines: the line says that it ended or failed, not why, and nothing before it explains it.',
    lines: [target],
    confidence: 0.2,
  };
  return [unknown, ...causes];
}

function unknownsOf(findings: Findings, causes: readonly Cause[]): string[] {
  const { target, antecedents, changes } = findings;
  const unknowns: string[] = [];
  if (isVague(findings) && antecedents.length === 0)
    unknowns.push('Why it happened: these lines do not say.');
  if (target.signature === undefined)
    unknowns.push('No known signature fits this line; only its words were read.');
  if (antecedents.length === 0 && changes.length === 0 && causes.length > 0)
    unknowns.push('What led to it: no earlier trouble or change in these lines has to do with it.');
  return unknowns;
}

function evidenceOf(findings: Findings, causes: readonly Cause[]): Answer['evidence'] {
  const { target, recovery, changes } = findings;
  const isNormal = target.logClass === 'normal';
  const repetition = isNormal ? undefined : findings.repetition;
  const why = new Map<string, string>([
    [target.id, `The explained line: ${gistOf(target.message).slice(0, 80)}`],
  ]);
  const add = (line: Line, text: string): void => {
    if (!why.has(line.id)) why.set(line.id, text);
  };
  for (const { lines, text } of causes) for (const line of lines) add(line, text.slice(0, 120));
  if (isNormal && changes[0] !== undefined) add(changes[0], 'A change that it goes with');
  if (recovery !== undefined) add(recovery, 'It worked again here');
  for (const line of repetition?.lines.slice(0, 6) ?? []) add(line, 'The same again');
  return Array.from(why, ([id, text]) => ({ id, why: text })).slice(0, MOST_EVIDENCE);
}

function relatedOf({ target, antecedents, consequences }: Findings): string[] {
  if (target.logClass === 'normal') return [];
  const ids = [...antecedents.map(({ line }) => line), ...consequences].map(({ eventId }) => eventId);
  return [...new Set(ids)].filter((id) => id !== '' && id !== target.eventId).slice(0, 20);
}

function confidenceOf({ target }: Findings, causes: readonly Cause[]): number {
  if (target.logClass === 'normal') return target.signature === undefined ? 0.7 : 0.9;
  const best = Math.max(0.2, ...causes.map(({ confidence }) => confidence));
  return Math.round(best * (target.signature === undefined ? 0.8 : 1) * 100) / 100;
}
