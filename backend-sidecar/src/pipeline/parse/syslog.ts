/**
 * In: a line of syslog, RFC 5424 or the older form of RFC 3164, with or without its `<priority>`. Out: its time, its parts as
 * fields (host, program, pid, severity, facility, msgid, structured data) and the content as message; undefined when it is none.
 */
import { readDeviceLine, type DeviceLine } from './device-line.ts';
import { digit, digitsEnd } from './digits.ts';
import { readHeadTime } from './head-time.ts';
import { monthAt } from './named-date.ts';
import { longTagEnd, programEnd, tagEnd } from './program.ts';
import { readStructuredData } from './structured-data.ts';
import type { TimeReader } from './time.ts';

const SEVERITIES = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'];
const FACILITIES = (
  'kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp security console solaris-cron ' +
  'local0 local1 local2 local3 local4 local5 local6 local7'
).split(' ');
const BLANK = 32;
/** Formats whose name looks like a program's: their messages stay whole, for people and for what reads them. */
const EVENT_FORMATS = ['CEF:', 'LEEF:'];

export interface SyslogLine {
  readonly timeMs: number;
  readonly timeNanos: number;
  /** name, value, name, value… */
  readonly fields: string[];
  readonly message: string;
}

export function readSyslog(reader: TimeReader, text: string): SyslogLine | undefined {
  const from = priorityEnd(text, 0);
  const fields = from === 0 ? [] : priorityFields(Number(text.slice(1, from - 1)));
  if (from > 0 && text.startsWith('1 ', from)) {
    const line = readModern(reader, text, from + 2, fields);
    if (line !== undefined) return line;
  }
  const device = from > 0 ? readDeviceLine(reader, text, from) : undefined;
  if (device !== undefined) return ofDevice(reader, text, device, fields);
  return readOld(reader, text, from, fields);
}

function ofDevice(reader: TimeReader, text: string, device: DeviceLine, fields: string[]): SyslogLine {
  const { host, hasTime, messageStart } = device;
  if (host !== '') fields.push('host', host);
  const timeMs = hasTime ? reader.timeMs : NaN;
  const timeNanos = Number.isNaN(timeMs) ? 0 : reader.timeNanos;
  return { timeMs, timeNanos, fields, message: text.slice(messageStart) };
}

/** Behind `<0>`…`<191>` at `at`; `at` itself when there is none. */
export function priorityEnd(text: string, at: number): number {
  if (text.charCodeAt(at) !== 60) return at;
  const end = digitsEnd(text, at + 1);
  if (end === at + 1 || end > at + 4 || text.charCodeAt(end) !== 62) return at;
  return Number(text.slice(at + 1, end)) <= 191 ? end + 1 : at;
}

function priorityFields(priority: number): string[] {
  const severity = SEVERITIES[priority & 7] ?? '';
  return ['severity', severity, 'facility', FACILITIES[priority >> 3] ?? ''];
}

/** `time host program pid msgid [data] message`, with `-` for what is absent. */
function readModern(reader: TimeReader, text: string, at: number, fields: string[]): SyslogLine | undefined {
  let p = at;
  let timeMs = NaN;
  if (text.charCodeAt(p) === 45) p++;
  else {
    p = reader.dateTime(text, p);
    timeMs = reader.timeMs;
  }
  const timeNanos = Number.isNaN(timeMs) ? 0 : reader.timeNanos;
  for (const name of ['host', 'program', 'pid', 'msgid']) {
    const end = p < 0 || text.charCodeAt(p) !== BLANK ? -1 : text.indexOf(' ', p + 1);
    if (end < 0) return undefined;
    const value = text.slice(p + 1, end);
    if (value !== '-') fields.push(name, value);
    p = end;
  }
  p = readStructuredData(text, p + 1, fields);
  if (p < 0) return undefined;
  // A byte order mark may say that the message is UTF-8.
  while (text.charCodeAt(p) === BLANK || text.charCodeAt(p) === 0xfeff) p++;
  return { timeMs, timeNanos, fields, message: text.slice(p) };
}

