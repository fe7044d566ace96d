import { isSecret } from './likely.ts';
import type { Place, Rule } from './rule.ts';

/** Which arguments of a command are passwords. */
export interface SecretOptions {
  /** The command's names, alternatives of a pattern. */
  readonly command: string;
  /** An argument with a password behind it. */
  readonly before?: RegExp;
  /** How an argument begins whose rest is a password. */
  readonly glued?: RegExp;
  /** The password is what follows this sign: `user:password`. */
  readonly behind?: string;
}

/** Arguments of one command that are read. */
const MOST_ARGUMENTS = 60;
/** An argument without its blanks, up to what ends a command; its quotes, also escaped ones, are part of it. */
const ARGUMENT = /[ \t]{0,40}((?:[^\s|;&<>"']|"[^"\n]{0,1024}"|'[^'\n]{0,1024}'){1,1024})/dy;

/** A rule that reads the arguments of commands; `words` of the rule are such as every line with one of them has. */
export function commandRule(words: readonly string[], options: SecretOptions): Rule {
  const name = new RegExp(String.raw`(?<![\w.-])(?:${options.command})(?:\.exe)?["']?(?=\s)`, 'gi');
  return { kind: 'PASSWORD', words, pattern: (text) => passwordsIn(text, name, options), holds: isSecret };
}

function* passwordsIn(text: string, name: RegExp, options: SecretOptions): Generator<Place> {
  let read = 0;
  for (const match of text.matchAll(name)) {
    // A name among the arguments of another command: they are read already.
    if (match.index < read) continue;
    let isNext = false;
    for (const [from, to] of argumentsAt(text, match.index + match[0].length)) {
      const argument = text.slice(from, to);
      const skipped = isNext && !argument.startsWith('-') ? 0 : gluedLength(argument, options.glued);
      if (skipped >= 0) yield* valueOf(argument.slice(skipped), from + skipped, options.behind);
      isNext = options.before?.test(argument) ?? false;
      read = to;
    }
  }
}

function* argumentsAt(text: string, at: number): Generator<Place> {
  let next = at;
  for (let count = 0; count < MOST_ARGUMENTS; count++) {
    ARGUMENT.lastIndex = next;
    const place = ARGUMENT.exec(text)?.indices?.[1];
    if (place === undefined) return;
    yield place;
    next = place[1];
  }
}

/** Length of the option before a glued value, -1 when the argument is none. */
function gluedLength(argument: string, glued: RegExp | undefined): number {
  const begin = glued?.exec(argument);
  return begin === undefined || begin === null || begin[0].length === argument.length ? -1 : begin[0].length;
}

function* valueOf(written: string, from: number, behind: string | undefined): Generator<Place> {
  const end = from + written.replace(/\\{0,2}["']$/, '').length;
  const open = /^\\{0,2}["']/.exec(written)?.[0].length ?? 0;
  const sign = behind === undefined ? -1 : written.indexOf(behind);
  if (behind !== undefined && sign < 0) return;
  const start = from + (sign < 0 ? open : sign + 1);
  if (start < end) yield [start, end];
}
