import { gistOf } from '../gist.ts';
import type { Line } from '../line.ts';
import { mentions, type Kinship } from '../kinship.ts';
import { headOf, isBad, isChange, isGrave, roleOf } from './role.ts';
import { isSameKind, KEEPERS, PAUSE_MS } from './antecedent.ts';
import { shareTopic } from './topics.ts';

/** The target's kind of line, all its occurrences, and the address or user that all of them name. */
export interface Repetition {
  readonly lines: readonly Line[];
  readonly source: string | undefined;
}

const ADDRESS = /\b(?:\d{1,3}\.){3}\d{1,3}\b|\b(?:[\da-f]{1,4}:){3,7}[\da-f]{1,4}\b/gi;

/** `2026:07:46:19` in an access line is a time. */
function isAddress(text: string): boolean {
  return text.includes('.') || /[a-f]/i.test(text);
}

/** `192.0.2.2` is not in `192.0.2.20`. */
function namesAddress({ message }: Line, address: string): boolean {
  return (headOf(message).match(ADDRESS) ?? []).some((one) => one === address);
}

/** Undefined when the target stands alone. */
export function repetitionOf(target: Line, lines: readonly Line[]): Repetition | undefined {
  const same = lines.filter((line) => line === target || isSameKind(line, target));
  if (same.length < 2) return undefined;
  const own = (headOf(target.message).match(ADDRESS) ?? []).filter(isAddress);
  const counts = own.map((source) => ({ source, of: same.filter((line) => namesAddress(line, source)) }));
  const [most] = counts.filter(({ of }) => of.length >= 3).sort((a, b) => b.of.length - a.of.length);
  return most === undefined ? { lines: same, source: undefined } : { lines: most.of, source: most.source };
}

const GOOD =
  /\b(ok|success(ful|fully|es)?|succeeded|recovered|recovery|re-?established|restored|reconnected|connected|resolved|completed?|delivered|sent|accepted|healthy|back to normal|passed|done|resumed|cleared)\b|[=:]\s?"?(ok|success|true)\b/i;
/** With the same id; mail and batch jobs are tried again late. */
const RECOVERY_MS = 30 * 60_000;
/** Longer than what a retry takes. */
const PLAIN_RECOVERY_MS = 60_000;

/** The first good line after the target that is about the same thing and is followed by no further failure of it. */
export function recoveryOf(target: Line, lines: readonly Line[], kinship: Kinship): Line | undefined {
  const after = lines.filter(
    (line) => line.timeMs >= target.timeMs && lines.indexOf(line) > lines.indexOf(target),
  );
  if (after.some((line) => isGrave(line) && isSameKind(line, target))) return undefined;
  const found = after.find(
    (line) =>
      !isBad(line) &&
      line.service === target.service &&
      line.timeMs - target.timeMs <= RECOVERY_MS &&
      GOOD.test(headOf(line.message)) &&
      isOfTheSame(line, target, kinship),
  );
  if (found === undefined || sharesId(found, target, kinship)) return found;
  const rest = after.slice(after.indexOf(found));
  return rest.some((line) => isBad(line) && isSameKind(line, target)) ? undefined : found;
}

/** Uncommon words of both that tell what they are about: not the thread or machine, which stand in their heads or are their host. */
function subjects(line: Line, target: Line, kinship: Kinship): readonly string[] {
  const bodies = [line, target].map(({ message }) => gistOf(message).toLowerCase());
  const isSaid = (word: string): boolean => bodies.every((body) => body.includes(valueOf(word)));
  return kinship.shared(target, line).filter((word) => isSaid(word) && !target.host.includes(word));
}

function saysAsMuch(line: Line, target: Line, kinship: Kinship, least: number): boolean {
  const weights = subjects(line, target, kinship).map((word) => (/\d/.test(word) ? 2 : 1));
  return weights.reduce((sum, weight) => sum + weight, 0) >= least;
}

function sharesId(line: Line, target: Line, kinship: Kinship): boolean {
  return subjects(line, target, kinship).some((word) => /\d/.test(word));
}

/** `b-77` of `batch=b-77`. */
function valueOf(word: string): string {
  return word.slice(word.indexOf('=') + 1);
}

const GUESSES_MS = 15 * 60_000;
const FEWEST_GUESSES = 3;

/** Log-ins that failed before this one worked, from its address; [] = no more than somebody’s typing. */
export function guessesBefore(target: Line, lines: readonly Line[]): readonly Line[] {
  if (isBad(target) || target.signature?.id !== 'auth.session') return [];
  const own = (headOf(target.message).match(ADDRESS) ?? []).filter(isAddress);
  const failed = lines.filter(
    (line) =>
      isBad(line) &&
      line.signature?.category === 'security' &&
      line.timeMs <= target.timeMs &&
      line.timeMs >= target.timeMs - GUESSES_MS &&
      own.some((address) => namesAddress(line, address)),
  );
  return failed.length < FEWEST_GUESSES || !/^accepted\b/i.test(gistOf(target.message)) ? [] : failed;
}

