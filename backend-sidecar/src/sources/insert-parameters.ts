import { PresageError } from '../errors.ts';
import { LIMITS } from '@presage/contract';
import type { LineParameters } from '../pipeline/record.ts';
import type { InsertQuery, InsertRequest } from './source.ts';

/** Query argument → header, as VictoriaLogs names them; the argument wins. */
const NAMES = {
  msgField: ['_msg_field', 'vl-msg-field'],
  timeField: ['_time_field', 'vl-time-field'],
  streamFields: ['_stream_fields', 'vl-stream-fields'],
  ignoreFields: ['ignore_fields', 'vl-ignore-fields'],
  decolorizeFields: ['decolorize_fields', 'vl-decolorize-fields'],
  preserveJsonKeys: ['preserve_json_keys', 'vl-preserve-json-keys'],
} as const;

const EXTRA_FIELDS = ['extra_fields', 'vl-extra-fields'] as const;
const HEADERS = [...Object.values(NAMES), EXTRA_FIELDS].map(([, header]) => header);

/** Of queries whose requests said nothing in headers. The same object again spares what is worked out from it, too. */
const readOf = new WeakMap<InsertQuery, LineParameters>();

/**
 * Reads VictoriaLogs' insert parameters.
 * @throws PresageError `bad_request` when more stream fields are named than a stream may have, or an extra field has no value
 */
export function readParameters(query: InsertQuery, headers: InsertRequest['headers']): LineParameters {
  if (HEADERS.some((header) => headers[header] !== undefined)) return readAnew(query, headers);
  const known = readOf.get(query);
  if (known !== undefined) return known;
  const read = readAnew(query, headers);
  readOf.set(query, read);
  return read;
}

function readAnew(query: InsertQuery, headers: InsertRequest['headers']): LineParameters {
  const parameters: Record<string, unknown> = {};
  for (const [name, [argument, header]] of Object.entries(NAMES)) {
    const list = splitList(query.get(argument) ?? headers[header] ?? '');
    if (list.length > 0) parameters[name] = list;
  }
  const extra = readExtraFields(query.get(EXTRA_FIELDS[0]) ?? headers[EXTRA_FIELDS[1]] ?? '');
  if (Object.keys(extra).length > 0) parameters['extraFields'] = extra;
  const read = parameters as LineParameters;
  if ((read.streamFields?.length ?? 0) > LIMITS.streamFields) {
    throw new PresageError(
      'bad_request',
      `_stream_fields names ${read.streamFields?.length ?? 0} fields; a stream has at most ${LIMITS.streamFields}. Name only what is constant for an instance.`,
    );
  }
  return read;
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function readExtraFields(text: string): Record<string, string> {
  const pairs = splitList(text).map((pair) => {
    const at = pair.indexOf('=');
    if (at <= 0)
      throw new PresageError(
        'bad_request',
        `extra_fields has ${JSON.stringify(pair.slice(0, 80))}; it takes name=value pairs separated by commas.`,
      );
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  return Object.fromEntries(pairs);
}
