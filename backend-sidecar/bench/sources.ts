/** Lines per CPU-second of each protocol, from a request's bytes to its lines' being durable in a journal on disk. */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { SILENT_LOG, SILENT_METER } from '@presage/contract';
import { Chance } from '../demo/chance.ts';
import { openSegmentLog } from '../src/journal/segment-log.ts';
import { Backlog } from '../src/road/backlog.ts';
import { SYSTEM_CLOCK } from '../src/road/clock.ts';
import { DeadLetters } from '../src/road/dead-letters.ts';
import { RoadIntake } from '../src/road/intake.ts';
import { KeyMemory } from '../src/road/key-memory.ts';
import { bulkRoutes } from '../src/sources/elasticsearch/route.ts';
import { firehoseRoute } from '../src/sources/firehose/route.ts';
import { jsonlineRoute } from '../src/sources/jsonline/route.ts';
import { lokiRoutes } from '../src/sources/loki/route.ts';
import { nativeRoute } from '../src/sources/native/route.ts';
import { protobufRequest } from '../src/sources/otlp/otlp.fixture.ts';
import { otlpRoute } from '../src/sources/otlp/route.ts';
import type { InsertDoor } from '../src/sources/insert-door.ts';
import type { InsertRoute } from '../src/sources/source.ts';
import { FeedState } from '../src/sources/feed.ts';
import { MessageBatch } from '../src/sources/syslog/message-batch.ts';
import { MessageCutter } from '../src/sources/syslog/message-cutter.ts';
import { measureFeeds, type SourceFigure } from './feeds.ts';
import { freshDigits, type RawLine } from './fresh-lines.ts';
import {
  bulkBody,
  firehose,
  lokiJson,
  lokiProtobuf,
  native,
  ndjson,
  otlp,
  syslogStream,
} from './request-bodies.ts';

const PER_REQUEST = 1000;
/** Different requests; sent round so that making them costs nothing of what is measured. */
const REQUESTS = 40;
/** Lines of a source that brings them by itself: each lies in memory before it is asked for. */
const FEED_LINES = 200_000;
const JSON_TYPE = 'application/json';
const PROTOBUF_TYPE = 'application/x-protobuf';

interface Protocol {
  readonly name: string;
  send(request: number): Promise<void>;
}

export interface MemoryFigure {
  readonly lines: number;
  readonly residentBytes: number;
}

