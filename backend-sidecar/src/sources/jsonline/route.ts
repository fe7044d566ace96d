/**
 * VictoriaLogs' `/insert/jsonline`: NDJSON in, a truthful count out. Same parameters and headers; unlike VictoriaLogs, a type or
 * encoding that cannot be read is an error, and refused lines are told.
 */
import { PresageError } from '../../errors.ts';
import type { Arrival, InsertReply, InsertRequest, InsertRoute, Intake, Receipt } from '../source.ts';
import { announcedBytes, readBody, type BodyLimits } from '../body.ts';
import { readParameters } from './parameters.ts';

const SOURCE = 'jsonline';

/** What NDJSON goes by. A request without a type is taken; a form is not: its body would be one long parameter. */
const TYPES = [
  'application/stream+json',
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/x-jsonlines',
  'application/json',
  'application/jsonlines',
  'text/plain',
  'application/octet-stream',
];

export function jsonlineRoute(intake: Intake, limits: BodyLimits): InsertRoute {
  return {
    method: 'POST',
    paths: ['/insert/jsonline'],
    handle: (request) => handle(request, intake, limits),
  };
}

async function handle(request: InsertRequest, intake: Intake, limits: BodyLimits): Promise<InsertReply> {
  checkType(request.headers['content-type']);
  const parameters = readParameters(request.query, request.headers);
  const idempotencyKey = request.headers['idempotency-key']?.trim() ?? '';
  const room = intake.reserve(request.tenant, SOURCE, announcedBytes(request.headers, limits));
  try {
    const body = await readBody(request.body, request.headers, limits);
    const arrival: Arrival = {
      tenant: request.tenant,
      source: SOURCE,
      backfill: false,
      parameters,
      body,
      ...(idempotencyKey === '' ? {} : { idempotencyKey }),
    };
    const isDebug = request.query.get('debug') === '1' || request.headers['vl-debug'] === '1';
    return reply(isDebug ? intake.inspect(arrival) : await intake.accept(arrival));
  } finally {
    room.release();
  }
}

function checkType(header: string | undefined): void {
  const type = header?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === undefined || type === '' || TYPES.includes(type)) return;
  throw new PresageError(
    'unsupported_type',
    `Content-Type ${JSON.stringify(type.slice(0, 80))} is not NDJSON; send application/stream+json (curl: -H 'Content-Type: application/stream+json' --data-binary @FILE).`,
  );
}

/** 200 when any line was accepted or none was sent; 400 when all were refused, with the reasons either way. */
function reply(receipt: Receipt): InsertReply {
  const isRefused = receipt.accepted === 0 && receipt.rejected > 0;
  const error = isRefused
    ? {
        error: {
          code: 'no_valid_line',
          message: `None of ${receipt.rejected} lines could be accepted; the first: ${receipt.errors[0]?.message ?? ''}`,
        },
      }
    : {};
  return {
    status: isRefused ? 400 : 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...receipt, ...error }),
  };
}
