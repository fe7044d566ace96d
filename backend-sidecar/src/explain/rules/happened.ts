import type { Findings } from './findings.ts';
import { isUnexplained, isVague } from './causes.ts';
import { clockOf, sentence, spanOf, told } from './wording.ts';

/** In a few sentences: the line, what it means, what led to it, how often, how it went on. */
export function happened(findings: Findings): string {
  const { target } = findings;
  const parts = [
    `At ${clockOf(target.timeMs)} ${sentence(told(target))}`,
    ...(target.logClass === 'normal' ? normal(findings) : trouble(findings)),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

const SUCCESS =
  /\b(ok|success\w*|succeeded|completed?|done|passed|delivered|healthy|ready|started)\b|(error\w*|err|failed|failures?|status)[=: ]+(0x)?0+\b|=(none|false)\b/i;

function normal({ target, recovery, changes }: Findings): string[] {
  const meaning = target.signature?.class === 'normal' ? sentence(target.signature.meaning) : '';
  const [change] = changes;
  return [
    meaning,
    SUCCESS.test(target.message)
      ? 'This is a normal, routine line: it reports success, and no error.'
      : 'This is a normal, routine line; nothing in it says that something failed.',
    change === undefined ? '' : `It goes with ${sentence(told(change))}`,
    recovery === undefined ? '' : `Later it went well, ${sentence(told(recovery))}`,
  ];
}

function trouble(findings: Findings): string[] {
  const { target, antecedents, repetition, recovery, consequences } = findings;
  const [first] = antecedents;
  return [
    target.signature === undefined ? '' : sentence(target.signature.meaning),
    first === undefined ? '' : `Before it, at ${clockOf(first.line.timeMs)}, ${sentence(told(first.line))}`,
    novel(findings),
    repeated(repetition),
    recovery === undefined
      ? ''
      : `It was transient: ${spanOf(recovery.timeMs - target.timeMs)} later it succeeded again, ${sentence(told(recovery))}`,
    (isVague(findings) || isUnexplained(findings)) && first === undefined
      ? 'These lines do not say why.'
      : '',
    consequences[0] === undefined ? '' : `After it, ${sentence(told(consequences[0]))}`,
  ];
}

/** A kind of line counts as new for so long, ms. */
const NEW_MS = 15 * 60_000;
/** So many times the earlier rate is a jump; the windows are 15 and 45 minutes. */
const JUMP = 3;
const FEWEST = 6;

function novel({ novelty, target }: Findings): string {
  if (novelty === undefined) return '';
  const { firstSeenMs, recent, earlier } = novelty;
  const age = firstSeenMs === undefined ? NaN : target.timeMs - firstSeenMs;
  if (age <= NEW_MS) return `Lines of this kind are new: the first came ${spanOf(age)} before.`;
  if (earlier === 0 || recent < FEWEST || recent <= JUMP * (earlier / 3)) return '';
  return `Such lines became more: ${recent} in the last 15 min, ${earlier} in the 45 min before.`;
}

function repeated(repetition: Findings['repetition']): string {
  const [first] = repetition?.lines ?? [];
  const last = repetition?.lines.at(-1);
  if (repetition === undefined || first === undefined || last === undefined) return '';
  const from = repetition.source === undefined ? '' : `, all from the one address ${repetition.source}`;
  const many = repetition.lines.length >= 5 ? 'repeated attempts or failures: ' : '';
  return `These are ${many}${repetition.lines.length} such lines in ${spanOf(last.timeMs - first.timeMs)}${from}.`;
}
