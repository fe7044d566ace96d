/**
 * In: a level as a logger wrote it, word or number. Out: one of the contract's severities, undefined when it is none.
 * The scales agree with syslog (RFC 5424, table 2) and OpenTelemetry's severity numbers.
 */
import type { Severity } from '@presage/contract';
import { digitsEnd } from './digits.ts';
import { type FactKind, factKindOf } from './field-facts.ts';

/** Also as PostgreSQL, Java and Windows say them in other languages. */
const SPELLINGS: Readonly<Record<Severity, string>> = {
  critical:
    'critical crit fatal ftl emergency emerg alert panic dpanic disaster panik kritisch critique 致命错误 严重',
  error:
    'error err eror erro severe failure failed fail sev1 fehler schwerwiegend erreur grave errore fout fel błąd ошибка 错误 エラー',
  warning:
    'warning warn wrn warni wrng caution warnung avertissement attention advertencia avvertenza attenzione aviso avviso ' +
    'waarschuwing varning предупреждение 警告',
  info:
    'info information informational inf notice note ntc log success audit statement hint detail ' +
    'hinweis infos anweisung instruction sentencia 信息 情報',
  debug: 'debug dbg debu dbug fine config debug1 debug2 debug3 debug4 debug5',
  trace: 'trace trc verbose vrb verb finer finest silly all trac',
};

/** One letter, as Android, klog, Ruby, MongoDB and etcd print it. */
const LETTERS: Readonly<Record<string, Severity>> = {
  F: 'critical',
  C: 'critical',
  A: 'critical',
  E: 'error',
  W: 'warning',
  I: 'info',
  N: 'info',
  D: 'debug',
  V: 'trace',
  T: 'trace',
};

/** MongoDB's field: a letter, which debug follows with a digit (`D2`). Too short a name to be believed without its others. */
export const MONGODB_LEVEL = 's';
const MONGODB_VALUE = /^(?:[FEWI]|D[1-5]?)$/;

/** Syslog severities 0…7: emergency, alert, critical, error, warning, notice, informational, debug. */
const SYSLOG: readonly Severity[] = [
  'critical',
  'critical',
  'critical',
  'error',
  'warning',
  'info',
  'info',
  'debug',
];
const OTEL: readonly Severity[] = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
const MOST_OTEL = 24;
const PINO: readonly Severity[] = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
const PYTHON: readonly Severity[] = ['debug', 'info', 'warning', 'error', 'critical'];
const APP_INSIGHTS: readonly Severity[] = ['trace', 'info', 'warning', 'error', 'critical'];

/** Every spelling in lower case, upper case and capitalised, so that a look-up needs no new string. */
const WORDS: ReadonlyMap<string, Severity> = new Map(
  (Object.entries(SPELLINGS) as [Severity, string][]).flatMap(([severity, words]) =>
    words.split(' ').flatMap((word): [string, Severity][] => [
      [word, severity],
      [word.toUpperCase(), severity],
      [word.charAt(0).toUpperCase() + word.slice(1), severity],
    ]),
  ),
);

/** Longest spelling there is: longer words are not looked up. */
export const LONGEST_LEVEL = 14;

/**
 * What scale a field's values are on. The numbers of `level` alone are ambiguous: below 10 they are syslog's, full tens are pino's
 * and bunyan's, others up to 24 OpenTelemetry's.
 */
type Scale = 'level' | 'syslog' | 'otel' | 'python' | 'app_insights' | 'mongodb';

interface LevelField {
  /** Lower = believed before the others. */
  readonly rank: number;
  readonly scale: Scale;
}

const FIELDS: readonly (readonly [Scale, string])[] = [
  [
    'level',
    'level Level LEVEL lvl @l @level severity Severity SEVERITY severity_text severityText SeverityText',
  ],
  ['level', 'loglevel logLevel log_level LogLevel log.level levelname level_name levelName detected_level'],
  ['otel', 'severity_number severityNumber SeverityNumber'],
  ['python', 'levelno'],
  ['app_insights', 'severityLevel SeverityLevel'],
  ['syslog', 'PRIORITY priority syslog_severity syslog.severity log.syslog.severity.name'],
  ['mongodb', MONGODB_LEVEL],
];

const LEVEL_FIELDS: ReadonlyMap<string, LevelField> = new Map(
  FIELDS.flatMap(([scale, names]) => names.split(' ').map((name) => ({ scale, name }))).map(
    ({ scale, name }, rank) => [name, { rank, scale }],
  ),
);

/** The severity that a word says, in lower case, upper case or capitalised. */
export function severityOfWord(word: string): Severity | undefined {
  return word.length > LONGEST_LEVEL ? undefined : WORDS.get(word);
}

/** Every spelling and what it says. */
export function levelWords(): Iterable<readonly [string, Severity]> {
  return WORDS;
}

/** The severity of a one-letter level, in upper case. */
export function severityOfLetter(letter: string): Severity | undefined {
  return Object.hasOwn(LETTERS, letter) ? LETTERS[letter] : undefined;
}

/** The severity of a syslog priority value (facility * 8 + severity). */
export function severityOfPriority(priority: number): Severity {
  return SYSLOG[priority & 7] ?? 'info';
}

/** How much a field name is a level's: lower is believed first; -1 = it is none. */
export function levelFieldRank(name: string): number {
  return LEVEL_FIELDS.get(name)?.rank ?? -1;
}

/** What a field's name promises: how much it is a level's, as levelFieldRank says, and what its value may tell besides. */
export interface FieldMeaning {
  readonly rank: number;
  readonly fact: FactKind | undefined;
}

/** Distinct names that are remembered; a sender with random names makes it start over. */
const MAX_NAMES = 8192;
const meanings = new Map<string, FieldMeaning>();

/** Worked out once a name: this is asked for every field of every line. */
export function meaningOf(name: string): FieldMeaning {
  const known = meanings.get(name);
  if (known !== undefined) return known;
  if (meanings.size >= MAX_NAMES) meanings.clear();
  const meaning = { rank: levelFieldRank(name), fact: factKindOf(name) };
  meanings.set(name, meaning);
  return meaning;
}

/** The severity that a level field says; undefined when its value is none. */
export function severityOfField(name: string, value: string): Severity | undefined {
  const scale = LEVEL_FIELDS.get(name)?.scale ?? 'level';
  if (scale === 'mongodb') return MONGODB_VALUE.test(value) ? severityOfLetter(value.charAt(0)) : undefined;
  const word = WORDS.get(value);
  if (word !== undefined) return word;
  if (value !== '' && digitsEnd(value, 0) === value.length) return severityOfNumber(scale, Number(value));
  if (value.length === 1) return severityOfLetter(value.toUpperCase());
  return value.length > 2 * LONGEST_LEVEL ? undefined : WORDS.get(value.trim().toLowerCase());
}

function severityOfNumber(scale: Scale, value: number): Severity | undefined {
  switch (scale) {
    case 'otel':
      return value < 1 ? undefined : OTEL[Math.floor((value - 1) / 4)];
    case 'python':
      return PYTHON[Math.floor(value / 10) - 1];
    case 'app_insights':
      return APP_INSIGHTS[value];
    case 'syslog':
      return SYSLOG[value];
    case 'level':
      if (value < 10) return SYSLOG[value];
      return value % 10 === 0 || value > MOST_OTEL
        ? PINO[Math.floor(value / 10) - 1]
        : severityOfNumber('otel', value);
    case 'mongodb':
      return undefined;
  }
}
