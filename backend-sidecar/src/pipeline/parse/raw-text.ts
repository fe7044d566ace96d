/**
 * In: a record whose message is a raw line of unknown format. Out: the record with the line opened into fields, time and message:
 * JSON objects (also Docker's `{"log":…,"stream":…,"time":…}`), logfmt, CRI, syslog, and for other text the time at its head.
 * A time field of the record wins over the line's, a field of the line over the record's. What is not recognised stays as it came; nothing is refused here.
 */
import { fieldOf, type LineParameters, type LogRecord } from '../record.ts';
import { stripAnsi } from './ansi.ts';
import { readContainerLine } from './container-line.ts';
import { readHeadTime } from './head-time.ts';
import { planLines } from './line-plan.ts';
import { LineReader } from './line-reader.ts';
import { readLogfmt } from './logfmt.ts';
import { prefixedTimeEnd } from './prefixed-time.ts';
import { readSyslog } from './syslog.ts';
import { TimeReader } from './time.ts';

/** Names under which programs write message and time, best first. */
const MESSAGES = (
  '_msg message msg log body @m short_message text event ' +
  'MESSAGE Message @message RenderedMessage @mt fields.message MessageTemplate eventMessage body.stringValue'
).split(' ');
const TIMES = (
  '_time time timestamp @timestamp ts t t.$date @t datetime date ' +
  '__REALTIME_TIMESTAMP Timestamp EventTime eventTime eventtime asctime timeMillis timeUnixNano TimeCreated TimeGenerated ' +
  'start_time instant.epochSecond timestamp.seconds timestampSeconds'
).split(' ');
/** An envelope (CRI, Docker, syslog) may hold JSON, which may hold text: no deeper. */
const MAX_ENVELOPES = 2;
const BRACE = 123;

export class RawTextReader {
  readonly #time: TimeReader;
  readonly #fields: LineReader;
  /** For lines whose time is known already: a time field among theirs stays a field. */
  readonly #timeless: LineReader;

  constructor(parameters: LineParameters, zone: { readonly zoneOffsetMinutes: number }, referenceMs: number) {
    const { ignoreFields = [], decolorizeFields = [], preserveJsonKeys = [] } = parameters;
    const inner = { ignoreFields, decolorizeFields, preserveJsonKeys };
    const options = { messages: MESSAGES, strictTime: false };
    this.#fields = new LineReader(planLines(inner, { ...options, times: TIMES }), zone.zoneOffsetMinutes);
    this.#timeless = new LineReader(planLines(inner, { ...options, times: [] }));
    this.#time = new TimeReader(zone.zoneOffsetMinutes, referenceMs);
  }

  /** The record with its message opened. */
  open(record: LogRecord): LogRecord {
    return record.message === '' ? record : this.#open(record, MAX_ENVELOPES);
  }

  #open(record: LogRecord, envelopes: number): LogRecord {
    const text = record.message;
    const c = text.charCodeAt(0);
    if (c === BRACE) return this.#openJson(record, envelopes);
    const isDigit = c >= 48 && c <= 57;
    const opened = (isDigit ? this.#container(text) : undefined) ?? this.#syslog(text);
    if (opened !== undefined) {
      const joined = join(record, opened);
      return envelopes > 0 ? this.#open(joined, envelopes - 1) : joined;
    }
    return this.#openPairs(record) ?? this.#withHeadTime(record);
  }