/** `Jun 14 15:16:01 host program[pid]: message`; without a priority, time and program must be there to believe it. */
function readOld(reader: TimeReader, text: string, from: number, fields: string[]): SyslogLine | undefined {
  const isIso = digit(text, from) >= 0 && text.charCodeAt(from + 10) === 84;
  const timeEnd = isIso || monthAt(text, from) > 0 ? readHeadTime(reader, text, from) : -1;
  const hasTime = timeEnd > 0;
  if (from === 0 && !hasTime) return undefined;
  const timeMs = hasTime ? reader.timeMs : NaN;
  const timeNanos = hasTime && !Number.isNaN(timeMs) ? reader.timeNanos : 0;
  let p = hasTime ? timeEnd : from;
  while (text.charCodeAt(p) === BLANK) p++;
  const body = hasTime && isRelayed(text, p) ? readRelayed(reader, text, p, fields) : -1;
  const end = body < 0 ? readTag(text, p, fields, hasTime, isIso) : body;
  if (end < 0 && from === 0) return undefined;
  return { timeMs, timeNanos, fields, message: text.slice(Math.max(end, p)) };
}

/** Whether a number, a colon or `%` stands behind the host: a relay put time and host before a device's line. */
function isRelayed(text: string, at: number): boolean {
  const blank = text.indexOf(' ', at);
  const c = blank < 0 ? NaN : text.charCodeAt(blank + 1);
  return c === 37 || c === 58 || (c >= 48 && c <= 57);
}

/** The host that the relay names, and where the device's message begins; -1 when it is none. */
function readRelayed(reader: TimeReader, text: string, at: number, fields: string[]): number {
  const blank = programEnd(text, at);
  if (blank < 0 || text.charCodeAt(blank) !== BLANK) return -1;
  const isBare = text.startsWith(': ', blank + 1);
  const device = readDeviceLine(reader, text, isBare ? blank + 3 : blank + 1);
  if (device === undefined) return -1;
  fields.push('host', text.slice(at, blank));
  return device.messageStart;
}

/** Host and program; where the message begins, or -1 without a tag. A line that names no host starts with the program. */
function readTag(text: string, at: number, fields: string[], hasHost: boolean, needsPid: boolean): number {
  const first = programEnd(text, at);
  // A number is a count, and would be a service of its own in every line.
  if (first < 0 || isNumber(text, at, first)) return -1;
  const direct = tagEnd(text, first);
  if (direct > 0 && (!hasHost || text.charCodeAt(first) !== BLANK)) {
    if (hasHost && needsPid) return -1;
    pushProgram(text, at, first, fields);
    return direct;
  }
  if (!hasHost || text.charCodeAt(first) !== BLANK) return -1;
  if (EVENT_FORMATS.some((name) => text.startsWith(name, first + 1))) {
    fields.push('host', text.slice(at, first));
    return first + 1;
  }
  let second = programEnd(text, first + 1);
  let end = second < 0 ? -1 : tagEnd(text, second);
  if (end < 0) {
    end = longTagEnd(text, first + 1);
    second = end < 0 ? -1 : text.indexOf('[', first);
  }
  if (end < 0 || isNumber(text, first + 1, second) || (needsPid && text.charCodeAt(second) !== 91)) return -1;
  fields.push('host', text.slice(at, first));
  pushProgram(text, first + 1, second, fields);
  return end;
}

function isNumber(text: string, from: number, to: number): boolean {
  return to > from && digitsEnd(text, from) === to;
}

function pushProgram(text: string, from: number, to: number, fields: string[]): void {
  fields.push('program', text.slice(from, to));
  if (text.charCodeAt(to) === 91) fields.push('pid', text.slice(to + 1, digitsEnd(text, to + 1)));
}
