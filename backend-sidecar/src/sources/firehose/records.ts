/**
 * The records of a Firehose delivery as NDJSON: what CloudWatch Logs sends (gzipped, events of one log group each), else text or
 * JSON, a line each.
 */
import { gunzipSync } from 'node:zlib';
import { PresageError } from '../../errors.ts';
import { jsonLine, jsonPairs } from '../json-row.ts';

const GZIP = Buffer.from([0x1f, 0x8b]);
/** A record of Firehose is at most 1,000 KiB before compression by who wrote it. */
const MAX_RECORD_BYTES = 16 * 1024 * 1024;
const PIECE_BYTES = 16 * 1024 * 1024;

interface SubscriptionData {
  readonly messageType?: unknown;
  readonly logGroup?: unknown;
  readonly logStream?: unknown;
  readonly owner?: unknown;
  readonly logEvents?: unknown;
}

/**
 * The records' lines in pieces that are handed on one after the other: what a small request holds may be many times its size.
 * The same records give the same pieces, one at least.
 * @param pieceBytes a piece that has as many is not added to
 * @throws PresageError `bad_encoding`
 */
export function* linesOfRecords(
  records: readonly { readonly data: string }[],
  pieceBytes = PIECE_BYTES,
): Generator<Buffer> {
  let parts: Buffer[] = [];
  let size = 0;
  for (const [at, { data }] of records.entries()) {
    if (size >= pieceBytes) {
      yield Buffer.concat(parts, size);
      [parts, size] = [[], 0];
    }
    const part = Buffer.from(linesOfRecord(data, at));
    size += part.byteLength;
    parts.push(part);
  }
  yield Buffer.concat(parts, size);
}

function linesOfRecord(data: string, at: number): string {
  const bytes = Buffer.from(data, 'base64');
  const text = (bytes.subarray(0, 2).equals(GZIP) ? expanded(bytes, at) : bytes).toString('utf8');
  const subscription = subscriptionOf(text);
  return subscription === undefined ? plainLines(text) : eventLines(subscription);
}

function expanded(bytes: Buffer, at: number): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_RECORD_BYTES });
  } catch (thrown) {
    throw new PresageError(
      'bad_encoding',
      `Record ${at + 1} is not whole gzip data of at most ${MAX_RECORD_BYTES} bytes; the request is not taken.`,
      { cause: thrown },
    );
  }
}

function subscriptionOf(text: string): SubscriptionData | undefined {
  if (!text.startsWith('{') || !text.includes('"messageType"')) return undefined;
  try {
    const parsed = JSON.parse(text) as SubscriptionData;
    return typeof parsed.messageType === 'string' ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** A control message only asks whether anybody listens. */
function eventLines({ messageType, logGroup, logStream, owner, logEvents }: SubscriptionData): string {
  if (messageType !== 'DATA_MESSAGE' || !Array.isArray(logEvents)) return '';
  const shared = jsonPairs([
    ['log_group', textOf(logGroup)],
    ['log_stream', textOf(logStream)],
    ['aws_account', textOf(owner)],
  ]);
  return logEvents.map((event: unknown) => eventLine(event, shared)).join('');
}

function eventLine(event: unknown, shared: string): string {
  const { id, timestamp, message } = (event ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof message !== 'string') return `${JSON.stringify([event])}\n`;
  const own = jsonPairs([
    ['_time', textOf(timestamp)],
    ['_msg', message.trimEnd()],
    ['aws_event_id', textOf(id)],
  ]);
  return jsonLine(own, shared);
}

/** JSON objects stay what they are; other text becomes messages. */
function plainLines(text: string): string {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => (isObject(line) ? `${line.trim()}\n` : jsonLine(jsonPairs([['_msg', line.trimEnd()]]))))
    .join('');
}

function isObject(line: string): boolean {
  if (!line.trimStart().startsWith('{')) return false;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
