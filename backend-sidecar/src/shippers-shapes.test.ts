// Requests as known shippers make them (contract/fixtures/shippers, written for the project), against the one server.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { fakeApi } from './http/api.fixture.ts';
import { serve } from './http/serve.fixture.ts';
import { CountingIntake, shown } from './sources/intake.fixture.ts';
import { nativeBlock } from './sources/native/native.fixture.ts';
import { snappyPush, type PushedStream } from './sources/loki/loki.fixture.ts';
import { protobufRequest } from './sources/otlp/otlp.fixture.ts';
import { protocolRoutes } from './shippers-routes.fixture.ts';

interface Body {
  readonly lines?: readonly string[];
  readonly json?: unknown;
  readonly loki?: readonly PushedStream[];
  readonly otlp?: object;
  readonly native?: readonly {
    tags: Record<string, string>;
    nanos: string;
    fields: Record<string, string>;
  }[];
}

interface Shape {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly pack?: 'gzip' | 'zstd';
  readonly body?: Body;
  readonly reply: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly json?: Record<string, unknown>;
    readonly bytes?: string;
  };
  /** `0:0` unless said. */
  readonly tenant?: string;
  readonly rows?: readonly Readonly<Record<string, string | number>>[];
  readonly stream_fields?: readonly string[];
}

interface Fixture {
  readonly shipper: string;
  readonly requests: readonly Shape[];
}

const FOLDER = new URL('../../contract/fixtures/shippers/', import.meta.url);
const fixtures = readdirSync(FOLDER).map(
  (file) => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Fixture,
);

let intake = new CountingIntake();
const { api } = fakeApi({ insertRoutes: protocolRoutes(() => intake) });
const server = await serve(api);
beforeEach(() => {
  intake = new CountingIntake();
});

function encoded({ lines, json, loki, otlp, native }: Body): Uint8Array {
  if (lines !== undefined) return Buffer.from(`${lines.join('\n')}\n`);
  if (loki !== undefined) return snappyPush(loki);
  if (otlp !== undefined) return protobufRequest(otlp);
  if (native !== undefined)
    return nativeBlock(native.map(({ nanos, ...row }) => ({ ...row, nanos: BigInt(nanos) })));
  return Buffer.from(JSON.stringify(json));
}

async function send({ method, path, headers, pack, body }: Shape): Promise<Response> {
  const plain = body === undefined ? undefined : encoded(body);
  const packed =
    plain && (pack === 'gzip' ? gzipSync(plain) : pack === 'zstd' ? zstdCompressSync(plain) : plain);
  const encoding = pack === undefined ? {} : { 'content-encoding': pack };
  return fetch(server.url + path, {
    method,
    headers: { ...headers, ...encoding },
    ...(packed === undefined ? {} : { body: Buffer.from(packed) }),
  });
}

describe.each(fixtures)('$shipper', ({ requests }) => {
  test.each(requests)('$method $path', async (shape) => {
    const { reply, rows = [], tenant = '0:0', stream_fields } = shape;
    const response = await send(shape);
    const text = await response.text();
    expect([response.status, text]).toEqual([reply.status, expect.anything()]);
    expect(Object.fromEntries(response.headers)).toMatchObject(reply.headers ?? {});
    if (reply.json !== undefined) expect(JSON.parse(text)).toMatchObject(reply.json);
    if (reply.bytes !== undefined) expect(text).toBe(reply.bytes);
    expect(intake.records().map(shown)).toEqual(rows);
    for (const kept of intake.kept) {
      expect(kept.tenant).toBe(tenant);
      expect(kept.parameters.streamFields).toEqual(stream_fields);
    }
    expect(intake.held).toBe(0);
  });
});
