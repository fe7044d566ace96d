import { beginning, unlinked } from './clean.ts';
import { restore } from './redact/pseudonyms.ts';
import { redact } from './redact/redact.ts';

/** What a line says, short and safe to repeat: without head, control characters, secrets, links and the parts that strangers write. */
export function gistOf(message: string): string {
  const text = message.slice(0, 8192).trim();
  const said = text.startsWith('{') ? (fromJson(text) ?? plain(text)) : plain(text);
  return cut(unlinked(withoutSecrets(quiet(said))));
}

/** Answers are copied into tickets and chats, where a line's reader may not be the only one. */
function withoutSecrets(text: string): string {
  const { text: shown, pseudonyms } = redact(text);
  return restore(shown, pseudonyms);
}

const MOST = 240;
/** Of what a cause follows, which says why. */
const MOST_BEFORE_CAUSE = 72;
/** Written by whoever sends a request: they may address the reader. */
const STRANGERS = /^(ua|user_?agent|agent|referr?er|query|comment|note|body|input|subject|feedback|review)$/i;
const HEAD =
  /^(t|t\.\$date|s|c|ctx|ts|time|timestamp|@timestamp|level|lvl|severity|logger|caller|pid|hostname|v|thread|source|stream)$/i;
const MAIN = ['msg', 'message', 'event', 'log'];
const ADDRESSES_READER =
  /ignore (all |any )?(previous|prior|above)|system prompt|instructions?:|log_class|what_happened|likely_causes|(mark|classif\w+|treat|report) (this|it|these)?.{0,20}as (normal|benign|info)|\bas an ai\b|assistant:/i;

function cut(text: string, most = MOST): string {
  return text.length <= most ? text : `${beginning(text, most - 1).trimEnd()}…`;
}

/** Characters that hide or turn text go; a clause that addresses the reader is named, not repeated. */
function quiet(text: string): string {
  const clean = text.replace(/(?![\n\r\t])\p{Cc}\[[\d;]*[A-Za-z]/gu, '').replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
  return clean
    .split(/(?<=[.;!?]) /)
    .map((clause) => (ADDRESSES_READER.test(clause) ? '[text that addresses the reader]' : clause))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function fromJson(text: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  return fromPairs(pairsOf(value as Readonly<Record<string, unknown>>, ''));
}

function pairsOf(object: Readonly<Record<string, unknown>>, path: string): [string, string][] {
  return Object.entries(object)
    .slice(0, 40)
    .flatMap(([key, value]): [string, string][] => {
      if (typeof value === 'string') return [[path + key, value]];
      if (typeof value === 'number' || typeof value === 'boolean') return [[path + key, String(value)]];
      const deeper = typeof value === 'object' && value !== null && !Array.isArray(value) && path === '';
      return deeper ? pairsOf(value as Readonly<Record<string, unknown>>, `${key}.`) : [];
    });
}

/** The message, then the other fields as `name=value`. */
function fromPairs(pairs: readonly (readonly [string, string])[]): string {
  const main = pairs.find(([key]) => MAIN.includes(key));
  const rest = tellingFirst(pairs)
    .filter((pair) => pair !== main)
    .filter(([key]) => !HEAD.test(key) && !STRANGERS.test(key.slice(key.lastIndexOf('.') + 1)))
    .map(([key, value]) => `${key}=${value.split('\n', 1)[0] ?? ''}`);
  const said = main?.[1] ?? '';
  // As container engines wrap what a program writes.
  const inner = said.startsWith('{') ? fromJson(said) : undefined;
  return [inner ?? said, rest.join(' ')].filter(Boolean).join(' ');
}

/** What tells why comes before what tells which: it must survive a cut. */
const TELLING = /(^|\.)(err|error|reason|cause|exception|detail|message)$/i;

function tellingFirst(pairs: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  const isTelling = ([key]: readonly [string, string]): boolean => TELLING.test(key);
  return [...pairs.filter(isTelling), ...pairs.filter((pair) => !isTelling(pair))];
}

const PAIR = /(?<![\w.@-])([\w.@-]+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g;

function plain(text: string): string {
  const [first = '', ...rest] = text.split('\n');
  const pairs = Array.from(
    first.matchAll(PAIR),
    ([, key = '', quoted, bare]) => [key, unescape(quoted ?? bare ?? '')] as const,
  );
  const isLogfmt = pairs.some(([key]) => MAIN.includes(key)) && /^[\w.@-]+=/.test(first);
  const klog =
    /^[IWEF]\d{4} [\d:.]+\s+\d+ \S+\] "([^"]{1,200})" (?=[\w.]+=)|^"([^"]{1,200})" (?=[\w.]+=)/.exec(first);
  const main = klog?.[1] ?? klog?.[2];
  const told = main === undefined ? pairs : [['msg', main] as const, ...pairs];
  const said = isLogfmt || main !== undefined ? fromPairs(told) : withoutHead(withoutStrangers(first));
  if (TRACEBACK.test(text))
    return [said.replace(TRACEBACK, '').trim(), ...tracedBack(rest)].filter(Boolean).join('; ');
  const isGoingOn = said.endsWith(':') && /^\S/.test(rest[0] ?? '');
  const whole = isGoingOn ? `${said} ${rest[0] ?? ''}` : said.replace(/:$/, '');
  const isCaused = rest.some((line) => line.startsWith('Caused by: '));
  const thrown = rest.filter((line) => THROWN.test(line) && !whole.endsWith(line));
  const deepest = [...new Set([thrown[0], thrown.at(-1)])].filter((line) => line !== undefined);
  const frame = rest.find((line) => /^\s+(at )?\S+[.:/]\w+.*:(line )?\d+/.test(line))?.trim();
  return [
    isCaused ? cut(whole, MOST_BEFORE_CAUSE) : whole,
    ...deepest.map(withoutHead),
    frame && `at ${frame.replace(/^at /, '')}`,
  ]
    .filter(Boolean)
    .join('; ');
}

const THROWN = /^(Caused by: |[\w.$]+(Exception|Error)\b|\S.* DETAIL: )/;
const TRACEBACK = /Traceback \(most recent call last\):/;
const PYTHON_FRAME = /^\s+File "([^"]+)", line (\d+).*$/;

