import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Job } from '@presage/contract';
import { messageOf, PresageError } from '../../errors.ts';
import type { InsertQuery, InsertReply, InsertRequest, InsertRoute } from '../source.ts';
import type { JobBook } from './job-book.ts';
import type { UploadAsk, UploadFormat } from './upload-plan.ts';

export interface UploadRouteParts {
  readonly jobs: JobBook;
  /** Called when a job is durable. */
  readonly added: () => void;
  readonly maxBytes: number;
  readonly maxOpen: number;
  /** Within each such time a good piece of the file must arrive. */
  readonly stallMs: number;
  readonly nowMs: () => number;
}

/** Of a file that is not stalled, so much arrives in `stallMs`. */
const LEAST_BYTES = 16 * 1024;

const FORMATS: readonly string[] = ['csv', 'jsonl', 'text'];

/** Takes a file of any size as a body of any type; answers with its job once it is whole on disk. */
export function uploadRoute(parts: UploadRouteParts): InsertRoute {
  return {
    method: 'POST',
    paths: ['/api/v1/uploads'],
    ownPace: true,
    handle: (request) => take(parts, request),
  };
}

async function take(parts: UploadRouteParts, request: InsertRequest): Promise<InsertReply> {
  const { jobs, maxOpen } = parts;
  const ask = askOf(request.query);
  if (jobs.open >= maxOpen)
    throw new PresageError('busy', `${jobs.open} uploads are on their way or wait; send this one later.`, {
      retryAfter: 30,
    });
  const id = jobs.expect();
  try {
    return await keepAll(parts, request, id, ask);
  } finally {
    jobs.arrived(id);
  }
}

async function keepAll(
  parts: UploadRouteParts,
  request: InsertRequest,
  id: string,
  ask: UploadAsk,
): Promise<InsertReply> {
  const { jobs, nowMs } = parts;
  const bytes = await keepBody(parts, request, jobs.fileOf(id));
  const job: Job = {
    id,
    name: ask.name,
    state: 'queued',
    message: 'waits to be read',
    bytes,
    accepted: 0,
    rejected: 0,
    errors: [],
    created_at: new Date(nowMs()).toISOString(),
  };
  try {
    await jobs.keep({ tenant: request.tenant, ask, job, rows: 0 });
  } catch (thrown) {
    await rm(jobs.fileOf(id), { force: true });
    throw notKept(thrown);
  }
  parts.added();
  return { status: 202, headers: { 'content-type': 'application/json' }, body: JSON.stringify(job) };
}

/** The body as it came, on disk; nothing stays of one that ends early, stalls or is too large. */
async function keepBody(
  { maxBytes, stallMs }: UploadRouteParts,
  { body, headers }: InsertRequest,
  path: string,
): Promise<number> {
  const announced = Number(headers['content-length'] ?? Number.NaN);
  if (announced > maxBytes) throw tooLarge(maxBytes);
  let bytes = 0;
  const counted = new Transform({
    transform(piece: Buffer, _encoding, done) {
      bytes += piece.byteLength;
      done(bytes > maxBytes ? tooLarge(maxBytes) : null, piece);
    },
  });
  let bytesBefore = 0;
  const watch = setInterval(() => {
    if (bytes - bytesBefore < LEAST_BYTES) counted.destroy(tooSlow(stallMs));
    bytesBefore = bytes;
  }, stallMs);
  try {
    await pipeline(joined(body, counted), createWriteStream(path, { flush: true }));
    if (Number.isSafeInteger(announced) && announced !== bytes) throw cut(undefined);
    return bytes;
  } catch (thrown) {
    // The rest is not kept, and the sender can still be answered.
    body.unpipe(counted).resume();
    await rm(path, { force: true });
    throw thrown instanceof PresageError ? thrown : notKept(thrown);
  } finally {
    clearInterval(watch);
  }
}

/** Not a pipeline: that would close the connection at an error, before it is told. */
function joined(body: Readable, counted: Transform): Transform {
  if (body.destroyed) counted.destroy(cut(undefined));
  body.once('error', (thrown) => counted.destroy(thrown));
  return body.pipe(counted);
}

function notKept(thrown: unknown): PresageError {
  const { code } = thrown as { readonly code?: unknown };
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') return cut(thrown);
  return new PresageError('not_ready', `The file cannot be kept on disk: ${messageOf(thrown)}.`, {
    retryAfter: 60,
    cause: thrown,
  });
}

function cut(cause: unknown): PresageError {
  return new PresageError(
    'body_cut',
    'The connection ended before the file was complete; nothing of it was kept.',
    {
      cause,
    },
  );
}

function tooSlow(stallMs: number): PresageError {
  return new PresageError(
    'body_too_slow',
    `Less than ${LEAST_BYTES / 1024} KiB of the file arrived within ${stallMs / 1000} s (PRESAGE_BODY_TIMEOUT); nothing of it was kept.`,
  );
}

function tooLarge(maxBytes: number): PresageError {
  return new PresageError(
    'body_too_large',
    `The file is over ${maxBytes} bytes (PRESAGE_UPLOAD_MAX_BYTES); compress or split it.`,
  );
}

function askOf(query: InsertQuery): UploadAsk {
  const value = (name: string): string | undefined => query.get(name)?.trim() || undefined;
  const format = value('format');
  if (format !== undefined && !FORMATS.includes(format))
    throw new PresageError(
      'bad_request',
      `format is ${JSON.stringify(format.slice(0, 40))}; it takes csv, jsonl or text.`,
    );
  const zone = Number(value('zone_minutes') ?? 0);
  if (!Number.isInteger(zone) || Math.abs(zone) > 1440)
    throw new PresageError('bad_request', 'zone_minutes takes minutes east of UTC, from -1440 to 1440.');
  return {
    name: (value('name') ?? 'upload').replaceAll(/[^\w .@()+-]/g, '_').slice(0, 200),
    format: format as UploadFormat | undefined,
    message: value('message'),
    time: value('time'),
    level: value('level'),
    service: value('service_column'),
    serviceName: value('service'),
    zoneOffsetMinutes: zone,
  };
}