/** That somebody else got in mends nothing. */
function sharesAddress(line: Line, target: Line): boolean {
  const own = (headOf(target.message).match(ADDRESS) ?? []).filter(isAddress);
  return own.length === 0 || own.some((address) => namesAddress(line, address));
}

/** By an id that both have, by uncommon words soon after, or because it is the same sentence with other values. */
function isOfTheSame(line: Line, target: Line, kinship: Kinship): boolean {
  if (target.signature?.category === 'security' && !sharesAddress(line, target)) return false;
  if (sharesId(line, target, kinship)) return true;
  if (line.timeMs - target.timeMs > PLAIN_RECOVERY_MS) return false;
  return subjects(line, target, kinship).length >= 2 || isSameSentence(line.message, target.message);
}

const SAME_SHARE = 0.5;

function isSameSentence(a: string, b: string): boolean {
  const [mine, theirs] = [a, b].map(
    (text) => new Set(text.toLowerCase().match(/[a-z]{3,}|\w*\d\w*(?:[.:-]\w+)+/g) ?? []),
  );
  const common = [...(mine ?? [])].filter((word) => theirs?.has(word) === true);
  const most = Math.max(mine?.size ?? 0, theirs?.size ?? 0);
  const enough = common.some((word) => /\d/.test(word)) ? 2 : 3;
  return common.length >= enough && common.length / most >= SAME_SHARE;
}

/** A change before the target that names its service or shares words with it; the latest first. */
export function changesBefore(target: Line, lines: readonly Line[], kinship: Kinship): readonly Line[] {
  const onset = lines
    .filter((line) => isGrave(line) && isSameKind(line, target) && line.timeMs <= target.timeMs)
    .reduceRight(
      (from, { timeMs }) => (from - timeMs > PAUSE_MS ? from : Math.min(from, timeMs)),
      target.timeMs,
    );
  return lines
    .filter((line) => line.timeMs <= onset && line !== target && isChange(line))
    .filter(
      (line) =>
        line.service === target.service ||
        mentions(line, target.service) ||
        shareTopic(line, target) ||
        kinship.between(line, target) >= 2,
    )
    .reverse();
}

const NOTHING_FOUND =
  /\b(not found|found=false|missing|absent|null|nil|none|empty|unknown|no (such|match|result|record|entry|row)s?|0 (rows|results|records|matches)|skipp(ed|ing)|default)\b/i;
/** Work that was begun and may be what failed. */
const UNDERWAY =
  /\b(start(s|ed|ing)?|begin|began|begun|processing|handling|accepted|received|running|executing|loading|calling)\b/i;
const HINT_MS = 30_000;

/** The last harmless line shortly before the target that speaks of the same thing: what was being done. */
export function hintBefore(target: Line, lines: readonly Line[], kinship: Kinship): Line | undefined {
  if (KEEPERS.test(target.service)) return undefined;
  return lines.findLast(
    (line) =>
      line !== target &&
      !isBad(line) &&
      line.service === target.service &&
      line.timeMs <= target.timeMs &&
      line.timeMs >= target.timeMs - HINT_MS &&
      saysAsMuch(line, target, kinship, NOTHING_FOUND.test(line.message) ? 1 : 2) &&
      (NOTHING_FOUND.test(line.message) || UNDERWAY.test(line.message)),
  );
}

const SATURATED =
  /(?<![\w.])[\w.]{0,60}(?:used|usage|util|pct|percent|full|capacity)[\w.]{0,60}\s?[=:]\s?(?:9[5-9](?:\.\d+)?|100)(?:\.0+)?%?(?![\d.])|\b(?:9[5-9]|100)(?:\.\d+)?% (?:used|full)|(?<![\w.])[\w.]{0,60}(?:free|idle|avail)[\w.]{0,60}\s?[=:]\s?0(?![\d.])|\bfailcnt [1-9]/i;

/** Lines up to the target that show something used up, and are about the same thing. */
export function saturationsOf(target: Line, lines: readonly Line[], kinship: Kinship): readonly Line[] {
  return lines.filter(
    (line) =>
      line !== target &&
      line.timeMs <= target.timeMs + 1000 &&
      roleOf(line) !== 'effect' &&
      SATURATED.test(headOf(line.message)) &&
      (kinship.between(line, target) >= 1 || namesSameMount(line, target) || shareTopic(line, target)),
  );
}

/** `fs=/var` is about `/var/lib/php`; `/` is about everything only if nothing longer is. */
function namesSameMount(line: Line, target: Line): boolean {
  const mounts = line.message.match(/(?:fs|mount|path|on|filesystem)[= ]"?(\/[\w./-]+)/i);
  const mount = mounts?.[1];
  return mount !== undefined && target.message.includes(`${mount}/`);
}