/** `lines` for each protocol, at most FEED_LINES for what brings lines by itself; `memoryLines` more by OTLP, with the resident size on the way. */
export async function measureSources(
  raw: readonly RawLine[],
  lines: number,
  memoryLines: number,
): Promise<{ readonly figures: readonly SourceFigure[]; readonly memory: readonly MemoryFigure[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'presage-bench-'));
  const door = await openDoor(folder);
  try {
    const protocols = protocolsOf(door, raw);
    const figures: SourceFigure[] = [];
    for (const protocol of protocols) figures.push(await measure(protocol, lines));
    const otlp = protocols.find(({ name }) => name === 'OTLP, protobuf');
    const memory = otlp === undefined ? [] : await residentSizes(otlp, memoryLines);
    // Last, because their clouds hold all lines in the memory of this process.
    const feeds = await measureFeeds(door.intake, linesOf(raw, Math.min(lines, FEED_LINES)));
    return { figures: [...figures, ...feeds], memory };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A door whose journal keeps only its newest segments, as it does when the pipeline keeps up. */
async function openDoor(folder: string): Promise<InsertDoor> {
  const open = (name: string) =>
    openSegmentLog({
      folder: join(folder, name),
      name,
      maxBytes: 2 ** 34,
      log: SILENT_LOG,
      meter: SILENT_METER,
    });
  const journal = await open('journal');
  const intake = new RoadIntake(
    {
      journal,
      deadLetters: new DeadLetters(await open('dead-letters'), SILENT_METER),
      keys: new KeyMemory(),
      clock: SYSTEM_CLOCK,
      meter: SILENT_METER,
      log: SILENT_LOG,
      inFlightBytes: 2 ** 30,
      maxTenants: 1,
      backlog: new Backlog(2 ** 40),
      handOver: (_batch, end) => void journal.free(end),
      closedBecause: () => undefined,
    },
    [],
  );
  const limits = { maxBytes: 2 ** 26, maxDecompressedBytes: 2 ** 26, maxRatio: 1000, timeoutMs: 60_000 };
  return { intake, limits };
}

async function measure(protocol: Protocol, lines: number): Promise<SourceFigure> {
  for (let i = 0; i < 20; i++) await protocol.send(i);
  const requests = Math.ceil(lines / PER_REQUEST);
  const before = process.cpuUsage();
  for (let i = 0; i < requests; i++) await protocol.send(i);
  const { user, system } = process.cpuUsage(before);
  return { name: protocol.name, linesPerCpuSecond: (requests * PER_REQUEST) / ((user + system) / 1e6) };
}

async function residentSizes(protocol: Protocol, lines: number): Promise<MemoryFigure[]> {
  const sizes: MemoryFigure[] = [];
  const requests = Math.ceil(lines / PER_REQUEST);
  for (let i = 1; i <= requests; i++) {
    await protocol.send(i);
    if (i % Math.ceil(requests / 5) === 0 || i === requests)
      sizes.push({ lines: i * PER_REQUEST, residentBytes: process.memoryUsage.rss() });
  }
  return sizes;
}

function protocolsOf(door: InsertDoor, raw: readonly RawLine[]): Protocol[] {
  const fresh = linesOf(raw, REQUESTS * PER_REQUEST);
  const batches = Array.from({ length: REQUESTS }, (_, request) =>
    fresh.slice(request * PER_REQUEST, (request + 1) * PER_REQUEST),
  );
  const bodies = (encode: (lines: readonly RawLine[]) => Uint8Array | string): Buffer[] =>
    batches.map((lines) => Buffer.from(encode(lines)));
  const [bulk] = bulkRoutes(door);
  const [push] = lokiRoutes(door);
  if (bulk === undefined || push === undefined) throw new Error('a protocol has no route');
  return [
    posting('jsonline', jsonlineRoute(door), 'application/stream+json', bodies(ndjson)),
    posting('vlagent, native', nativeRoute(door), 'application/octet-stream', bodies(native), 'version=v1'),
    posting('Elasticsearch bulk', bulk, 'application/x-ndjson', bodies(bulkBody)),
    posting('Loki, JSON', push, JSON_TYPE, bodies(lokiJson)),
    posting('Loki, protobuf', push, PROTOBUF_TYPE, bodies(lokiProtobuf)),
    posting(
      'OTLP, JSON',
      otlpRoute(door),
      JSON_TYPE,
      bodies((lines) => JSON.stringify(otlp(lines))),
    ),
    posting(
      'OTLP, protobuf',
      otlpRoute(door),
      PROTOBUF_TYPE,
      bodies((lines) => protobufRequest(otlp(lines))),
    ),
    posting('Firehose', firehoseRoute(door, Date.now), JSON_TYPE, bodies(firehose)),
    syslog(door, bodies(syslogStream)),
  ];
}

/** So many lines with digits of their own. */
function linesOf(raw: readonly RawLine[], count: number): RawLine[] {
  const chance = new Chance(3);
  return Array.from({ length: count }, (_, i) => {
    const line = raw[i % raw.length] ?? { service: '', text: '' };
    return { service: line.service, text: freshDigits(line.text, chance) };
  });
}

function posting(
  name: string,
  route: InsertRoute,
  type: string,
  bodies: readonly Buffer[],
  query = '',
): Protocol {
  const path = route.paths[0] ?? '';
  return {
    name,
    send: async (request) => {
      const body = bodies[request % bodies.length] ?? Buffer.alloc(0);
      const headers = { 'content-type': type, 'content-length': String(body.byteLength) };
      const stream = Readable.from([body], { objectMode: false });
      const reply = await route.handle({
        tenant: '0:0',
        path,
        query: new URLSearchParams(query),
        headers,
        body: stream,
      });
      if (reply.status >= 300) throw new Error(`${name} answered ${reply.status}: ${String(reply.body)}`);
    },
  };
}

/** One connection's bytes, cut and batched as a listener does it. */
function syslog({ intake }: InsertDoor, bodies: readonly Buffer[]): Protocol {
  return {
    name: 'syslog',
    send: async (request) => {
      const state = new FeedState(Date.now);
      const batch = new MessageBatch({
        intake,
        tenant: '0:0',
        zoneOffsetMinutes: 0,
        state,
        drained: () => undefined,
      });
      new MessageCutter().push(bodies[request % bodies.length] ?? Buffer.alloc(0), (message) =>
        batch.add(message, '127.0.0.1'),
      );
      const left = await batch.close(10_000);
      if (left > 0) throw new Error(`${left} messages of syslog were not taken`);
    },
  };
}
