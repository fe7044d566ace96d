/**
 * VictoriaLogs' `/insert/jsonline`: NDJSON in, a truthful count out. Same parameters and headers; unlike VictoriaLogs, a type or
 * encoding that cannot be read is an error, and refused lines are told.
 */
import type { InsertReply, InsertRequest, InsertRoute } from '../source.ts';
import {
  acceptOrInspect,
  checkMediaType,
  idempotencyKeyOf,
  withBody,
  type InsertDoor,
} from '../insert-door.ts';
import { readParameters } from '../insert-parameters.ts';
import { receiptReply } from '../receipt-reply.ts';

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
const WANTED =
  "NDJSON as application/stream+json (curl: -H 'Content-Type: application/stream+json' --data-binary @FILE)";

export function jsonlineRoute(door: InsertDoor): InsertRoute {
  return {
    method: 'POST',
    paths: ['/insert/jsonline'],
    handle: (request) => handle(door, request),
  };
}

async function handle(door: InsertDoor, request: InsertRequest): Promise<InsertReply> {
  checkMediaType(request.headers, TYPES, WANTED);
  const parameters = readParameters(request.query, request.headers);
  return withBody(door, SOURCE, request, async (body) => {
    const arrival = {
      tenant: request.tenant,
      source: SOURCE,
      backfill: false,
      parameters,
      body,
      ...idempotencyKeyOf(request.headers),
    };
    return receiptReply(await acceptOrInspect(door, request, arrival));
  });
}
