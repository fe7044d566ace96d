/** Loki's JSON push: `{"streams":[{"stream":{labels},"values":[[time, line, {metadata}]]}]}`, and the form before it. */
import { PresageError } from '../../errors.ts';
import type { Pair } from '../json-row.ts';
import { readLabels } from './labels.ts';
import type { LokiEntry, LokiStream } from './push.ts';

type Unknown = Readonly<Record<string, unknown>>;

/** @throws PresageError `bad_request` when the body is no push; a broken entry in it is kept as such */
export function readJsonPush(text: string): LokiStream[] {
  const { streams } = parsed(text);
  if (!Array.isArray(streams))
    throw new PresageError('bad_request', 'The body has no "streams" array; nothing of it was stored.');
  return streams.map((stream: unknown, at) => readStream(stream, at));
}

function parsed(text: string): Unknown {
  try {
    const body: unknown = JSON.parse(text);
    if (isObject(body)) return body;
  } catch {
    // Told below: the parser's own words would quote the body.
  }
  throw new PresageError('bad_request', 'The body is not a JSON object; nothing of it was stored.');
}

function readStream(stream: unknown, at: number): LokiStream {
  if (!isObject(stream)) throw brokenStream(at, 'is no object');
  if (Array.isArray(stream['values']))
    return { labels: labelsOf(stream['stream'], at), entries: stream['values'].map(readValue) };
  if (Array.isArray(stream['entries']))
    return { labels: labelsOf(stream['labels'], at), entries: stream['entries'].map(readOldEntry) };
  throw brokenStream(at, 'has no "values" array');
}

function labelsOf(labels: unknown, at: number): Pair[] {
  if (labels === undefined) return [];
  const pairs =
    typeof labels === 'string' ? readLabels(labels) : isObject(labels) ? pairsOf(labels) : undefined;
  if (pairs === undefined) throw brokenStream(at, 'has labels that cannot be read');
  return pairs;
}

function readValue(value: unknown): LokiEntry {
  if (!Array.isArray(value) || typeof value[1] !== 'string') return broken(value);
  const [time, line, metadata] = value as [unknown, string, unknown];
  if (typeof time !== 'string' && typeof time !== 'number') return broken(value);
  return { time: String(time), line, metadata: isObject(metadata) ? pairsOf(metadata) : [] };
}

function readOldEntry(entry: unknown): LokiEntry {
  if (!isObject(entry) || typeof entry['line'] !== 'string' || typeof entry['ts'] !== 'string')
    return broken(entry);
  return { time: entry['ts'], line: entry['line'], metadata: [] };
}

function pairsOf(object: Unknown): Pair[] {
  return Object.entries(object).map(([name, value]) => [name, textOf(value)] as const);
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** An array, so that no reader of lines takes it for one. */
function broken(value: unknown): LokiEntry {
  return { broken: JSON.stringify([value]) };
}

function brokenStream(at: number, what: string): PresageError {
  return new PresageError('bad_request', `Stream ${at + 1} of the push ${what}; nothing of it was stored.`);
}

function isObject(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
