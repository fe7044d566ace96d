/** The numbers of a line that measure something: a duration, a size, a share, a queue. Ids, ports and codes do not. */

/** What a number counts in units of: milliseconds, bytes, per cent. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  msec: 1,
  millis: 1,
  milliseconds: 1,
  s: 1000,
  sec: 1000,
  secs: 1000,
  seconds: 1000,
  byte: 1,
  bytes: 1,
  kb: 1e3,
  kib: 1024,
  mb: 1e6,
  mib: 1_048_576,
  gb: 1e9,
  gib: 1_073_741_824,
  '%': 1,
  percent: 1,
};

/** Ends of names whose value is a quantity. */
const NAMES = [
  ...['duration', 'latency', 'elapsed', 'took', 'time_ms', '_ms', '_us', '_ns', '_seconds', '_secs'],
  ...['bytes', '_kb', '_mb', 'depth', 'waiting', 'pending', 'queue', 'queued', 'lag', 'usage', 'used'],
  ...['percent', 'backlog', 'retries', 'active', 'heap', 'rss', 'size', 'length', 'count'],
] as const;
const LONGEST_NAME = 40;
const LONGEST_UNIT = 12;
/** Numbers of one message that are looked at. */
const MOST_NUMBERS = 16;

/** The quantities of a message by their place among its numbers, at most `most`. Slow: ask for a sample of lines. */
export function quantitiesOf(message: string, most: number): [slot: string, value: number][] {
  const found: [string, number][] = [];
  const numbers = /(?<![\w.:/-])-?\d+(?:\.\d+)?|(?<=[=:])-?\d+(?:\.\d+)?/g;
  let place = 0;
  for (const match of message.matchAll(numbers)) {
    if (place >= MOST_NUMBERS || found.length >= most) break;
    const factor = unitBehind(message, match.index + match[0].length) ?? nameBefore(message, match.index);
    const value = Number(match[0]);
    if (factor !== undefined && value >= 0) found.push([`#${place}`, value * factor]);
    place++;
  }
  return found;
}

/** … and of its fields (name, value …), by name. */
export function quantitiesIn(fields: readonly string[], most: number): [slot: string, value: number][] {
  const found: [string, number][] = [];
  for (let i = 0; i < fields.length && found.length < most; i += 2) {
    const name = fields[i] ?? '';
    if (!isQuantity(name)) continue;
    const text = fields[i + 1] ?? '';
    const value = text === '' ? NaN : Number(text);
    if (Number.isFinite(value) && value >= 0) found.push([name, value]);
  }
  return found;
}

function unitBehind(message: string, at: number): number | undefined {
  const from = message.charAt(at) === ' ' ? at + 1 : at;
  const unit = /^(?:%|[a-zµ]+(?![\w-]))/i.exec(message.slice(from, from + LONGEST_UNIT))?.[0];
  return unit === undefined ? undefined : UNITS[unit.toLowerCase()];
}

/** `name=` or `name: ` before a number. */
function nameBefore(message: string, at: number): number | undefined {
  const before = message.slice(Math.max(0, at - LONGEST_NAME), at);
  const name = /([\w.-]+)["']?\s?[=:]\s?$/.exec(before)?.[1];
  return name !== undefined && isQuantity(name) ? 1 : undefined;
}

function isQuantity(name: string): boolean {
  const lower = name.toLowerCase();
  return NAMES.some((end) => lower.endsWith(end));
}
