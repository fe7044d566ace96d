/**
 * OpenTelemetry logs over HTTP, protobuf and JSON. What was refused is told as a partial success with its reason; 429 and 503 with
 * `Retry-After` make exporters send the whole request again. Errors are google.rpc.Status in the request's own encoding.
 */
import { LIMITS } from '@presage/contract';
import protobuf from 'protobufjs/minimal.js';
import { PresageError } from '../../errors.ts';
import type { LineParameters } from '../../pipeline/record.ts';
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
import { lengthTag, varintTag } from '../protobuf-reader.ts';
import type { InsertReply, InsertRequest, InsertRoute, Receipt } from '../source.ts';
import { readJsonLogs } from './logs-json.ts';
import { readProtobufLogs } from './logs-protobuf.ts';

const SOURCE = 'otlp';
const JSON_TYPE = 'application/json';
const PROTOBUF_TYPE = 'application/x-protobuf';
const TYPES = [PROTOBUF_TYPE, 'application/protobuf', JSON_TYPE];
const WANTED = 'OTLP as application/x-protobuf or application/json';

/** Attributes that name a stream best, when a resource has more than a stream may have. */
const TELLING = [
  'service.name',
  'service.namespace',
  'deployment.environment.name',
  'deployment.environment',
  'host.name',
  'k8s.namespace.name',
  'k8s.pod.name',
  'k8s.container.name',
  'service.instance.id',
];

export function otlpRoute(door: InsertDoor): InsertRoute {
  return {
    method: 'POST',
    paths: ['/v1/logs', '/insert/opentelemetry/v1/logs'],
    handle: (request) =>
      take(door, request).catch((thrown: unknown) => errorReply(thrown, isJson(request.headers))),
    refuse: (error, headers) => errorReply(error, isJson(headers)),
  };
}

async function take(door: InsertDoor, request: InsertRequest): Promise<InsertReply> {
  checkMediaType(request.headers, TYPES, WANTED);
  const asked = readParameters(request.query, request.headers);
  return withBody(door, SOURCE, request, async (body) => {
    const { lines, resourceNames } = isJson(request.headers)
      ? readJsonLogs(body.toString('utf8'))
      : readProtobufLogs(body);
    const receipt = await acceptOrInspect(door, request, {
      tenant: request.tenant,
      source: SOURCE,
      backfill: false,
      parameters: parametersOf(asked, resourceNames),
      body: Buffer.from(lines),
      ...idempotencyKeyOf(request.headers),
    });
    return replyOf(receipt, isJson(request.headers));
  });
}

function isJson(headers: InsertRequest['headers']): boolean {
  return mediaType(headers) === JSON_TYPE;
}

function parametersOf(asked: LineParameters, resourceNames: ReadonlySet<string>): LineParameters {
  if (asked.streamFields !== undefined) return asked;
  const telling = TELLING.filter((name) => resourceNames.has(name)).slice(0, LIMITS.streamFields);
  return telling.length === 0 ? asked : { ...asked, streamFields: telling };
}

function replyOf({ rejected, errors }: Receipt, json: boolean): InsertReply {
  const message = rejected === 0 ? '' : (errors[0]?.message ?? '');
  if (!json) return encoded(200, partialSuccess(rejected, message));
  const body =
    rejected === 0 ? {} : { partialSuccess: { rejectedLogRecords: String(rejected), errorMessage: message } };
  return { status: 200, headers: { 'content-type': JSON_TYPE }, body: JSON.stringify(body) };
}

/** ExportLogsServiceResponse; an empty message says that all is well. */
function partialSuccess(rejected: number, message: string): Uint8Array {
  if (rejected === 0) return new Uint8Array();
  const writer = protobuf.Writer.create().uint32(lengthTag(1)).fork();
  writer.uint32(varintTag(1)).int64(rejected).uint32(lengthTag(2)).string(message).ldelim();
  return writer.finish();
}

/** google.rpc codes: what the client sent is wrong, it may not send here, it is to come again, or to say who it is. */
const INVALID_ARGUMENT = 3;
const PERMISSION_DENIED = 7;
const UNAVAILABLE = 14;
const UNAUTHENTICATED = 16;

function errorReply(thrown: unknown, json: boolean): InsertReply {
  if (!(thrown instanceof PresageError)) throw thrown;
  const { status, message } = thrown;
  const code = codeOf(thrown);
  const reply = json
    ? { status, headers: { 'content-type': JSON_TYPE }, body: JSON.stringify({ code, message }) }
    : encoded(status, statusMessage(code, message));
  return { ...reply, headers: { ...reply.headers, ...retryAfterOf(thrown) } };
}

function codeOf({ status, retryable }: PresageError): number {
  if (status === 401) return UNAUTHENTICATED;
  if (status === 403) return PERMISSION_DENIED;
  return retryable ? UNAVAILABLE : INVALID_ARGUMENT;
}

function statusMessage(code: number, message: string): Uint8Array {
  return protobuf.Writer.create()
    .uint32(varintTag(1))
    .int32(code)
    .uint32(lengthTag(2))
    .string(message)
    .finish();
}

function encoded(status: number, bytes: Uint8Array): InsertReply {
  return { status, headers: { 'content-type': PROTOBUF_TYPE }, body: Buffer.from(bytes) };
}