  #openJson(record: LogRecord, envelopes: number): LogRecord {
    const text = record.message;
    const opened = this.#readerOf(record).readJson(text, 0, text.length);
    if (opened === undefined) return record;
    return this.#joinJson(record, withNanos(opened), envelopes);
  }

  #joinJson(record: LogRecord, opened: LogRecord, envelopes: number): LogRecord {
    const text = record.message;
    // Without a message of its own, people read the line as it was written.
    const joined = join(record, opened.message === '' ? { ...opened, message: text } : opened);
    const stream = fieldOf(opened, 'stream');
    const isDocker = opened.message !== '' && (stream === 'stdout' || stream === 'stderr');
    if (!isDocker) return joined;
    const line = { ...joined, message: withoutNewline(joined.message) };
    return envelopes > 0 ? this.#open(line, envelopes - 1) : line;
  }

  #readerOf(record: LogRecord): LineReader {
    return Number.isNaN(record.timeMs) ? this.#fields : this.#timeless;
  }

  #openPairs(record: LogRecord): LogRecord | undefined {
    const pairs = readLogfmt(record.message);
    const opened = pairs && this.#readerOf(record).readPairs(pairs);
    if (opened === undefined) return undefined;
    return join(record, opened.message === '' ? { ...opened, message: record.message } : opened);
  }

  #container(text: string): LogRecord | undefined {
    const line = readContainerLine(this.#time, text);
    if (line === undefined) return undefined;
    const fields = ['stream', line.stream];
    if (line.isPartial) fields.push('logtag', 'P');
    return this.#timed(fields, text.slice(line.textStart));
  }

  #syslog(text: string): LogRecord | undefined {
    const line = readSyslog(this.#time, text);
    if (line === undefined) return undefined;
    const opened = this.#timeless.readPairs(line.fields);
    const fields = opened?.fields ?? [];
    return { timeMs: line.timeMs, timeNanos: line.timeNanos, fields, message: line.message };
  }

  #timed(fields: string[], message: string): LogRecord {
    const { timeMs, timeNanos } = this.#time;
    return { timeMs, timeNanos, fields, message };
  }

  #withHeadTime(record: LogRecord): LogRecord {
    if (!Number.isNaN(record.timeMs)) return record;
    const text = stripAnsi(record.message);
    const found = readHeadTime(this.#time, text, 0) > 0 || prefixedTimeEnd(this.#time, text) > 0;
    if (!found || Number.isNaN(this.#time.timeMs)) return record;
    return { ...record, timeMs: this.#time.timeMs, timeNanos: this.#time.timeNanos };
  }
}

/**
 * The opened line within its record. The record's time stands. Of a field that both have the line's value stands, because what the
 * record says of a file (its service by the name of the file, say) is a guess beside what the line says; the other is kept as `orig.*`.
 */
function join(record: LogRecord, opened: LogRecord): LogRecord {
  const own = !Number.isNaN(record.timeMs);
  return {
    ...(record.position === undefined ? {} : { position: record.position }),
    timeMs: own ? record.timeMs : opened.timeMs,
    timeNanos: own ? record.timeNanos : opened.timeNanos,
    message: opened.message,
    fields: record.fields.length === 0 ? opened.fields : joinFields(record, opened.fields),
  };
}

function joinFields(record: LogRecord, opened: readonly string[]): string[] {
  const fields = [...record.fields];
  const places = new Map<string, number>();
  for (let i = 0; i < fields.length; i += 2) places.set(fields[i] ?? '', i + 1);
  const add = (name: string, value: string): void => {
    places.set(name, fields.push(name, value) - 1);
  };
  for (let i = 0; i + 1 < opened.length; i += 2) {
    const name = opened[i] ?? '';
    const value = opened[i + 1] ?? '';
    const place = places.get(name);
    if (place === undefined) {
      add(name, value);
      continue;
    }
    const guess = fields[place] ?? '';
    fields[place] = value;
    if (!places.has(`orig.${name}`)) add(`orig.${name}`, guess);
  }
  return fields;
}

/** The nanoseconds that Log4j and Google Cloud write beside the second that was read. */
const NANOS = ['instant.nanoOfSecond', 'timestamp.nanos', 'timestampNanos'];

function withNanos(opened: LogRecord): LogRecord {
  if (opened.timeMs % 1000 !== 0 || opened.timeNanos !== 0) return opened;
  const { fields } = opened;
  const at = fields.findIndex((name, i) => i % 2 === 0 && NANOS.includes(name));
  const nanos = at < 0 ? NaN : Number(fields[at + 1]);
  if (!Number.isInteger(nanos) || nanos < 0 || nanos >= 1e9) return opened;
  const timeMs = opened.timeMs + Math.floor(nanos / 1e6);
  return { ...opened, timeMs, timeNanos: nanos % 1e6, fields: fields.toSpliced(at, 2) };
}

function withoutNewline(text: string): string {
  return text.endsWith('\r\n') ? text.slice(0, -2) : text.endsWith('\n') ? text.slice(0, -1) : text;
}
