/**
 * Elasticsearch's bulk API: actions and documents in, one truthful item for each out. Takes what adds (`create`, `index`); there is
 * nothing to search, update or delete here. Documents that all carry an `_id` are known again when the request is repeated.
 */
import { createHash } from 'node:crypto';
import type { LineParameters } from '../../pipeline/record.ts';
import {
  acceptOrInspect,
  checkMediaType,
  idempotencyKeyOf,
  withBody,
  type InsertDoor,
} from '../insert-door.ts';
import { readParameters } from '../insert-parameters.ts';
import type { Arrival, InsertReply, InsertRequest, InsertRoute } from '../source.ts';
import { readBulkBody, type BulkAction, type BulkBody } from './bulk-body.ts';
import { bulkReply, errorReply } from './bulk-reply.ts';

const SOURCE = 'elasticsearch';
const TYPES = [
  'application/x-ndjson',
  'application/json',
  'application/vnd.elasticsearch+x-ndjson',
  'application/vnd.elasticsearch+json',
  'application/stream+json',
  'text/plain',
  'application/octet-stream',
];
const WANTED = 'application/x-ndjson';

/** Where shippers of the family write the time. */
const TIMES = ['@timestamp', 'timestamp', '_time'];

export function bulkRoutes(door: InsertDoor): InsertRoute[] {
  const paths = [
    '/_bulk',
    '/:index/_bulk',
    '/insert/elasticsearch/_bulk',
    '/insert/elasticsearch/:index/_bulk',
  ];
  const handle = (request: InsertRequest): Promise<InsertReply> => take(door, request).catch(errorReply);
  return (['POST', 'PUT'] as const).map((method) => ({ method, paths, handle, refuse: errorReply }));
}

async function take(door: InsertDoor, request: InsertRequest): Promise<InsertReply> {
  const startedMs = performance.now();
  checkMediaType(request.headers, TYPES, WANTED);
  const asked = readParameters(request.query, request.headers);
  const parameters: LineParameters = { ...asked, timeField: asked.timeField ?? TIMES };
  return withBody(door, SOURCE, request, async (body) => {
    const bulk = readBulkBody(body.toString('utf8'), indexOf(request.path));
    const receipt = await acceptOrInspect(door, request, arrivalOf(request, parameters, bulk));
    return bulkReply(bulk.actions, receipt, Math.round(performance.now() - startedMs));
  });
}

function arrivalOf(request: InsertRequest, parameters: LineParameters, bulk: BulkBody): Arrival {
  return {
    tenant: request.tenant,
    source: SOURCE,
    backfill: false,
    parameters,
    tellsAll: true,
    body: Buffer.from(bulk.documents),
    ...keyOf(bulk.actions),
    ...idempotencyKeyOf(request.headers),
  };
}

/** The index that the path names, '' when it names none. */
function indexOf(path: string): string {
  const parts = path.split('/');
  const index = parts.at(-2) ?? '';
  return index === 'elasticsearch' && parts.at(-3) === 'insert' ? '' : decodeURIComponent(index);
}

/** A key for the whole request when each of its documents has an id of the sender's. */
function keyOf(actions: readonly BulkAction[]): { idempotencyKey?: string } {
  if (actions.length === 0 || actions.some(({ id }) => id === undefined)) return {};
  const hash = createHash('sha256');
  for (const { index, id } of actions) hash.update(`${JSON.stringify([index, id])}\n`);
  return { idempotencyKey: `es ${hash.digest('base64url')}` };
}
