import type { LinePattern, SlotCondition, SlotName } from '../../../knowledge/signature.ts';
import { anchorsOf } from './anchors.ts';
import { isZeroAt, type Guarded } from './guards.ts';
import type { Pattern } from './signature-index.ts';
import { readValue } from './values.ts';

/** The questions by whose answers lines of one template differ in class. A line's case is one bit an answer. */
export interface Cases {
  /** 0 for every line of a template without questions. */
  caseOf(content: string): number;
  /** Whether the case answers yes to a signature's every condition. */
  holds(pattern: Pattern, lineCase: number): boolean;
  /** Whether the guarded place is zero in the case. */
  isZero(place: number, lineCase: number): boolean;
}

/** Bits of a case; what a template asks beyond them is answered no. */
const MOST_BITS = 24;

interface Test {
  readonly condition: SlotCondition;
  readonly bit: number;
}
/** One value of a line and what is asked about it. */
interface Reader {
  readonly slot: SlotName;
  readonly anchors: readonly string[];
  readonly tests: Test[];
}

/** What a signature asks of a case: bits that are all set, and bits of which none is. */
interface Mask {
  readonly all: number;
  readonly none: number;
}
const NOTHING_ASKED: Mask = { all: 0, none: 0 };

/** A pattern asked of the line itself. */
interface Ask {
  readonly regex: LinePattern;
  readonly bit: number;
}

export function createCases(template: string, { zeros }: Guarded, candidates: readonly Pattern[]): Cases {
  const readers = new Map<string, Reader>();
  const bits = new Map<Pattern, Mask>();
  const asks: Ask[] = [];
  let used = zeros.length;
  const nextBit = (): number => (used < MOST_BITS ? 1 << used++ : 1 << MOST_BITS);
  for (const pattern of candidates) {
    const bitOf = (condition: SlotCondition): number => {
      const { tests } = readerOf(readers, condition, template, pattern);
      let test = tests.find((one) => isSame(one.condition, condition));
      if (test === undefined) tests.push((test = { condition, bit: nextBit() }));
      return test.bit;
    };
    const { when = [], unless = [], regex } = pattern.signature.match;
    const mask = {
      all: when.reduce((all, condition) => all | bitOf(condition), 0),
      none: unless.reduce((none, condition) => none | bitOf(condition), 0),
    };
    if (regex !== undefined) {
      const bit = nextBit();
      asks.push({ regex, bit });
      mask.all |= bit;
    }
    bits.set(pattern, mask);
  }
  const asked = [...readers.values()];
  return {
    caseOf: (content) => answersOf(content, zeros, asked) | patternAnswers(content, asks),
    holds(pattern, lineCase) {
      const { all, none } = bits.get(pattern) ?? NOTHING_ASKED;
      return (lineCase & all) === all && (lineCase & none) === 0;
    },
    isZero: (place, lineCase) => (lineCase & (1 << place)) !== 0,
  };
}

function readerOf(
  readers: Map<string, Reader>,
  condition: SlotCondition,
  template: string,
  pattern: Pattern,
): Reader {
  const anchors = anchorsOf(condition, template, firstWords(pattern));
  const key = `${condition.slot} ${anchors.join(' ')}`;
  let reader = readers.get(key);
  if (reader === undefined) readers.set(key, (reader = { slot: condition.slot, anchors, tests: [] }));
  return reader;
}

/** Words that may stand beside a signature's value, in the order of its phrases. */
function firstWords({ all, any }: Pattern): readonly string[] {
  return [...all, ...any.flat()].flatMap((phrase) => phrase.trim().split(' '));
}

function isSame(a: SlotCondition, b: SlotCondition): boolean {
  return a.op === b.op && a.value === b.value;
}

function answersOf(content: string, zeros: Guarded['zeros'], readers: readonly Reader[]): number {
  let answers = 0;
  for (let place = 0; place < zeros.length; place++) {
    const zero = zeros[place];
    if (zero !== undefined && isZeroAt(zero, content)) answers |= 1 << place;
  }
  for (const { slot, anchors, tests } of readers) {
    const value = firstValue(slot, content, anchors);
    for (const { condition, bit } of tests)
      if (isMet(condition, value) && bit < 1 << MOST_BITS) answers |= bit;
  }
  return answers;
}

function patternAnswers(content: string, asks: readonly Ask[]): number {
  let answers = 0;
  for (const { regex, bit } of asks) if (bit < 1 << MOST_BITS && regex.test(content)) answers |= bit;
  return answers;
}

function firstValue(slot: SlotName, content: string, anchors: readonly string[]): number {
  for (const anchor of anchors) {
    const value = readValue(slot, content, anchor);
    if (!Number.isNaN(value)) return value;
  }
  return NaN;
}

function isMet({ op, value: bound }: SlotCondition, value: number): boolean {
  if (op === '>=') return value >= bound;
  if (op === '>') return value > bound;
  if (op === '<=') return value <= bound;
  if (op === '<') return value < bound;
  return op === '=' ? value === bound : value < bound || value > bound;
}
