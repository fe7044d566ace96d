import { gistOf } from '../gist.ts';
import type { Line } from '../line.ts';
import { isAnswer, isSameKind, LONG_MS, namedBy, standsFirst, type Antecedent } from './antecedent.ts';
import type { Findings } from './findings.ts';
import { topicsOf, topicsOfText } from './topics.ts';
import { quoted, sentence, spanOf, told } from './wording.ts';

export interface Cause {
  readonly text: string;
  readonly lines: readonly Line[];
  /** What these lines are to it, in a few words. */
  readonly why: string;
  readonly confidence: number;
  /** Of such lines in general, not read from these. */
  readonly isUsual?: true;
}

/** How sure a cause of each kind is: what is written in a line before what is known of such lines in general. */
const SURE = {
  origin: 0.8,
  earlier: 0.6,
  longBefore: 0.35,
  saturation: 0.75,
  change: 0.6,
  trend: 0.65,
  own: 0.6,
  usual: 0.4,
  seldom: 0.25,
  hint: 0.45,
};

/** Best first, at most three. Empty when the lines do not say. */
export function causesOf(findings: Findings): readonly Cause[] {
  const { target, antecedents } = findings;
  const [first, ...others] = antecedents;
  const second = first && others.find(({ line }) => isAnother(line, first.line));
  const before = first && antecedentCause(first, target);
  const burst = burstCause(findings);
  const own = isVague(findings) || isAttack(findings) ? undefined : ownCause(findings);
  const change = changeCause(findings);
  const isEffect = findings.role === 'effect';
  const led = isEffect && change !== undefined ? [before, change, own] : [before, own, burst, change];
  const causes = [
    ...(standsFirst(findings.role, target, antecedents) ? [burst, own, before, change] : led),
    saturationCause(findings),
    trendCause(findings),
    hintCause(findings),
    second && antecedentCause(second, target, first.line),
    own === undefined || isUnexplained(findings) ? undefined : seldomCause(target),
  ].filter((cause) => cause !== undefined);
  return causes
    .filter(({ text }) => text !== NAMED || causes.length === 1)
    .sort((a, b) => b.confidence - a.confidence)
    .filter((cause, i, sorted) => !repeats(cause, sorted.slice(0, i)))
    .slice(0, 3);
}

/** Of another kind, and not of trouble long before that of the first. */
function isAnother(line: Line, first: Line): boolean {
  return !isSameKind(line, first) && first.timeMs - line.timeMs <= LONG_MS;
}

/** The same line twice is one cause. */
function repeats({ lines, why }: Cause, earlier: readonly Cause[]): boolean {
  if (why === ITSELF) return false;
  return earlier.some((one) => one.why !== ITSELF && lines.every((line) => one.lines.includes(line)));
}

/** It says that something ended or did not answer, not why. */
export function isVague({ role, target }: Findings): boolean {
  return role === 'ending' || (target.signature === undefined && !namesReason(target.message));
}

/** What is no longer says that something failed, and no more. */
const FEW_WORDS = 5;

