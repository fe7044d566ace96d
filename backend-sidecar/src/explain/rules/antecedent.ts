import type { Line } from '../line.ts';
import { mentions, type Kinship } from '../kinship.ts';
import { isBad, isGrave, roleOf, type Role } from './role.ts';
import { shareTopic, topicsOf, type Topic } from './topics.ts';

/** How long before the explained line a cause is looked for, ms. */
const REACH_MS = 15 * 60_000;
/** Lines stamped by another machine may be this much later than what they caused, ms. */
const SKEW_MS = 1500;

export interface Antecedent {
  readonly line: Line;
  /** The first and the last of its kind in the same trouble; the line itself when it came once. */
  readonly from: Line;
  readonly last: Line;
  readonly role: Role;
  readonly weight: number;
}

/** What broke on the same machine so shortly before may be behind a failure to reach something. */
const SOON_MS = 30_000;

const BY_ROLE: Readonly<Record<Role, number>> = { origin: 4, change: 2, other: 1, ending: 1, effect: 0 };
/** Speak of others: what they log is about a machine or a unit, not about themselves. */
export const KEEPERS =
  /kernel|systemd|kubelet|docker|containerd|node|disk|host|watchdog|smartd|mdadm|monitor|agent/i;

/** Bad lines before the target that have to do with it, heaviest first, the earlier of equals first. */
export function antecedentsOf(target: Line, lines: readonly Line[], kinship: Kinship): readonly Antecedent[] {
  const before = lines
    .filter((line) => line !== target && isBefore(line, target) && isBad(line))
    .filter((line) => !isSameKind(line, target) || saysWhy(line, target));
  const tied = weighed(before, (line) => weightOf(line, target, kinship));
  if (tied.length > 0 || !isAboutOthers(target) || namesItself(target)) return ofThisBurst(tied);
  return ofThisBurst(weighed(before, (line) => strainOf(line, target, kinship)));
}

function weighed(lines: readonly Line[], weight: (line: Line) => number): readonly Antecedent[] {
  return lines
    .map((line) => ({ line, from: line, last: line, role: roleOf(line), weight: weight(line) }))
    .filter((one) => one.weight > 0)
    .sort((a, b) => b.weight - a.weight || a.line.timeMs - b.line.timeMs);
}

/** So long without a line of its kind, trouble is over, ms. */
export const PAUSE_MS = 3 * 60_000;

/** What is behind a line began with the trouble of now, not with the same trouble that was over long before. */
function ofThisBurst(found: readonly Antecedent[]): readonly Antecedent[] {
  const bursts: Antecedent[][] = [];
  for (const one of [...found].sort((a, b) => a.line.timeMs - b.line.timeMs)) {
    const burst = bursts.find(([first]) => first !== undefined && isSameKind(first.line, one.line));
    const last = burst?.at(-1);
    if (burst === undefined || last === undefined) bursts.push([one]);
    else burst.splice(one.line.timeMs - last.line.timeMs > PAUSE_MS ? 0 : burst.length, Infinity, one);
  }
  const ofBurst = new Map(bursts.flatMap((burst) => burst.map((one) => [one, burst] as const)));
  return found.flatMap((one) => {
    const burst = ofBurst.get(one);
    return burst === undefined
      ? []
      : [{ ...one, from: (burst[0] ?? one).line, last: (burst.at(-1) ?? one).line }];
  });
}

/** Matters that say who does not answer, not why. */
const ABOUT_OTHERS = ['peer-gone', 'network', 'queue', 'used-up', 'duration'];

function namesItself(target: Line): boolean {
  return namedBy(target) !== undefined;
}

/** The first matter of a line that is its own. */
export function namedBy(line: Line): Topic | undefined {
  return topicsOf(line).find(({ id }) => !ABOUT_OTHERS.includes(id));
}

const STRAIN_MS = 5 * 60_000;
/** Grave lines with nothing in common are taken to belong together only this close to each other, ms. */
const UNTIED_MS = 60_000;
/** Something is short, late, gone or refused. */
const STRAIN =
  /\b(reached|limit\w*|max_\w+|exhaust\w*|full|busy|slow\w*|overload\w*|too (long|slow|many|high)|longer than|queue\w*(?=[=:] ?\d)|starv\w*|block(ed|ing)|waiting|behind|saturat\w*|delay\w*|pressure|throttl\w*|refus\w*|reject\w*|not authori[sz]ed|forbidden|denied|suspended|expired|disconnect\w*|lost|down|fail\w*|kill\w*|sigkill|restart\w*|exited|stopp\w*|crash\w*|terminat\w*|dead|died|latency|paus(e|ed|es)|stall\w*|stuck|hung|hangs|i\/o wait|rebuild|degraded|seal(ed)?|read-?only|evict\w*|no (free|space|data|server|primary|leader))\b/i;

/** When nothing is tied to a failure to reach something: trouble near it, on its machine or in a service that it names. */
function strainOf(line: Line, target: Line, kinship: Kinship): number {
  const ahead = target.timeMs - line.timeMs;
  if (ahead > STRAIN_MS || !STRAIN.test(line.message.slice(0, 2048))) return 0;
  const near = Math.max(nearness(line, target), sharesName(line, target) ? 1.5 : 0);
  const words = Math.min(kinship.weight(line, target), 2);
  const isUsedUp = USED_UP.test(line.message);
  const telling = words + (line.signature === undefined ? 0 : 1) + (isUsedUp ? 1 : 0);
  // Every log has a slow line of something else.
  if (near + words === 0 || (line.service === target.service && telling === 0)) return 0;
  return near + telling + BY_ROLE[roleOf(line)] / 4;
}

const USED_UP = /\b(reached|exhaust\w*|full|no free|too many|limit exceeded)\b/i;

