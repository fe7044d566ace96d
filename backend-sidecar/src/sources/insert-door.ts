import type { Arrival, InsertRequest, Intake, Receipt } from './source.ts';
import { announcedBytes, readBody, type BodyLimits } from './body.ts';
import { PresageError } from '../errors.ts';

/** What a protocol on the one server needs to take a request. */
export interface InsertDoor {
  readonly intake: Intake;
  readonly limits: BodyLimits;
}

/**
 * Reserves room, reads the body whole and gives it to `take`; the room is given back whatever happens. A body that turns out
 * larger than was announced needs room of its true size. `openedBytes`: that size, for a body that is still packed.
 * Throws what `readBody` and `Intake.reserve` throw.
 */
export async function withBody<Answer>(
  { intake, limits }: InsertDoor,
  source: string,
  request: InsertRequest,
  take: (body: Buffer) => Promise<Answer>,
  openedBytes = (body: Buffer): number => body.byteLength,
): Promise<Answer> {
  const announced = announcedBytes(request.headers, limits);
  let room: { release(): void } | undefined = intake.reserve(request.tenant, source, announced);
  try {
    const body = await readBody(request.body, request.headers, limits);
    const bytes = openedBytes(body);
    if (bytes > announced) {
      room.release();
      room = undefined;
      room = intake.reserve(request.tenant, source, bytes);
    }
    return await take(body);
  } catch (thrown) {
    throw isTooDeep(thrown) ? tooDeep(thrown) : thrown;
  } finally {
    room?.release();
  }
}

/** What V8 throws at a body that is nested deeper than its stack: sent again, it is as deep. */
function isTooDeep(thrown: unknown): boolean {
  return thrown instanceof RangeError && thrown.message.includes('call stack');
}

function tooDeep(cause: unknown): PresageError {
  return new PresageError('bad_request', 'A value in the body is nested too deep to be read.', { cause });
}

/** Takes an arrival, or with `debug=1` only looks at it. */
export async function acceptOrInspect(
  { intake }: InsertDoor,
  request: InsertRequest,
  arrival: Arrival,
): Promise<Receipt> {
  return isDebug(request) ? intake.inspect(arrival) : await intake.accept(arrival);
}

/** Nothing of the request shall be kept. */
export function isDebug({ query, headers }: Pick<InsertRequest, 'query' | 'headers'>): boolean {
  return query.get('debug') === '1' || headers['vl-debug'] === '1';
}

/** The sender's own key for the request, as a field to spread into an Arrival. */
export function idempotencyKeyOf(headers: InsertRequest['headers']): { idempotencyKey?: string } {
  const key = headers['idempotency-key']?.trim() ?? '';
  return key === '' ? {} : { idempotencyKey: key };
}

/** `application/json; charset=utf-8` → `application/json`; '' when there is none. */
export function mediaType(headers: InsertRequest['headers']): string {
  return headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** @throws PresageError `unsupported_type` unless the body's type is one of these, or not told */
export function checkMediaType(
  headers: InsertRequest['headers'],
  types: readonly string[],
  wanted: string,
): void {
  const type = mediaType(headers);
  if (type === '' || types.includes(type)) return;
  throw new PresageError(
    'unsupported_type',
    `Content-Type ${JSON.stringify(type.slice(0, 80))} is not read here; send ${wanted}.`,
  );
}

/** `Retry-After` of an error that may pass, as a header to spread into a reply. */
export function retryAfterOf({ retryAfter }: PresageError): { 'retry-after'?: string } {
  return retryAfter === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfter)) };
}
