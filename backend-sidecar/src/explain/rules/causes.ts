import { gistOf } from '../gist.ts';
import type { Line } from '../line.ts';
import { isSameKind, standsFirst } from './antecedent.ts';
import type { Findings } from './findings.ts';
import { topicsOf, topicsOfText } from './topics.ts';
import { sentence, spanOf, told } from './wording.ts';

export interface Cause {
  readonly text: string;
  readonly lines: readonly Line[];
  readonly confidence: number;
}

/** How sure a cause of each kind is: what is written in a line before what is known of such lines in general. */
const SURE = {
  origin: 0.8,
  earlier: 0.6,
  saturation: 0.75,
  change: 0.6,
  trend: 0.65,
  own: 0.7,
  known: 0.4,
  hint: 0.45,
};

/** Best first, at most three. Empty when the lines do not say. */
export function causesOf(findings: Findings): readonly Cause[] {
  const { target, antecedents } = findings;
  const [first, ...others] = antecedents;
  const second = first && others.find(({ line }) => !isSameKind(line, first.line));
  const before = first && antecedentCause(first.line, first.role === 'origin', target);
  const own = isVague(findings) ? undefined : ownCause(findings);
  const change = changeCause(findings);
  const isEffect = findings.role === 'effect';
  const led =
    isEffect && change !== undefined ? [before, change, own] : [before, own, burstCause(findings), change];
  const causes = [
    ...(standsFirst(findings.role, antecedents) ? [own, before, burstCause(findings), change] : led),
    saturationCause(findings),
    trendCause(findings),
    hintCause(findings),
    second && antecedentCause(second.line, second.role === 'origin', target),
    isVague(findings) || isUnexplained(findings) ? undefined : knownCause(target),
  ];
  return causes.filter((cause) => cause !== undefined).slice(0, 3);
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

function antecedentCause(line: Line, isOrigin: boolean, target: Line): Cause {
  const ahead = target.timeMs - line.timeMs;
  const when = ahead >= 1000 ? `${spanOf(ahead)} before` : 'At the same moment';
  const meaning = line.signature === undefined ? '' : ` ${sentence(line.signature.meaning)}`;
  return {
    text: `${when}, ${sentence(told(line))}${meaning}`,
    lines: [line],
    confidence: isOrigin ? SURE.origin : SURE.earlier,
  };
}

/** Somebody did not get an answer, and the lines do not show why the other gave none. */
export function isUnexplained({ role, antecedents, changes, saturations }: Findings): boolean {
  return role === 'effect' && antecedents.length + changes.length + saturations.length === 0;
}

function burstCause({ repetition, target }: Findings): Cause | undefined {
  if (repetition?.source === undefined || repetition.lines.length < 5) return undefined;
  const { lines, source } = repetition;
  const attack =
    target.signature?.category === 'security'
      ? ': automated guessing (brute force), unless it is one of your own'
      : '';
  return {
    text: `${lines.length} such lines come from the one address ${source}${attack}.`,
    lines: lines.slice(0, 5),
    confidence: SURE.origin,
  };
}

function ownCause(findings: Findings): Cause | undefined {
  const { target, repetition } = findings;
  const { signature } = target;
  const lines = [target, ...(repetition?.lines ?? []).filter((line) => line !== target).slice(0, 3)];
  if (signature === undefined) {
    const meaning = topicsOf(target)[0]?.meaning ?? 'The line names it:';
    return { text: `${meaning} ${told(target)}`, lines: [target], confidence: SURE.earlier };
  }
  const [known] = signature.causes;
  const guess =
    known === undefined || isUnexplained(findings) ? '' : ` Often: ${sentence(lowerFirst(known))}`;
  return { text: `${sentence(signature.meaning)}${guess}`, lines, confidence: SURE.own };
}

function knownCause({ signature, ...target }: Line): Cause | undefined {
  const known = signature?.causes[1];
  if (known === undefined) return undefined;
  return { text: sentence(known), lines: [{ ...target, signature }], confidence: SURE.known };
}

function changeCause({ changes, target }: Findings): Cause | undefined {
  const [change] = changes;
  if (change === undefined) return undefined;
  return {
    text: `A change ${spanOf(target.timeMs - change.timeMs)} before: ${told(change)}`,
    lines: [change],
    confidence: SURE.change,
  };
}

function saturationCause({ saturations }: Findings): Cause | undefined {
  const last = saturations.at(-1);
  if (last === undefined) return undefined;
  return {
    text: `Something is used up: ${told(last)}`,
    lines: saturations.slice(-2),
    confidence: SURE.saturation,
  };
}

function trendCause({ trends }: Findings): Cause | undefined {
  const [trend] = trends;
  if (trend === undefined) return undefined;
  const texts = trends
    .slice(0, 2)
    .map(({ name, first, last, rises }) => `“${name}” ${rises ? 'rose' : 'fell'} from ${first} to ${last}`);
  return {
    text: `It has been building up: ${texts.join('; ')}.`,
    lines: trends
      .slice(0, 2)
      .flatMap(({ lines }) => [lines[0], lines.at(-1)].filter((line) => line !== undefined)),
    confidence: SURE.trend,
  };
}

function hintCause({ hint }: Findings): Cause | undefined {
  if (hint === undefined) return undefined;
  return { text: `Just before it, ${told(hint)}`, lines: [hint], confidence: SURE.hint };
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
