import { CLASSES, SEVERITIES, type LogClass, type Severity } from '@presage/contract';
import type { Signature } from '../../../knowledge/signature.ts';
import { categoryOf } from './category.ts';
import { CONFIDENCE } from './confidence.ts';
import type { Judgement } from './judgement.ts';
import type { Words } from './words.ts';
import { wordingOf, type Wording } from './wording.ts';

/** The verdict by authority: the worst of the signatures that match, else the explicit level, else the wording. */
export function decide(matched: readonly Signature[], words: Words, level: Severity | undefined): Judgement {
  const [worst] = [...matched].sort(worstFirst);
  const wording = wordingOf(words);
  if (worst !== undefined && !isContradicted(worst, level, wording)) return bySignature(worst, level);
  return byLevelOrWords(words, wording, level);
}

function worstFirst(a: Signature, b: Signature): number {
  return (
    CLASSES.indexOf(a.class) - CLASSES.indexOf(b.class) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)
  );
}

/** A line logged as an error and worded as one is no normal event, whatever harmless thing it mentions besides. */
function isContradicted(signature: Signature, level: Severity | undefined, wording: Wording): boolean {
  return signature.class === 'normal' && isHigh(level) && (wording === 'fault' || wording === 'grave');
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

function byLevelOrWords(words: Words, wording: Wording, level: Severity | undefined): Judgement {
  const decision = level === undefined ? BY_WORDING[wording] : byLevel(level, wording);
  return { ...decision, category: categoryOf(words, decision.class), signature: undefined };
}

type Decision = Omit<Judgement, 'category' | 'signature'>;

const BY_WORDING: Readonly<Record<Wording, Decision>> = {
  grave: { class: 'incident', severity: 'critical', by: 'model', confidence: CONFIDENCE.wordsFault },
  fault: { class: 'incident', severity: 'error', by: 'model', confidence: CONFIDENCE.wordsFault },
  caution: {
    class: 'preventive_action',
    severity: 'warning',
    by: 'model',
    confidence: CONFIDENCE.wordsCaution,
  },
  none: { class: 'normal', severity: 'info', by: 'default', confidence: CONFIDENCE.nothing },
};

/**
 * What a level means with a wording. A warning is somebody's wish to be looked at, whatever its words. Debug and trace
 * lines are a developer's talk about trouble, not trouble. Trouble told at level info was coped with.
 */
function byLevel(level: Severity, wording: Wording): Decision {
  const said = (logClass: LogClass, confidence: number): Decision => ({
    class: logClass,
    severity: level,
    by: 'level',
    confidence,
  });
  if (isHigh(level)) return said('incident', CONFIDENCE.levelHigh);
  if (level === 'warning') {
    return said('preventive_action', wording === 'none' ? CONFIDENCE.levelAlone : CONFIDENCE.levelWithWords);
  }
  if (wording === 'none' || level !== 'info') return said('normal', CONFIDENCE.levelLow);
  return {
    class: 'preventive_action',
    severity: 'warning',
    by: 'model',
    confidence: CONFIDENCE.wordsCaution,
  };
}
