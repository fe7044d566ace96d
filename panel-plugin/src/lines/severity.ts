import type { Severity } from '@presage/contract';
import { SEVERITIES } from './line';
import { plainText } from './plain-text';

const OTHER_WORDS: Readonly<Record<string, Severity>> = {
  emerg: 'critical',
  emergency: 'critical',
  alert: 'critical',
  crit: 'critical',
  fatal: 'critical',
  panic: 'critical',
  err: 'error',
  eror: 'error',
  severe: 'error',
  failure: 'error',
  warn: 'warning',
  notice: 'info',
  information: 'info',
  informational: 'info',
  dbug: 'debug',
  fine: 'debug',
  verbose: 'trace',
  finest: 'trace',
  // syslog's numbers
  '0': 'critical',
  '1': 'critical',
  '2': 'critical',
  '3': 'error',
  '4': 'warning',
  '5': 'info',
  '6': 'info',
  '7': 'debug',
};

/** Fields that name a level; the first that it has and that says something counts. */
const LEVEL_FIELDS = ['level', 'detected_level', 'severity', 'severity_text', 'lvl', 'loglevel', 'log.level'];

/** How far into a message a level is looked for. */
const HEAD = 160;
const NAMED = /\b(?:level|lvl|severity)["']?\s*[=:]\s*["']?([A-Za-z]+)/i;
const BARE = /\b(FATAL|CRITICAL|PANIC|ERROR|ERR|WARNING|WARN|INFO|NOTICE|DEBUG|TRACE)\b/;

/** The severity that a word names; undefined for one that names none. */
export function severityNamed(word: string | undefined): Severity | undefined {
  if (word === undefined || word === '') return undefined;
  const lower = word.toLowerCase();
  return SEVERITIES.find((one) => one === lower) ?? OTHER_WORDS[lower];
}

/** By the line's own level: its fields first, then the head of its message. Words such as "failed" are no level. */
export function severityOf(fields: Readonly<Record<string, string>>, message: string): Severity | undefined {
  for (const name of LEVEL_FIELDS) {
    const found = severityNamed(fields[name]);
    if (found !== undefined) return found;
  }
  const head = plainText(message.slice(0, HEAD));
  return severityNamed(NAMED.exec(head)?.[1] ?? BARE.exec(head)?.[1]);
}
