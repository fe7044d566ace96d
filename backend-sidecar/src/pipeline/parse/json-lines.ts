/**
 * In: a whole request as text, one JSON object a line, and how to read it. Out: records in order, and each line that cannot be
 * one with its reason. Nothing is thrown and nothing is lost: every line that is not blank is in one of the two lists.
 */
import { LIMITS, type DeadLetterReason } from '@presage/contract';
import type { LineParameters, LogRecord } from '../record.ts';
import { planLines } from './line-plan.ts';
import { LineReader } from './line-reader.ts';
import { RawTextReader } from './raw-text.ts';
import { isLongerThan } from './utf8.ts';

export interface Reject {
  /** From 1, blank lines counted. */
  readonly line: number;
  readonly reason: DeadLetterReason;
  /** A sentence with the fact. */
  readonly message: string;
  readonly text: string;
}

export interface Decoded {
  readonly records: LogRecord[];
  readonly rejects: Reject[];
}

/** A reader goes from call to call with its parameters: what it has learned of names costs as much as a line. */
const readers = new WeakMap<LineParameters, LineReader>();

/**
 * Decodes NDJSON. `referenceMs` is about when the lines arrived: it completes stamps at the head of raw text that lack a year
 * (syslog); without it such lines get no time of their own.
 */
export function decodeLines(text: string, parameters: LineParameters, referenceMs = NaN): Decoded {
  const decoded: Decoded = { records: [], rejects: [] };
  const reader = readerOf(parameters);
  const raw = parameters.rawText && new RawTextReader(parameters, parameters.rawText, referenceMs);
  let line = 0;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    line++;
    if (!isBlank(text, start, end)) {
      const record = readLine(reader, text, start, end);
      if (record === undefined) decoded.rejects.push(rejectOf(reader, line, text.slice(start, end)));
      else decoded.records.push(raw === undefined ? record : raw.open(record));
    }
    start = end + 1;
  }
  return decoded;
}

function readerOf(parameters: LineParameters): LineReader {
  const known = readers.get(parameters);
  if (known !== undefined) return known;
  const reader = new LineReader(planLines(parameters));
  readers.set(parameters, reader);
  return reader;
}

function readLine(reader: LineReader, text: string, start: number, end: number): LogRecord | undefined {
  if (!isLongerThan(text, LIMITS.lineBytes, start, end)) return reader.readJson(text, start, end);
  reader.reason = 'too_long';
  reader.problem = `The line is over ${LIMITS.lineBytes} bytes.`;
  return undefined;
}

function rejectOf(reader: LineReader, line: number, text: string): Reject {
  return { line, reason: reader.reason, message: reader.problem, text };
}

/** Whether there are only JSON's blanks: a line of control characters is not blank, and gets refused rather than lost. */
function isBlank(text: string, start: number, end: number): boolean {
  for (let p = start; p < end; p++) {
    const c = text.charCodeAt(p);
    if (c !== 32 && c !== 9 && c !== 13) return false;
  }
  return true;
}
