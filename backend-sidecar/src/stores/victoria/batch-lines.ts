import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
const ZSTD = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
const NEWLINE = 10;
const ID_KEY = '"presage_event_id":"';
const TIME_KEY = '{"_time":"';

/** A row of a batch: the bytes as they were encoded, never rewritten. */
export interface BatchLine {
  readonly bytes: Buffer;
  /** Its event id; '' for a template row. */
  readonly id: string;
}

/** The rows of a payload, in order. */
export async function decodeLines(payload: Uint8Array): Promise<BatchLine[]> {
  const whole = await decompress(payload);
  const lines: BatchLine[] = [];
  for (let start = 0; start < whole.length;) {
    const found = whole.indexOf(NEWLINE, start);
    const end = found < 0 ? whole.length : found;
    if (end > start) lines.push({ bytes: whole.subarray(start, end), id: idOf(whole, start, end) });
    start = end + 1;
  }
  return lines;
}

export function encodeLines(lines: readonly BatchLine[]): Promise<Uint8Array> {
  const pieces = lines.flatMap(({ bytes }) => [bytes, LINE_END]);
  return compress(Buffer.concat(pieces), ZSTD);
}

export function plainText(payload: Uint8Array): Promise<Buffer> {
  return decompress(payload);
}

const LINE_END = Buffer.from('\n');

/** The reserved key cannot stand inside a value: there its quotes would be escaped. */
function idOf(whole: Buffer, start: number, end: number): string {
  const at = whole.lastIndexOf(ID_KEY, end - 1);
  if (at < start) return '';
  const from = at + ID_KEY.length;
  return whole.toString('latin1', from, whole.indexOf('"', from));
}

/** `_time` of a row in ms since 1970; NaN when it is not at its head. */
export function timeOf({ bytes }: BatchLine): number {
  const head = bytes.toString('latin1', 0, 64);
  return head.startsWith(TIME_KEY)
    ? Date.parse(head.slice(TIME_KEY.length, head.indexOf('"', TIME_KEY.length)))
    : NaN;
}
