/**
 * Elasticsearch's bulk API: actions and documents in, one truthful item for each out. Takes what adds (`create`, `index`); there is
 * nothing to search, update or delete here. A document with an `_id` is known when it comes again.
 */
import { createHash } from 'node:crypto';
import type { LineParameters } from '../../pipeline/record.ts';
import {
  acceptOrInspect,
  checkMediaType,
  idempotencyKeyOf,
  isDebug,
  withBody,
  type InsertDoor,
} from '../insert-door.ts';
import { readParameters } from '../insert-parameters.ts';
import type { InsertReply, InsertRequest, InsertRoute, Receipt } from '../source.ts';
import { readBulkBody, type BulkBody } from './bulk-body.ts';
import { bulkReply, errorReply } from './bulk-reply.ts';
import { keyOf, KnownDocuments } from './known-documents.ts';

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

type Keys = readonly (string | undefined)[];
type Accept = (documents: readonly string[], key?: { idempotencyKey?: string }) => Promise<Receipt>;

const NOTHING: Receipt = { accepted: 0, rejected: 0, errors: [] };

export function bulkRoutes(door: InsertDoor): InsertRoute[] {
  const paths = [
    '/_bulk',
    '/:index/_bulk',
    '/insert/elasticsearch/_bulk',
    '/insert/elasticsearch/:index/_bulk',
  ];
  const known = new KnownDocuments();
  const handle = (request: InsertRequest): Promise<InsertReply> =>
    take(door, known, request).catch(errorReply);
  return (['POST', 'PUT'] as const).map((method) => ({ method, paths, handle, refuse: errorReply }));
}

async function take(door: InsertDoor, known: KnownDocuments, request: InsertRequest): Promise<InsertReply> {
  const startedMs = performance.now();
  checkMediaType(request.headers, TYPES, WANTED);
  const asked = readParameters(request.query, request.headers);
  const parameters: LineParameters = { ...asked, timeField: asked.timeField ?? TIMES };
  return withBody(door, SOURCE, request, async (body) => {
    const bulk = readBulkBody(body.toString('utf8'), indexOf(request.path));
    const accept: Accept = (documents, key = {}) =>
      acceptOrInspect(door, request, {
        ...{ tenant: request.tenant, source: SOURCE, backfill: false, parameters, tellsAll: true },
        body: Buffer.from(documents.length === 0 ? '' : `${documents.join('\n')}\n`),
        ...key,
        ...idempotencyKeyOf(request.headers),
      });
    const keys = keysOf(request, bulk);
    const receipt =
      keys === undefined
        ? await accept(bulk.documents)
        : await acceptNew(known, keys, bulk.documents, accept);
    return bulkReply(bulk.actions, receipt, Math.round(performance.now() - startedMs));
  });
}

/** Those documents that are not known; the receipt's lines are those of the whole request. */
function acceptNew(known: KnownDocuments, keys: Keys, documents: readonly string[], accept: Accept) {
  return known.storeNew(keys, async (fresh) => {
    const sent = fresh.map((at) => documents[at] ?? '');
    const key = requestKeyOf(
      fresh.map((at) => keys[at]),
      sent,
    );
    const receipt = fresh.length === 0 ? NOTHING : await accept(sent, key);
    const errors = receipt.errors.map((error) => ({ ...error, line: (fresh[error.line - 1] ?? 0) + 1 }));
    return { answer: { ...receipt, errors }, refused: new Set(errors.map(({ line }) => line - 1)) };
  });
}

/** The index that the path names, '' when it names none. */
function indexOf(path: string): string {
  const parts = path.split('/');
  const index = parts.at(-2) ?? '';
  return index === 'elasticsearch' && parts.at(-3) === 'insert' ? '' : decodeURIComponent(index);
}

/** What each document is known by; undefined when none is, or the sender has a key for the whole request. */
function keysOf(request: InsertRequest, { actions, documents }: BulkBody): Keys | undefined {
  if (isDebug(request) || 'idempotencyKey' in idempotencyKeyOf(request.headers)) return undefined;
  if (!actions.some(({ id }) => id !== undefined)) return undefined;
  const keys: (string | undefined)[] = [];
  for (const action of actions) {
    if (action.line === undefined) continue;
    const key = keyOf(action, documents[action.line - 1] ?? '');
    keys.push(key === undefined ? undefined : `${request.tenant} ${key}`);
  }
  return keys;
}

/**
 * A key for the whole request when each of its documents has one: the journal remembers it over a restart. The documents' texts are
 * part of it, because one that was refused may come again mended.
 */
function requestKeyOf(keys: Keys, documents: readonly string[]): { idempotencyKey?: string } {
  if (keys.includes(undefined)) return {};
  const hash = createHash('sha256')
    .update(`${keys.join('\n')}\n`)
    .update(documents.join('\n'));
  return { idempotencyKey: `es ${hash.digest('base64url')}` };
}