/** Python tells what was thrown last, and the frame that threw it just before. */
function tracedBack(lines: readonly string[]): readonly string[] {
  const thrown = lines.findLast((line) => /^[A-Za-z_][\w.]*(?::|$)/.test(line));
  const frame = lines.findLast((line) => PYTHON_FRAME.test(line));
  return [thrown, frame?.replace(PYTHON_FRAME, 'at $1:$2')].filter((part) => part !== undefined);
}

function unescape(text: string): string {
  return text.replace(/\\(["\\])/g, '$1');
}

/** The quoted agent and referrer at the end of an access line, and fields that strangers fill. */
function withoutStrangers(text: string): string {
  return text
    .replace(/^(\S+) \S+ \S+ \[[^\]]{1,40}\] (?=")/, '$1 ')
    .replace(PAIR, (pair: string, key: string) => (STRANGERS.test(key) ? '' : pair))
    .replace(/(" \d{3} \S+)((?: "[^"]*")+)/, '$1');
}

const HEADS: readonly RegExp[] = [
  /^\[\d{4}-\d\d-\d\d [\d:.,]+: [A-Z]+\/[\w-]+\]\s*/,
  /^\[[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d [\d:.]+ \d{4}\] /,
  /^\[[\w-]+:(?:trace\d?|debug|info|notice|warn|error|crit|alert|emerg)\] /,
  /^\[pid \d+(?::tid \d+)?\] /,
  /^[DIWEFA], \[[\dT:.-]+ #\d+\]\s+[A-Z]+ -- [\w.-]{0,60}: /,
  /^\d+:[A-Z] \d\d [A-Z][a-z]{2} \d{4} [\d:.]+ [.*#-] /,
  /^[IWEF]\d{4} [\d:.]+\s+\d+ \S+\] /,
  /^\[?\d{4}[-/]\d\d[-/]\d\d[T ]?[\d:.,]*(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?\]?\s*/,
  /^\[?\d\d:\d\d:\d\d[.,]?\d*\]?\s*/,
  /^(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL|LOG)\b:?\s+(?=\S)/,
  /^\[(?:trace|debug|info|notice|warn|warning|error|crit|critical|alert|emerg|fatal|log)\s*\]:?\s*(?=\S)/i,
  /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S+ (?=[\w.()/-]+(?:\[\d+\])?: )/,
  /^\[(?:main|[\w.:#-]{0,60}\d)\]\s+(?=\S)/,
  /^(?:[a-z_$][\w$]*\.){1,12}(?=[A-Z][\w$]*\s+[-:]\s)/,
  /^\[\d+\]\s*/,
  /^\d{1,9} (?:\[\w{1,10}\] ){1,2}(?=\[MY-\d)/,
  /^[\w.-]{1,40}\[\d+\]:\s+(?=\S)/,
  /^\d+#\d+:(?: \*\d+)?\s+(?=\S)/,
  /^\d+ --- \[[^\]]*\]\s*/,
];

/** Takes off time, level, process id and thread, in whatever order they stand. */
function withoutHead(text: string): string {
  let rest = text;
  for (let found = true; found;) {
    const before = rest;
    for (const head of HEADS) rest = rest.replace(head, '');
    found = rest !== before && rest !== '';
  }
  return rest;
}
