/**
 * In: a message as a program wrote it. Out: where its content begins behind the head (time, host, process, thread, level, logger),
 * and the level the head says. One scan from left to right that ends at the first word of the content; nothing is thrown, and
 * a text without a head comes out whole. A level is believed only where a head has one: `error count 0` has none.
 *
 * Heads it knows, each with any time of head-time.ts (… = cut off):
 *   time LEVEL [thread] logger: …        Log4j, Hadoop, Spark       time [thread] LEVEL  logger - …       Logback
 *   time LEVEL pid --- [thread] logger : …  Spring Boot             time - LEVEL [thread:Class@1] - …     ZooKeeper
 *   time - name - LEVEL - …              Python                     LEVEL:name:…                          Python
 *   time pid tid L Tag: …, L/Tag(pid): … Android                    LMMDD time tid file.go:1] …           klog
 *   time host prog[pid]: …, <PRI>…       syslog                     [time] [module:level] [pid 1] …       Apache
 *   time [level] pid#tid: …              nginx                      [time][LEVEL][logger] [node] …        Elasticsearch
 *   time id [Level] [code] [part] …      MySQL                      time UTC [pid] LEVEL: …               PostgreSQL
 *   time pid LEVEL logger [req-1] …      OpenStack                  label epoch date node time node A B LEVEL …  Blue Gene
 *   time|name|number|…                   bars                       time, Level   COLUMN   …              Windows
 *   pid:role time sign …                 Redis                      time=… level=… msg=…                  logfmt
 *   L, [time #pid]  LEVEL -- name: …     Ruby                       time<tab>level<tab>logger<tab>…       zap
 *   host ident user [time] …             access logs                prefix | time …                       Compose
 *   [uptime] …                           kernel                     {…"level":"…"…}: level only, kept whole
 *   number node … epoch flag …           clusters                   - epoch date node Mon D time node prog[pid]: …  collected syslog
 *   time L COMPONENT [conn1] …           MongoDB                    [pid:tid:MMDD/time:LEVEL:file(1)] …  Chromium
 *   [time: LEVEL/process] …              Celery                     time LEVEL a::b: file.rs:1: …  Rust
 *   time Program Name.exe *64 - …        Windows                    time prog[pid]: …, name[LEVEL]: …
 */
import type { Severity } from '@presage/contract';
import { type Fact, worseFact } from '../fact.ts';
import { fieldOf, type LogRecord } from '../record.ts';
import { stripAnsi } from './ansi.ts';
import { factOf } from './field-facts.ts';
import { readHeadParts } from './head-scan.ts';
import { readHeadStart } from './head-start.ts';
import { HeadState } from './head-state.ts';
import { readJsonLevel } from './json-level.ts';
import { meaningOf, MONGODB_LEVEL, severityOfField } from './level.ts';

export interface Head {
  /** Where the content begins; 0 without a head. Never past the text's end. */
  readonly bodyStart: number;
  readonly level: Severity | undefined;
  /** False when the level is only the first word of the sentence (`Error: …`), which is then part of the body. */
  readonly levelExplicit: boolean;
  /** The logger's name is text[loggerStart, loggerEnd); equal when none was named. */
  readonly loggerStart: number;
  readonly loggerEnd: number;
  /** The program of a syslog line: `sshd`. */
  readonly program: string | undefined;
}

/** Kept between calls so that a head costs one object; nothing of it outlives a call. */
const state = new HeadState();

/** Reads the head of a message. */
export function readHead(message: string): Head {
  state.open(message);
  // A date in JSON's first value is not a head's time.
  if (!isJson(message, 0)) readHeadStart(state);
  if (isJson(message, state.at)) readJsonLevel(state);
  else readHeadParts(state);
  // A head with nothing behind it is all there is to say.
  const bodyStart = state.body < message.length ? state.body : 0;
  const { level, levelExplicit, loggerStart, loggerEnd, program } = state;
  return { bodyStart, level, levelExplicit, loggerStart, loggerEnd, program };
}

/** A message without its head and its colours. */
export function contentOf(message: string): string {
  const text = stripAnsi(message);
  return text.slice(readHead(text).bodyStart);
}

/** `{cart.py:77}` of some layouts is none. */
function isJson(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== 123) return false;
  const next = text.charCodeAt(at + 1);
  return next <= 34 || next === 125;
}

/** What a line says of itself besides its words. */
export interface Said {
  /** Of its fields if one says it, else of its head. */
  readonly level: Severity | undefined;
  readonly fact: Fact | undefined;
}

export function saidBy(record: LogRecord, head: Head): Said {
  const { fields } = record;
  let level: Severity | undefined;
  let fact: Fact | undefined;
  let best = Infinity;
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i] ?? '';
    const meaning = meaningOf(name);
    if (meaning.fact !== undefined) fact = worseFact(fact, factOf(meaning.fact, fields[i + 1] ?? ''));
    const { rank } = meaning;
    if (rank < 0 || rank >= best || (name === MONGODB_LEVEL && fieldOf(record, 'ctx') === undefined))
      continue;
    const said = severityOfField(name, fields[i + 1] ?? '');
    if (said === undefined) continue;
    level = said;
    best = rank;
  }
  return { level: level ?? head.level, fact };
}
