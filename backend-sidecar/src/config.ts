/**
 * The environment in, a checked configuration out: the only file that reads `process.env`.
 * All problems are reported at once, each with the setting, what it got and what it takes. Secrets never appear in a message.
 */
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { PresageError, messageOf } from './errors.ts';
import { SETTINGS, type SettingName } from './settings.ts';
import type { SettingFact } from './settings/setting-fact.ts';

/** A text that prints as `<secret>` wherever it is not asked for by name. */
export class Secret {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  reveal(): string {
    return this.#text;
  }
  toString(): string {
    return '<secret>';
  }
  toJSON(): string {
    return '<secret>';
  }
  [inspect.custom](): string {
    return '<secret>';
  }
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** What a setting of each kind becomes. Durations are milliseconds. */
interface KindValue {
  address: Address;
  bytes: number;
  count: number;
  duration: number;
  file: string | undefined;
  flag: boolean;
  level: 'debug' | 'info' | 'warn' | 'error';
  list: readonly string[];
  minutes: number;
  path: string;
  secret: Secret | undefined;
  start: 'beginning' | 'end';
  url: URL | undefined;
}

export type Config = { readonly [Name in SettingName]: KindValue[(typeof SETTINGS)[Name]['kind']] };

type Environment = Readonly<Record<string, string | undefined>>;

const BYTE_UNITS: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
};
const TIME_UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A reader returns undefined when the text cannot be read; `takes` says what could be. */
interface Kind<Value> {
  readonly takes: string;
  read(text: string): Value | undefined;
}