/** `shop-web` and `shop-fpm`. */
function sharesName(a: Line, b: Line): boolean {
  const [first = ''] = a.service.split(/[-_.:/]/, 1);
  return first.length >= 3 && first === b.service.split(/[-_.:/]/, 1)[0];
}

function isBefore(line: Line, target: Line): boolean {
  const ahead = target.timeMs - line.timeMs;
  const maySkew = roleOf(line) === 'origin' && isGrave(line) && isGrave(target);
  return ahead <= REACH_MS && ahead >= (maySkew ? -SKEW_MS : 0);
}

/** What came longer before is less likely behind a line, ms. */
export const LONG_MS = 5 * 60_000;

/** Whether the line speaks for itself more than what came before: it is an origin, and nothing graver of now led to it. */
export function standsFirst(role: Role, target: Line, [first]: readonly Antecedent[]): boolean {
  if (first === undefined) return true;
  const isOld = target.timeMs - first.line.timeMs > LONG_MS;
  return role === 'origin'
    ? isOld || !(first.role === 'origin' && isGrave(first.line))
    : first.role !== 'origin' && role === 'other';
}

/** The same trouble told again is no cause of itself. */
export function isSameKind(a: Line, b: Line): boolean {
  if (a.service !== b.service) return false;
  if (a.templateId !== '' && a.templateId === b.templateId) return true;
  return a.signature !== undefined && a.signature.id === b.signature?.id;
}

/** What a program printed before it ended tells more than its end, though both are known as one failure. */
function saysWhy(line: Line, target: Line): boolean {
  const differ = line.templateId !== '' && line.templateId !== target.templateId;
  return differ && roleOf(target) === 'ending' && roleOf(line) === 'origin';
}

/**
 * 0 = nothing to do with it. A grave line counts by its role and its nearness to the target; a lesser one must share uncommon
 * words with the target, or name it, as warnings of other matters stand in every log.
 */
function weightOf(line: Line, target: Line, kinship: Kinship): number {
  if (roleOf(target) === 'origin' && isOutcome(line)) return 0;
  const isOwn = line.service === target.service;
  if (isAnswer(line) && !isAnswer(target) && !isOwn && !mentions(target, line.service)) return 0;
  const kin = kinship.between(line, target) + (isSameMatter(line, target) ? 2 : 0);
  const near = nearness(line, target);
  // Of two lines of one matter, the one that says just what the target says tells more.
  const role = BY_ROLE[roleOf(line)] + (isSameFailure(line, target) ? 0.5 : 0);
  if (isGrave(line)) {
    if (kin === 0 && line.service === target.service && !isAboutOthers(target) && speaksOfAhead(target))
      return 0;
    const tied = kin + near + (role >= 4 && mayBeBehind(line, target) ? 1 : 0);
    return tied >= 1 ? role + 3 + Math.min(kin, 6) / 2 + near - faded(line, target, kin) : 0;
  }
  const family = line.service === target.service && isSameSubject(line, target) ? 2 : 0;
  const words = kinship.weight(line, target) + (isSameMatter(line, target) ? 2 : 0);
  return words + family >= 2 ? role + Math.min(words + family, 6) / 2 : 0;
}

/** What says only that others fail or that a process ended does not break what speaks for itself. */
function isOutcome(line: Line): boolean {
  const role = roleOf(line);
  return role === 'effect' || role === 'ending';
}

/** A server that answers with an error tells what fails behind it; only who names that server fails by it. */
export function isAnswer({ signature }: Line): boolean {
  return signature?.id === 'http.server-error';
}

/** What a grave line loses with each step back in time, ms: of two, the one of now is behind it, above all with nothing in common. */
const FADE_MS = 2 * 60_000;

function faded(line: Line, target: Line, kin: number): number {
  const steps = Math.floor(Math.max(0, target.timeMs - line.timeMs) / FADE_MS);
  return steps * (kin === 0 ? 0.25 : 0.1);
}

/** A warning of what is to come is no consequence of a crash beside it. */
function speaksOfAhead(target: Line): boolean {
  return !isGrave(target) && namesItself(target);
}

/**
 * Whether something grave that shares nothing with the target may still be behind it: when the target only says that another does
 * not answer, or came right after. In a busy system there is always something grave a few minutes before.
 */
function mayBeBehind(line: Line, target: Line): boolean {
  return isAboutOthers(target) || target.timeMs - line.timeMs <= UNTIED_MS;
}

/** Different programs speak of it in different words. */
function isSameMatter(a: Line, b: Line): boolean {
  return shareTopic(a, b) || isSameFailure(a, b);
}

function isSameFailure(a: Line, b: Line): boolean {
  return a.signature !== undefined && a.signature.id === b.signature?.id;
}

/** `kafka.rebalance` and `kafka.commit-failed`. */
function isSameSubject(a: Line, b: Line): boolean {
  const [subject] = a.signature?.id.split('.', 1) ?? [];
  return subject !== undefined && subject === b.signature?.id.split('.', 1)[0];
}

/** The same service or machine, or somebody who speaks of the target's service or machine. */
function nearness(line: Line, target: Line): number {
  if (line.service === target.service) return 1;
  const sameHost = line.host !== '' && line.host === target.host;
  if (mentions(line, target.service) || mentions(target, line.service) || mentions(target, line.host))
    return 2;
  const isSoon = target.timeMs - line.timeMs <= SOON_MS && isAboutOthers(target);
  return sameHost ? (KEEPERS.test(line.service) || isSoon ? 1 : 0.5) : 0;
}

/** It failed because of somebody else, or does not say why. */
function isAboutOthers(target: Line): boolean {
  const role = roleOf(target);
  return role === 'effect' || role === 'ending';
}
