/**
 * Amazon Data Firehose's HTTP endpoint: an envelope of base64 records in, the request's id back. Its id makes a repeated delivery
 * known. Firehose sends the whole request again for every status but 200, and after its own retries writes it to its backup bucket.
 */
import { PresageError } from '../../errors.ts';
import { acceptOrInspect, checkMediaType, retryAfterOf, withBody, type InsertDoor } from '../insert-door.ts';
import { readParameters } from '../insert-parameters.ts';
import type { InsertReply, InsertRequest, InsertRoute } from '../source.ts';
import { linesOfRecords } from './records.ts';

const SOURCE = 'firehose';

interface Envelope {
  readonly requestId: string;
  readonly records: readonly { readonly data: string }[];
}

/** `nowMs`: Firehose wants the time in every answer. */
export function firehoseRoute(door: InsertDoor, nowMs: () => number): InsertRoute {
  return {
    method: 'POST',
    paths: ['/insert/firehose'],
    handle: async (request) => {
      try {
        const requestId = await take(door, request);
        return reply(200, { requestId, timestamp: nowMs() });
      } catch (thrown) {
        return errorReply(thrown, request.headers, nowMs());
      }
    },
    refuse: (error, headers) => errorReply(error, headers, nowMs()),
  };
}

function errorReply(thrown: unknown, headers: InsertRequest['headers'], timestamp: number): InsertReply {
  if (!(thrown instanceof PresageError)) throw thrown;
  const requestId = headers['x-amz-firehose-request-id'] ?? '';
  const told = reply(thrown.status, { requestId, timestamp, errorMessage: thrown.message });
  return { ...told, headers: { ...told.headers, ...retryAfterOf(thrown) } };
}

async function take(door: InsertDoor, request: InsertRequest): Promise<string> {
  checkMediaType(request.headers, ['application/json'], 'application/json');
  const asked = readParameters(request.query, request.headers);
  const extraFields = { ...commonAttributes(request.headers), ...asked.extraFields };
  return withBody(door, SOURCE, request, async (body) => {
    const { requestId, records } = readEnvelope(body.toString('utf8'));
    const parameters = { ...asked, extraFields, rawText: { zoneOffsetMinutes: 0 } };
    let [accepted, rejected, piece, first] = [0, 0, 0, ''];
    for (const lines of linesOfRecords(records)) {
      const receipt = await acceptOrInspect(door, request, {
        ...{ tenant: request.tenant, source: SOURCE, backfill: false, parameters, body: lines },
        ...keyOf(requestId, piece++),
      });
      accepted += receipt.accepted;
      rejected += receipt.rejected;
      first ||= receipt.errors[0]?.message ?? '';
    }
    if (accepted === 0 && rejected > 0)
      throw new PresageError(
        'no_valid_line',
        `None of ${rejected} lines could be accepted; the first: ${first}`,
      );
    return requestId;
  });
}

/** A delivery that comes again brings the same pieces: those that were taken before are known. */
function keyOf(requestId: string, piece: number): { idempotencyKey?: string } {
  if (requestId === '') return {};
  return { idempotencyKey: `firehose ${requestId}${piece === 0 ? '' : ` ${piece}`}` };
}

function readEnvelope(text: string): Envelope {
  try {
    const { requestId, records } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    if (Array.isArray(records) && records.every(hasData))
      return { requestId: typeof requestId === 'string' ? requestId : '', records };
  } catch {
    // Told below: the parser's own words would quote the body.
  }
  throw new PresageError(
    'bad_request',
    'The body is not Firehose\'s {"requestId", "records": [{"data": base64}]}; nothing of it was stored.',
  );
}

function hasData(record: unknown): record is { readonly data: string } {
  return typeof (record as { readonly data?: unknown } | null)?.data === 'string';
}

/** Names and values that the delivery stream's owner set for all of its requests. */
function commonAttributes(headers: InsertRequest['headers']): Record<string, string> {
  const text = headers['x-amz-firehose-common-attributes'];
  if (text === undefined || text === '') return {};
  try {
    const { commonAttributes: held } = JSON.parse(text) as { readonly commonAttributes?: unknown };
    return Object.fromEntries(
      Object.entries(held ?? {}).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
    );
  } catch {
    throw new PresageError('bad_request', 'X-Amz-Firehose-Common-Attributes is not JSON.');
  }
}

function reply(status: number, body: unknown): InsertReply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