const KINDS: { readonly [K in keyof KindValue]: Kind<KindValue[K]> } = {
  address: { takes: 'host:port, for example 127.0.0.1:9480 or [::1]:9480', read: readAddress },
  bytes: { takes: 'a size, for example 512MiB or 8GiB', read: (text) => readUnits(text, BYTE_UNITS) },
  count: {
    takes: 'a whole number from 0',
    read: (text) => (/^\d{1,15}$/.test(text) ? Number(text) : undefined),
  },
  duration: { takes: 'a time with its unit: ms, s, m, h or d', read: (text) => readUnits(text, TIME_UNITS) },
  flag: {
    takes: 'true or false',
    read: (text) => ({ true: true, false: false, '1': true, '0': false })[text],
  },
  level: {
    takes: 'debug, info, warn or error',
    read: (text) => (['debug', 'info', 'warn', 'error'] as const).find((level) => level === text),
  },
  list: {
    takes: 'names separated by commas',
    read: (text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
  },
  minutes: { takes: 'whole minutes from -840 to 840', read: readMinutes },
  file: { takes: 'the path of a file', read: (text) => text || undefined },
  path: { takes: 'the path of a folder', read: (text) => text || undefined },
  secret: { takes: 'a text', read: (text) => new Secret(text) },
  start: {
    takes: 'beginning or end',
    read: (text) => (text === 'beginning' || text === 'end' ? text : undefined),
  },
  url: { takes: 'an http or https URL', read: readUrl },
};

function readAddress(text: string): Address | undefined {
  const match = /^(?:\[([0-9a-fA-F:]+)\]|([^\s:[\]]+)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  return match && port <= 65_535 ? { host: match[1] ?? match[2] ?? '', port } : undefined;
}

function readUnits(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const match = /^(\d{1,12})\s*([A-Za-z]*)$/.exec(text);
  const unit = match && Object.hasOwn(units, match[2] ?? '') ? units[match[2] ?? ''] : undefined;
  return unit === undefined ? undefined : Number(match?.[1]) * unit;
}

function readMinutes(text: string): number | undefined {
  const minutes = /^[+-]?\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  return Math.abs(minutes) <= 840 ? minutes : undefined;
}

function readUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url : undefined;
}

/**
 * Reads and checks every setting.
 * @param overrides values given on the command line, as text, by setting name; they win over the environment
 * @param defaults what stands in for a setting's own default
 * @throws PresageError `bad_config` with one line a problem
 */
export function readConfig(
  environment: Environment = process.env,
  overrides: Partial<Record<SettingName, string>> = {},
  defaults: Partial<Record<SettingName, string>> = {},
): Config {
  const problems = unknownNames(environment);
  const values: Record<string, unknown> = {};
  for (const [name, fact] of Object.entries(SETTINGS) as [SettingName, SettingFact][]) {
    const standard = { ...fact, default: defaults[name] ?? fact.default };
    const text = overrides[name] ?? textOf(standard, environment, problems);
    values[name] = read(fact, text, problems);
  }
  const config = values as unknown as Config;
  problems.push(...contradictions(config, problems.length > 0));
  if (problems.length > 0)
    throw new PresageError(
      'bad_config',
      `The configuration cannot be used:\n${problems.map((line) => `  - ${line}`).join('\n')}`,
    );
  return config;
}

function read(fact: SettingFact, text: string, problems: string[]): unknown {
  if (text === '') return fact.kind === 'list' ? [] : undefined;
  const value = KINDS[fact.kind].read(text);
  if (value === undefined)
    problems.push(`${fact.env} is ${shown(fact, text)}; it takes ${KINDS[fact.kind].takes}.`);
  return value;
}

/** What was given, without what may be secret in it. */
function shown(fact: SettingFact, text: string): string {
  return fact.kind === 'secret' ? '<secret>' : JSON.stringify(text.replace(/\/\/[^@/]*@/, '//<secret>@'));
}

/** An empty value counts as not set, as compose files write it. */
function textOf(fact: SettingFact, environment: Environment, problems: string[]): string {
  const direct = environment[fact.env] ?? '';
  const file = fact.kind === 'secret' ? (environment[`${fact.env}_FILE`] ?? '') : '';
  if (direct !== '' && file !== '') problems.push(`${fact.env} and ${fact.env}_FILE are both set; keep one.`);
  if (direct !== '' || file === '') return direct || fact.default;
  try {
    const text = readFileSync(file, 'utf8').trim();
    if (text === '') problems.push(`${fact.env}_FILE names ${file}, which is empty.`);
    return text;
  } catch (thrown) {
    problems.push(`${fact.env}_FILE cannot be read: ${messageOf(thrown)}.`);
    return '';
  }
}

function contradictions(config: Config, alreadyBad: boolean): string[] {
  if (alreadyBad) return [];
  const problems: string[] = [];
  if ((config.victoriaLogsUrl === undefined) !== (config.victoriaMetricsUrl === undefined)) {
    problems.push(
      'PRESAGE_VICTORIALOGS_URL and PRESAGE_VICTORIAMETRICS_URL belong together; set both, or neither for the embedded store.',
    );
  }
  for (const name of ['maxTenants', 'maxServices', 'maxTemplates', 'bodyMaxRatio', 'tailRate'] as const) {
    if (config[name] < 1) problems.push(`${SETTINGS[name].env} is 0; it takes at least 1.`);
  }
  return problems;
}

function unknownNames(environment: Environment): string[] {
  const known = Object.values(SETTINGS).flatMap((fact) =>
    fact.kind === 'secret' ? [fact.env, `${fact.env}_FILE`] : [fact.env],
  );
  return Object.keys(environment)
    .filter((name) => name.startsWith('PRESAGE_') && !known.some((candidate) => candidate === name))
    .map((name) => `${name} is not a setting. Did you mean ${nearest(name, known)}?`);
}

/** The known name with the fewest edits; ties go to the first. */
export function nearest(name: string, known: readonly string[]): string {
  let best = known[0] ?? '';
  for (const candidate of known) if (edits(name, candidate) < edits(name, best)) best = candidate;
  return best;
}

/** Levenshtein distance. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Whether an address can be reached from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
