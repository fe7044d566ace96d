import type { Signals } from '@presage/contract';
import type { Line } from '../line.ts';
import { isAttack } from './causes.ts';
import type { Findings } from './findings.ts';
import { surroundingsOf } from './surroundings.ts';
import { clockOf, quoted, sentence, spanOf, told, unended } from './wording.ts';

/** Sentences after the headline. */
const MOST = 2;
/** Characters of a line that must speak for itself. */
const ALONE = 200;
/** Characters of the line beside a meaning, which says more. */
const BESIDE_MEANING = 100;

/** A headline, then what matters most of how it went on and how often; causes, evidence and steps repeat none of it. */
export function happened(findings: Findings, signals: Signals = {}): string {
  const { target } = findings;
  if (target.logClass === 'normal') return normal(findings);
  const rest = [
    recovered(findings),
    howOften(findings),
    findings.role !== 'origin' && findings.antecedents.length === 0 ? surroundingsOf(target, signals) : '',
    followed(findings),
  ].filter((text) => text !== '');
  const standing = signals.standing?.corrected === true ? ['A person has set the class of such lines.'] : [];
  return [headline(findings), ...rest.slice(0, MOST), ...standing].join(' ');
}

function headline({ target }: Findings): string {
  const at = [target.service, clockOf(target.timeMs)].filter((part) => part !== '').join(', ');
  if (target.signature === undefined) return `${at}: ${quoted(target, ALONE)}.`;
  return `${sentence(target.signature.meaning)} ${at}: ${quoted(target, BESIDE_MEANING)}.`;
}

const SUCCESS =
  /\b(ok|success\w*|succeeded|completed?|done|passed|delivered|healthy|ready|started)\b|(error\w*|err|failed|failures?|status)[=: ]+(0x)?0+\b|=(none|false)\b/i;

function normal({ target, changes: [change] }: Findings): string {
  const meaning = target.signature?.class === 'normal' ? ` ${unended(target.signature.meaning)}:` : '';
  const why = SUCCESS.test(target.message) ? 'that reports success and no error' : 'that reports no failure';
  const goesWith = change === undefined ? '' : ` It goes with a change in ${change.service} (${change.id}).`;
  return `Nothing to do: this is a normal, routine line ${why}.${meaning} ${quoted(target, BESIDE_MEANING)}.${goesWith}`;
}

function recovered(findings: Findings): string {
  const { target, recovery } = findings;
  if (recovery === undefined) return '';
  if (isAttack(findings)) return `Then somebody got in from there (${recovery.id}).`;
  const span = spanOf(recovery.timeMs - target.timeMs);
  return `It was transient: it succeeded again ${span} later (${recovery.id}).`;
}

/** Counts of the kind of line say more than those of the lines at hand, unless these name an address. */
function howOften(findings: Findings): string {
  const repetition = repeated(findings);
  return findings.repetition?.source === undefined ? novel(findings) || repetition : repetition;
}

/** A kind of line counts as new for so long, ms. */
const NEW_MS = 15 * 60_000;
/** So many times the earlier rate is a jump; the windows are 15 and 45 minutes. */
const JUMP = 3;
const FEWEST = 6;

function novel({ novelty, target, repetition }: Findings): string {
  if (novelty === undefined) return '';
  const { firstSeenMs, recent, earlier } = novelty;
  // A kind is first seen when its line arrives, which may be long after the time of the line.
  const first = Math.min(firstSeenMs ?? NaN, repetition?.lines[0]?.timeMs ?? Infinity);
  const age = earlier > 0 ? NaN : target.timeMs - first;
  if (age < 1000) return 'Lines of this kind are new: this is among the first.';
  if (age <= NEW_MS) return `Lines of this kind are new: the first came ${spanOf(age)} before.`;
  if (earlier === 0 || recent < FEWEST || recent <= JUMP * (earlier / 3)) return '';
  return `Such lines became more frequent: ${recent} in the last 15 min, ${earlier} in the 45 min before.`;
}

/** Several kinds of lines may tell of one failure, once each: a link, its protocol, its neighbour. */
function isSaidAgain({ templateId }: Line, target: Line): boolean {
  return templateId === '' || target.templateId === '' || templateId === target.templateId;
}

/** Two lines may be one event told twice. */
const FEWEST_REPEATED = 3;

/** The lines at hand are a part of what is stored: where the store knows of more, its count is told. */
function repeated({ target, repetition, novelty }: Findings): string {
  if (repetition === undefined) return '';
  const { source } = repetition;
  const lines =
    source === undefined ? repetition.lines.filter((one) => isSaidAgain(one, target)) : repetition.lines;
  const [first] = lines;
  const last = lines.at(-1);
  if (first === undefined || last === undefined) return '';
  if (lines.length < FEWEST_REPEATED) return '';
  const stored = novelty?.recent ?? 0;
  const isPart = stored > lines.length;
  if (isPart && source === undefined) return `Repeated: ${stored} such lines in the last 15 min.`;
  const from = source === undefined ? '' : `, all with the address ${source}`;
  return `Repeated: ${isPart ? 'at least ' : ''}${lines.length} such lines in ${spanOf(last.timeMs - first.timeMs)}${from}.`;
}

function followed({ consequences: [next] }: Findings): string {
  return next === undefined ? '' : `Then ${told(next, BESIDE_MEANING)} (${next.id}).`;
}
