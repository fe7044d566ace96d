/**
 * Lines of other datasources say nothing of a class. In: such lines. Out: what to ask the sidecar, and the lines with what it said. It
 * judges each by its text and fields alone and stores nothing; lines that say the same are asked once.
 */
import type { ClassifiedLine, ClassifyReply, LogClass, Severity } from '@presage/contract';
import type { LogLine } from '../lines/line';
import { PRESAGE_DATASOURCE } from '../sources';
import { LIST } from '../words';

export interface Judgement {
  readonly logClass: LogClass | undefined;
  readonly severity: Severity | undefined;
  /** Why there is no class. */
  readonly undecided: string | undefined;
}

/** By what lines say (`sayingOf`). */
export type Judgements = ReadonlyMap<string, Judgement>;

export interface Batch {
  readonly sayings: readonly string[];
  readonly lines: ReadonlyArray<Readonly<Record<string, string>>>;
}

/** The contract takes 1,000 lines; a reply of fewer is sooner there. */
const MOST_LINES = 250;
/** Characters of a line and of a request. */
const MOST_OF_LINE = 4_000;
const MOST_OF_ALL = 400_000;
/** Different lines that are asked about; a page of a thousand lines has far fewer. */
export const MOST_JUDGED = 2_000;

export function isForeign({ logClass, source }: LogLine): boolean {
  return logClass === undefined && source.type !== PRESAGE_DATASOURCE;
}

/** What the verdict on a line depends on, but for fields that no rule reads. */
export function sayingOf({ service, severity, message }: LogLine): string {
  return [service ?? '', severity ?? '', message].join('\u0000');
}

/** The first lines that nothing is known of yet, as many as fit a request; undefined where there are none. */
export function nextBatch(lines: readonly LogLine[], known: Judgements): Batch | undefined {
  const batch = new Map<string, Readonly<Record<string, string>>>();
  const seen = new Set<string>();
  let length = 0;
  for (const line of lines) {
    if (!isForeign(line)) continue;
    const saying = sayingOf(line);
    seen.add(saying);
    if (seen.size > MOST_JUDGED) break;
    if (known.has(saying) || batch.has(saying)) continue;
    const asked = fieldsOf(line);
    length += JSON.stringify(asked).length;
    if (batch.size >= MOST_LINES || length > MOST_OF_ALL) break;
    batch.set(saying, asked);
  }
  return batch.size === 0 ? undefined : { sayings: [...batch.keys()], lines: [...batch.values()] };
}

/** As `/insert/jsonline` takes a line. */
function fieldsOf({ message, fields, timeMs, nanos }: LogLine): Readonly<Record<string, string>> {
  const given = JSON.stringify(fields).length <= MOST_OF_LINE ? fields : {};
  const time = `${timeMs}${String(nanos).padStart(6, '0')}`;
  return { ...given, _time: time, _msg: message.slice(0, MOST_OF_LINE) };
}

export function judged(known: Judgements, { sayings }: Batch, { lines }: ClassifyReply): Judgements {
  const next = new Map(known);
  sayings.forEach((saying, place) => {
    const line = lines[place];
    next.set(saying, line === undefined || 'error' in line ? refused(line?.error.message) : verdictOf(line));
  });
  return kept(next);
}

/** What was shown long ago goes: a panel may be open for days. */
function kept(all: Map<string, Judgement>): Judgements {
  for (const saying of all.keys()) {
    if (all.size <= 2 * MOST_JUDGED) break;
    all.delete(saying);
  }
  return all;
}

function verdictOf({ presage_class, presage_severity }: ClassifiedLine): Judgement {
  return { logClass: presage_class, severity: presage_severity, undecided: undefined };
}

function refused(why: string = LIST.notAnswered()): Judgement {
  return { logClass: undefined, severity: undefined, undecided: why };
}

/** The lines with what is known of them; `otherwise`: why there is no more. Their own level stands before a judgement of it. */
export function withJudgements(
  lines: readonly LogLine[],
  known: Judgements,
  otherwise: string | undefined,
): readonly LogLine[] {
  if (!lines.some(isForeign)) return lines;
  return lines.map((line) => {
    if (!isForeign(line)) return line;
    const found = known.get(sayingOf(line));
    if (found === undefined) return { ...line, undecided: otherwise };
    const { logClass, severity, undecided } = found;
    return {
      ...line,
      logClass,
      undecided,
      severity: line.severity ?? severity,
      isJudged: logClass !== undefined,
    };
  });
}
