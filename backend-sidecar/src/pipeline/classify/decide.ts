import { CLASSES, SEVERITIES, type LogClass, type Severity } from '@presage/contract';
import type { Signature } from '../../../knowledge/signature.ts';
import type { Fact } from '../fact.ts';
import { CONFIDENCE } from './confidence.ts';
import type { Judgement } from './judgement.ts';
import type { Reading } from './reading.ts';
import { outweighsInfo, settle } from './settle.ts';
import type { Wording } from './wording.ts';

/** The verdict by authority: the worst of the signatures that match, else the explicit level, else the words; fields can make it worse. */
export function decide(
  matched: readonly Signature[],
  reading: Reading,
  level: Severity | undefined,
  fact?: Fact,
): Judgement {
  const judgement = judgementOf(matched, reading, level);
  const logClass = fact === undefined ? undefined : classOfFact(fact, reading, level);
  if (logClass === undefined || CLASSES.indexOf(logClass) >= CLASSES.indexOf(judgement.class))
    return judgement;
  const severity = worse(logClass === 'incident' ? 'error' : 'warning', judgement.severity);
  const { category } = judgement;
  return {
    class: logClass,
    severity,
    category,
    by: 'level',
    confidence: CONFIDENCE.fact,
    signature: undefined,
  };
}

/**
 * What a fact of the fields means. It speaks where the program has not: a level other than info is the program's own word.
 * What was coped with is a sign; so is trouble that the level says to be none, or that somebody else has.
 */
function classOfFact(fact: Fact, reading: Reading, level: Severity | undefined): LogClass | undefined {
  if (level !== undefined && level !== 'info') return undefined;
  if (fact === 'turned_away') return 'preventive_action';
  if (fact === 'failed') return reading.copes ? 'preventive_action' : 'incident';
  if (reading.soothes) return undefined;
  return level === 'info' || reading.copes || reading.softens ? 'preventive_action' : 'incident';
}

function judgementOf(
  matched: readonly Signature[],
  reading: Reading,
  level: Severity | undefined,
): Judgement {
  const [worst] = matched
    .filter((signature) => !isTalk(signature, level))
    .map((signature) => asHandled(signature, reading, level))
    .sort(worstFirst);
  if (worst !== undefined && !isContradicted(worst, level, reading.wording)) return bySignature(worst, level);
  const decision = level === undefined ? byWords(reading) : byLevel(level, reading);
  return { ...decision, category: reading.category, signature: undefined };
}

/** What programs can cope with, or what may break, told to developers only: docs/classes.md says that it is normal. What is broken for good is not talk. */
function isTalk({ class: logClass, handled }: Signature, level: Severity | undefined): boolean {
  if (level !== 'debug' && level !== 'trace') return false;
  return handled !== undefined || logClass === 'preventive_action';
}

/** A program that warns, or tells of another try, has coped with what would else be an incident. */
function asHandled(signature: Signature, reading: Reading, level: Severity | undefined): Signature {
  if (signature.handled === undefined) return signature;
  const isHandled = level === 'warning' || (reading.copes && !isHigh(level));
  return isHandled ? { ...signature, class: signature.handled, severity: 'warning' } : signature;
}

function worstFirst(a: Signature, b: Signature): number {
  return (
    CLASSES.indexOf(a.class) - CLASSES.indexOf(b.class) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)
  );
}

/**
 * A line worded as an error, and not logged as less, is no normal event, whatever harmless thing it mentions besides. Where a value
 * has decided, as a status of 200, it has been asked whether all went well.
 */
function isContradicted(
  { class: logClass, despite, match }: Signature,
  level: Severity | undefined,
  wording: Wording,
): boolean {
  if (logClass !== 'normal' || (wording !== 'fault' && wording !== 'grave')) return false;
  if (isHigh(level)) return despite !== 'level';
  return (level === undefined || level === 'info') && despite === undefined && match.when === undefined;
}

function isHigh(level: Severity | undefined): boolean {
  return level === 'critical' || level === 'error';
}

function bySignature(signature: Signature, level: Severity | undefined): Judgement {
  return {
    class: signature.class,
    severity: signature.class === 'normal' ? (level ?? signature.severity) : worse(signature.severity, level),
    category: signature.category,
    by: 'signature',
    confidence: CONFIDENCE.signature,
    signature: signature.id,
  };
}

function worse(severity: Severity, level: Severity | undefined): Severity {
  if (level === undefined) return severity;
  return SEVERITIES.indexOf(level) < SEVERITIES.indexOf(severity) ? level : severity;
}

type Decision = Omit<Judgement, 'category' | 'signature'>;

/**
 * What words mean that stand alone. `default` = the model abstains: no known word of trouble, and no class that it is sure of.
 */
function byWords(reading: Reading): Decision {
  const { class: logClass, share } = settle(reading.opinion, reading.wording);
  const abstains = logClass === 'normal' && reading.wording === 'none' && share < SURE_SHARE;
  return {
    class: logClass,
    severity: severityOf(logClass, reading),
    by: abstains ? 'default' : 'model',
    confidence: reading.confidenceOf(logClass, share),
  };
}

/** From this share of "normal" on the model has said it; below, it has only said nothing else. */
const SURE_SHARE = 0.75;

function severityOf(logClass: LogClass, { wording, opinion: { severity } }: Reading): Severity {
  if (logClass === 'preventive_action') return 'warning';
  if (logClass === 'normal') return severity.debug > severity.info ? 'debug' : 'info';
  return wording === 'grave' || severity.critical > severity.error ? 'critical' : 'error';
}

/**
 * What a level means with the words. A warning is somebody's wish to be looked at, whatever its words. Debug and trace
 * lines are a developer's talk about trouble, not trouble. Trouble told at level info was coped with.
 */
function byLevel(level: Severity, reading: Reading): Decision {
  const said = (logClass: LogClass, confidence: number): Decision => ({
    class: logClass,
    severity: level,
    by: 'level',
    confidence,
  });
  if (isHigh(level)) return said('incident', CONFIDENCE.levelHigh);
  if (level === 'warning') {
    const isWorded = reading.wording !== 'none';
    return said('preventive_action', isWorded ? CONFIDENCE.levelWithWords : CONFIDENCE.levelAlone);
  }
  if (level !== 'info' || !outweighsInfo(reading.opinion, reading.wording))
    return said('normal', CONFIDENCE.levelLow);
  return {
    class: 'preventive_action',
    severity: 'warning',
    by: 'model',
    confidence: CONFIDENCE.wordsCaution,
  };
}
