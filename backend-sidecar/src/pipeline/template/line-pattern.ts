/**
 * In: the first lines of a template, whole, and where their contents begin. Out: the text of a `pattern_match_full` of VictoriaLogs
 * that finds such lines, undefined when there is none that takes all of them. Asked for one template at a time: not for the road.
 */
import { VARIABLE } from './line-tokens.ts';
import {
  matchesFully,
  mayBeginNumber,
  type Placeholder,
  placeholderEnd,
  wordEnd,
} from './pattern-matcher.ts';
import { Tokenizer } from './tokenizer.ts';

export interface SampleLine {
  readonly text: string;
  readonly bodyStart: number;
}

/** A piece of a sample: a word, a placeholder, or what stands between them. */
interface Piece {
  readonly text: string;
  readonly kind: 'word' | 'between' | Placeholder;
  /** In a part that its template takes for variable. */
  readonly varies: boolean;
}

/** Longest first: a date and time is no date. */
const NUMBERS: readonly Placeholder[] = ['<DATETIME>', '<UUID>', '<DATE>', '<TIME>', '<IP4>', '<N>'];

/** Samples that were cut at `longest` characters say nothing of how their lines end. */
export function linePattern(samples: readonly SampleLine[], longest: number): string | undefined {
  if (samples.length === 0 || samples.some(({ text }) => text.length >= longest)) return undefined;
  const pieces = samples.map(piecesOf);
  const candidates = [...joint(pieces), ...pieces.flatMap((own) => [write(own, false), write(own, true)])];
  return candidates.find(
    (pattern) => saysSomething(pattern) && samples.every(({ text }) => matchesFully(pattern, text)),
  );
}

function piecesOf({ text, bodyStart }: SampleLine): Piece[] {
  const variable = variableParts(text, bodyStart);
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length;) {
    const varies = variable[at] === 1;
    const number = mayBeginNumber(text, at) ? numberAt(text, at, varies) : undefined;
    const quotation = varies && variable[at - 1] !== 1 ? enclosed(text, at, variable) : -1;
    const last = pieces.at(-1);
    let end = number?.[1] ?? wordEnd(text, at);
    if (quotation > 0 && last?.kind === 'between') {
      pieces[pieces.length - 1] = { ...last, text: last.text.slice(0, -1) };
      end = quotation;
      pieces.push({ text: text.slice(at - 1, end), kind: 'word', varies });
    } else if (number !== undefined) pieces.push({ text: text.slice(at, end), kind: number[0], varies });
    else if (end > at) pieces.push({ text: text.slice(at, end), kind: 'word', varies });
    else {
      end = at + 1;
      if (last?.kind === 'between')
        pieces[pieces.length - 1] = { ...last, text: last.text + text.charAt(at) };
      else pieces.push({ text: text.charAt(at), kind: 'between', varies: false });
    }
    at = end;
  }
  return pieces;
}

/** 1 for every character of the content that the template has a variable for. */
function variableParts(text: string, bodyStart: number): Uint8Array {
  const parts = new Uint8Array(text.length);
  const content = text.slice(bodyStart);
  const tokens = new Tokenizer().tokenize(content);
  for (let i = 0; i < tokens.count; i++) {
    if (tokens.kind[i] !== VARIABLE) continue;
    const next = i + 1 < tokens.count ? (tokens.start[i + 1] as number) : content.length;
    if (next >= 0) parts.fill(1, bodyStart + (tokens.start[i] as number), bodyStart + next);
  }
  return parts;
}

/** In a variable part a number goes on over what is written to it: the next value may have another unit. */
function numberAt(text: string, at: number, varies: boolean): [Placeholder, number] | undefined {
  for (const placeholder of NUMBERS) {
    const end = placeholderEnd(placeholder, text, at);
    if (end <= at) continue;
    // `feed` is a word, though its letters are hexadecimal digits.
    const isWord = varies ? wordEnd(text, end) > end : !/\d/.test(text.slice(at, end));
    return isWord ? undefined : [placeholder, end];
  }
  return undefined;
}

/** Where the quotation ends whose inside, a variable as a whole, begins at `at`; -1 = it is none. */
function enclosed(text: string, at: number, variable: Uint8Array): number {
  if (text.charAt(at - 1) !== '"') return -1;
  let end = at;
  while (variable[end] === 1) end++;
  const quotation = placeholderEnd('<W>', text, at - 1);
  return quotation === end + 1 ? quotation : -1;
}

/** The pieces of all samples, where they have as many: a word that is not the same in all of them is a placeholder. */
function joint(pieces: readonly (readonly Piece[])[]): string[] {
  const [first = [], ...others] = pieces;
  if (others.length === 0 || others.some(({ length }) => length !== first.length)) return [];
  const joined = first.map((piece, i) => {
    const isSame = others.every((other) => other[i]?.text === piece.text);
    const isKind = others.every((other) => other[i]?.kind === piece.kind);
    return { ...piece, kind: isKind ? piece.kind : 'word', varies: piece.varies || !isSame } as const;
  });
  return [write(joined, false), write(joined, true)];
}

/** @param isBroad numbers of variable parts are words: the next may have a letter in it */
function write(pieces: readonly Piece[], isBroad: boolean): string {
  return pieces
    .map(({ text, kind, varies }) => {
      if (kind === 'between') return text;
      if (kind === 'word') return varies ? '<W>' : text;
      return isBroad && varies && kind === '<N>' ? '<W>' : kind;
    })
    .join('');
}

/** A pattern of placeholders alone would find every line. */
function saysSomething(pattern: string): boolean {
  return /\p{L}{2}/u.test(pattern.replace(/<[A-Z0-9]+>/g, ''));
}