/** Numbers and ids tell which one failed, not why. */
function namesReason(message: string): boolean {
  const rest = gistOf(message)
    .replace(/\b[\w.-]+[=:]\s?"?-?[\w.-]*\d[\w.-]*"?/g, '')
    .replace(/\d+/g, '');
  const words = rest.match(/[a-z]{2,}/gi) ?? [];
  return (
    /[:=(]|\b(because|due to|since)\b/i.test(rest) ||
    words.length > FEW_WORDS ||
    topicsOfText(rest).length > 0
  );
}

/** What it means is told, unless that was told already: of the target, or of `first`. */
function antecedentCause(antecedent: Antecedent, target: Line, first?: Line): Cause {
  const goesOn = isGoingOn(antecedent, target);
  const line = goesOn ? antecedent.from : antecedent.line;
  const ahead = target.timeMs - line.timeMs;
  const isOrigin = antecedent.role === 'origin';
  const when = goesOn ? `since ${spanOf(ahead)} before` : spanBefore(ahead);
  const by = line.service === '' ? '' : `${line.service}, `;
  const meant = line.signature?.id;
  const isTold = meant === undefined || [target, first].some((one) => one?.signature?.id === meant);
  const said = isAnswer(line) ? topicsOf(line)[0]?.meaning : undefined;
  const meaning = isTold ? '' : ` ${sentence(said ?? line.signature?.meaning ?? '')}`;
  return {
    text: `${by}${when}: ${quoted(line)}.${meaning}`,
    lines: goesOn ? [line, antecedent.last] : [line],
    why: isOrigin ? 'Came before it and likely led to it' : 'Came before it and may have led to it',
    confidence:
      target.timeMs - antecedent.line.timeMs > LONG_MS
        ? SURE.longBefore
        : isOrigin
          ? SURE.origin
          : SURE.earlier,
  };
}

function spanBefore(ms: number): string {
  return ms >= 1000 ? `${spanOf(ms)} before` : 'at the same moment';
}

/** What came again in the later half of the way to the line was not over. */
function isGoingOn({ from, last }: Antecedent, target: Line): boolean {
  const ahead = target.timeMs - from.timeMs;
  return last.timeMs - from.timeMs >= 1000 && target.timeMs - last.timeMs <= ahead / 2;
}

/** Somebody did not get an answer, and the lines do not show why the other gave none. */
export function isUnexplained({ role, antecedents, changes, saturations }: Findings): boolean {
  return role === 'effect' && antecedents.length + changes.length + saturations.length === 0;
}

/** So many at once are no mistakes, wherever they come from. */
const MANY = 20;

/** Many log-ins or the like that fail, from one address or from many. */
export function isAttack({ repetition, target }: Findings): boolean {
  if (repetition === undefined || target.signature?.category !== 'security') return false;
  if (!/log-?in|log-?on|passw|auth|invalid user|attempt/i.test(target.message)) return false;
  return repetition.lines.length >= (repetition.source === undefined ? MANY : 5);
}

function burstCause(findings: Findings): Cause | undefined {
  const { repetition } = findings;
  if (repetition === undefined || repetition.lines.length < 5) return undefined;
  const { lines, source } = repetition;
  if (isAttack(findings)) {
    const from = source === undefined ? 'many addresses' : `${source}, unless that address is yours`;
    const why = source === undefined ? 'The same again' : `Has the address ${source}`;
    const text = `Automated guessing (brute force) from ${from}.`;
    return { text, lines: lines.slice(0, 5), why, confidence: SURE.origin };
  }
  if (source === undefined) return undefined;
  return {
    text: `All of it comes from or goes to one address, ${source}.`,
    lines: lines.slice(0, 5),
    why: `Has the address ${source}`,
    confidence: SURE.own,
  };
}

const ITSELF = 'The explained line';
/** Said when there is nothing else to say. */
const NAMED = 'No more is known of the reason than the line itself says.';

/** What is usual with such lines, since these do not tell it; else what the words of the line are about. */
function ownCause(findings: Findings): Cause | undefined {
  const { target } = findings;
  const itself = { lines: [target], why: ITSELF };
  if (target.signature === undefined) {
    const meaning = topicsOf(target)[0]?.meaning;
    if (meaning === undefined && isUnexplained(findings)) return undefined;
    const text = meaning ?? NAMED;
    return { ...itself, text, confidence: meaning === undefined ? SURE.usual : SURE.own };
  }
  const said = isAnswer(target) ? namedBy(target) : undefined;
  if (said !== undefined) return { ...itself, text: said.meaning, confidence: SURE.own };
  const [usual] = target.signature.causes;
  if (usual === undefined) return undefined;
  return {
    ...itself,
    text: `Usual cause: ${sentence(lowerFirst(usual))}`,
    confidence: SURE.usual,
    isUsual: true,
  };
}

function seldomCause(target: Line): Cause | undefined {
  const second = target.signature?.causes[1];
  if (second === undefined) return undefined;
  const text = `Less often: ${sentence(lowerFirst(second))}`;
  return { text, lines: [target], why: ITSELF, confidence: SURE.seldom };
}

function changeCause({ changes: [change], target }: Findings): Cause | undefined {
  if (change === undefined) return undefined;
  return {
    text: sentence(`A change ${spanOf(target.timeMs - change.timeMs)} before: ${told(change)}`),
    lines: [change],
    why: 'A change shortly before',
    confidence: SURE.change,
  };
}

function saturationCause({ saturations }: Findings): Cause | undefined {
  const last = saturations.at(-1);
  if (last === undefined) return undefined;
  return {
    text: sentence(`Used up: ${told(last)}`),
    lines: saturations.slice(-2),
    why: 'Shows what is used up',
    confidence: SURE.saturation,
  };
}

function trendCause({ trends }: Findings): Cause | undefined {
  if (trends.length === 0) return undefined;
  const shown = trends.slice(0, 2);
  const texts = shown.map(
    ({ name, first, last, rises }) => `${name} ${rises ? 'rose' : 'fell'} from ${first} to ${last}`,
  );
  return {
    text: `It has been building up: ${texts.join('; ')}.`,
    lines: shown.flatMap(({ lines }) => [lines[0], lines.at(-1)].filter((line) => line !== undefined)),
    why: 'First or last of a rising or falling value',
    confidence: SURE.trend,
  };
}

function hintCause({ hint }: Findings): Cause | undefined {
  if (hint === undefined) return undefined;
  const text = sentence(`Just before it, ${told(hint)}`);
  return { text, lines: [hint], why: 'What was being done', confidence: SURE.hint };
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]*[ ,]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
