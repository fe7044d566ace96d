/**
 * The environment in, a checked configuration out: the only file that reads `process.env`.
 * All problems are reported at once, each with the setting, what it got and what it takes. Secrets never appear in a message.
 */
import { readFileSync } from 'node:fs';
import { PresageError, messageOf } from './errors.ts';
import { SETTINGS, type SettingName } from './settings.ts';
import { KINDS, type KindValue } from './settings/kinds.ts';
import { llmProblems } from './settings/llm-choice.ts';
import type { SettingFact } from './settings/setting-fact.ts';

export type Config = { readonly [Name in SettingName]: KindValue[(typeof SETTINGS)[Name]['kind']] };

/** Node's timers take a longer time for none at all. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

type Environment = Readonly<Record<string, string | undefined>>;

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

/** What a file of the user's refers to by name; undefined = not set. */
export function environmentText(name: string): string | undefined {
  return process.env[name];
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

/** Counts and sizes of which none at all would let nothing through. */
const AT_LEAST_ONE = [
  'maxTenants',
  'maxServices',
  'maxTemplates',
  'bodyMaxRatio',
  'tailRate',
  'llmInFlight',
  'syslogConnections',
  'journalMaxBytes',
  'outboxMaxBytes',
  'deadLettersMaxBytes',
  'bodyMaxBytes',
  'bodyMaxDecompressed',
  'inFlightMaxBytes',
  'storeMaxBytes',
] as const;

function contradictions(config: Config, alreadyBad: boolean): string[] {
  if (alreadyBad) return [];
  const problems: string[] = [];
  if ((config.victoriaLogsUrl === undefined) !== (config.victoriaMetricsUrl === undefined)) {
    problems.push(
      'PRESAGE_VICTORIALOGS_URL and PRESAGE_VICTORIAMETRICS_URL belong together; set both, or neither for the embedded store.',
    );
  }
  for (const name of AT_LEAST_ONE) {
    if (config[name] < 1) problems.push(`${SETTINGS[name].env} is 0; it takes at least 1.`);
  }
  for (const name of ['bodyTimeout', 'queryTimeout'] as const) {
    if (config[name] < 1 || config[name] > LONGEST_TIMER_MS)
      problems.push(
        `${SETTINGS[name].env} is ${config[name] < 1 ? 0 : 'too long'}; it takes from 1ms to 24d.`,
      );
  }
  for (const name of ['syslogTenant', 'kafkaTenant'] as const) {
    const text = config[name] ?? '';
    if (text.split(':').length > 2 || !text.split(':').every(isUint32))
      problems.push(
        `${SETTINGS[name].env} is ${JSON.stringify(text)}; it takes AccountID:ProjectID, for example 12:0.`,
      );
  }
  return [...problems, ...llmProblems(config)];
}

function isUint32(text: string): boolean {
  return /^\d{1,10}$/.test(text) && Number(text) < 2 ** 32;
}

/** What Kubernetes tells every container of a namespace about a service called `presage` or `presage-…`: no words of the user's. */
const SERVICE_LINK =
  /_(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT(?:_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)$/;

function unknownNames(environment: Environment): string[] {
  const known = Object.values(SETTINGS).flatMap((fact) =>
    fact.kind === 'secret' ? [fact.env, `${fact.env}_FILE`] : [fact.env],
  );
  return Object.keys(environment)
    .filter((name) => name.startsWith('PRESAGE_') && !known.includes(name) && !SERVICE_LINK.test(name))
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
