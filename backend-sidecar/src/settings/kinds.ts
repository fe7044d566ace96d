import { Secret } from './secret.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** What a setting of each kind becomes. Durations are milliseconds. */
export interface KindValue {
  address: Address;
  bytes: number;
  count: number;
  decimal: number;
  duration: number;
  engine: 'none' | 'gemini' | 'openai-compatible' | undefined;
  file: string | undefined;
  flag: boolean;
  listener: Address | undefined;
  level: 'debug' | 'info' | 'warn' | 'error';
  list: readonly string[];
  minutes: number;
  path: string;
  routing: 'rules' | 'policy';
  sdk: 'genai' | 'generative-ai';
  secret: Secret | undefined;
  start: 'beginning' | 'end';
  text: string | undefined;
  url: URL | undefined;
}

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

export const KINDS: { readonly [K in keyof KindValue]: Kind<KindValue[K]> } = {
  address: { takes: 'host:port, for example 127.0.0.1:9480 or [::1]:9480', read: readAddress },
  listener: { takes: 'host:port, for example 127.0.0.1:5514 or 0.0.0.0:5514', read: readAddress },
  bytes: { takes: 'a size, for example 512MiB or 8GiB', read: (text) => readUnits(text, BYTE_UNITS) },
  count: {
    takes: 'a whole number from 0',
    read: (text) => (/^\d{1,15}$/.test(text) ? Number(text) : undefined),
  },
  decimal: {
    takes: 'a number, for example 1.5',
    read: (text) => (/^\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : undefined),
  },
  duration: { takes: 'a time with its unit: ms, s, m, h or d', read: (text) => readUnits(text, TIME_UNITS) },
  engine: {
    takes: 'none, gemini or openai-compatible',
    read: (text) => (['none', 'gemini', 'openai-compatible'] as const).find((engine) => engine === text),
  },
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
  routing: {
    takes: 'rules or policy',
    read: (text) => (['rules', 'policy'] as const).find((routing) => routing === text),
  },
  sdk: {
    takes: 'genai or generative-ai',
    read: (text) => (['genai', 'generative-ai'] as const).find((sdk) => sdk === text),
  },
  secret: { takes: 'a text', read: (text) => new Secret(text) },
  start: {
    takes: 'beginning or end',
    read: (text) => (text === 'beginning' || text === 'end' ? text : undefined),
  },
  text: { takes: 'a text', read: (text) => text.trim() || undefined },
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
