/**
 * Loki's push API: JSON, or protobuf in a snappy block. Labels become stream fields, structured metadata fields; lines that are
 * JSON or logfmt are opened into fields unless `disable_message_parsing=1` asks to leave them. Answers 204 as Loki does, and, as
 * Loki does, 400 with the reasons when lines were refused though the others are kept.
 */
import { LIMITS } from '@presage/contract';
import { PresageError } from '../../errors.ts';
import type { LineParameters } from '../../pipeline/record.ts';
import type { BodyLimits } from '../body.ts';
import {
  acceptOrInspect,
  checkMediaType,
  idempotencyKeyOf,
  mediaType,
  retryAfterOf,
  withBody,
  type InsertDoor,
} from '../insert-door.ts';
import { readParameters } from '../insert-parameters.ts';
import { jsonLine, jsonPairs } from '../json-row.ts';
import type { InsertQuery, InsertReply, InsertRequest, InsertRoute, Receipt } from '../source.ts';
import { readJsonPush } from './push-json.ts';
import { readProtobufPush } from './push-protobuf.ts';
import type { LokiEntry, LokiStream } from './push.ts';
import { openSnappyBlock, snappyLength } from './snappy-block.ts';

const SOURCE = 'loki';
const PROTOBUF = 'application/x-protobuf';
const TYPES = [PROTOBUF, 'application/protobuf', 'application/json', 'text/plain'];
const WANTED = 'application/json, or application/x-protobuf compressed with snappy';

/** Stream fields when a push has more labels than a stream may have: what names a stream best. */
const TELLING = ['service_name', 'service', 'app', 'job', 'env', 'namespace', 'cluster', 'container', 'host'];

export function lokiRoutes(door: InsertDoor): InsertRoute[] {
  return [
    {
      method: 'POST',
      paths: ['/loki/api/v1/push', '/insert/loki/api/v1/push'],
      handle: (request) => take(door, request).catch(errorReply),
      refuse: errorReply,
    },
    {
      method: 'GET',
      paths: ['/loki/ready', '/insert/loki/ready'],
      handle: () => Promise.resolve(text(200, 'ready')),
      refuse: errorReply,
    },
  ];
}

async function take(door: InsertDoor, request: InsertRequest): Promise<InsertReply> {
  checkMediaType(request.headers, TYPES, WANTED);
  const asked = readParameters(request.query, request.headers);
  const plain = { ...request, headers: withoutSnappy(request.headers) };
  const takeBody = async (body: Buffer): Promise<InsertReply> => {
    const streams = readPush(body, request.headers, door.limits);
    const receipt = await acceptOrInspect(door, request, {
      tenant: request.tenant,
      source: SOURCE,
      backfill: false,
      parameters: parametersOf(asked, streams, request.query),
      body: Buffer.from(streams.map(linesOf).join('')),
      ...idempotencyKeyOf(request.headers),
    });
    return replyOf(receipt);
  };
  const openedBytes = (body: Buffer): number => openedSize(body, request.headers, door.limits);
  return withBody(door, SOURCE, plain, takeBody, openedBytes);
}

function openedSize(body: Buffer, headers: InsertRequest['headers'], limits: BodyLimits): number {
  const size = isProtobuf(headers) ? snappyLength(body) : body.byteLength;
  return Math.min(size, limits.maxDecompressedBytes);
}

function isProtobuf(headers: InsertRequest['headers']): boolean {
  return mediaType(headers).endsWith('protobuf');
}

/** Snappy is part of the protobuf form, whether a header names it or not. */
function withoutSnappy(headers: InsertRequest['headers']): InsertRequest['headers'] {
  return headers['content-encoding'] === 'snappy' ? { ...headers, 'content-encoding': undefined } : headers;
}

function readPush(body: Buffer, headers: InsertRequest['headers'], limits: BodyLimits): LokiStream[] {
  if (!isProtobuf(headers)) return readJsonPush(body.toString('utf8'));
  return readProtobufPush(openSnappyBlock(body, limits.maxDecompressedBytes));
}

function parametersOf(
  asked: LineParameters,
  streams: readonly LokiStream[],
  query: InsertQuery,
): LineParameters {
  const streamFields = asked.streamFields ?? streamFieldsOf(streams);
  const leaves = query.get('disable_message_parsing') === '1';
  return {
    ...asked,
    ...(streamFields.length === 0 ? {} : { streamFields }),
    ...(leaves ? {} : { rawText: { zoneOffsetMinutes: 0 } }),
  };
}

function streamFieldsOf(streams: readonly LokiStream[]): string[] {
  const names = new Set(streams.flatMap(({ labels }) => labels.map(([name]) => name)));
  if (names.size <= LIMITS.streamFields) return [...names].sort();
  const telling = TELLING.filter((name) => names.has(name));
  const others = [...names].filter((name) => !telling.includes(name)).sort();
  return [...telling, ...others].slice(0, LIMITS.streamFields);
}

function linesOf({ labels, entries }: LokiStream): string {
  const shared = jsonPairs(labels);
  return entries.map((entry) => lineOf(entry, shared)).join('');
}

function lineOf(entry: LokiEntry, labels: string): string {
  if ('broken' in entry) return `${entry.broken}\n`;
  const { time, line, metadata } = entry;
  return jsonLine(
    jsonPairs([
      ['_time', time],
      ['_msg', line],
    ]),
    labels,
    jsonPairs(metadata),
  );
}

function replyOf({ accepted, rejected, errors }: Receipt): InsertReply {
  if (rejected === 0) return { status: 204, headers: {}, body: '' };
  return text(
    400,
    `${rejected} of ${accepted + rejected} lines were refused and set aside, the others are kept; the first: ${errors[0]?.message ?? ''}`,
  );
}

/** Loki's errors are plain text. */
function errorReply(thrown: unknown): InsertReply {
  if (!(thrown instanceof PresageError)) throw thrown;
  const reply = text(thrown.status, thrown.message);
  return { ...reply, headers: { ...reply.headers, ...retryAfterOf(thrown) } };
}

function text(status: number, message: string): InsertReply {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: `${message}\n` };
}
