import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { PresageError } from '../errors.ts';
import { firehoseRoute } from './firehose/route.ts';
import type { InsertDoor } from './insert-door.ts';
import { CountingIntake, sendTo, TEST_LIMITS } from './intake.fixture.ts';
import { jsonlineRoute } from './jsonline/route.ts';
import { snappyPush } from './loki/loki.fixture.ts';
import { lokiRoutes } from './loki/route.ts';
import { otlpRoute } from './otlp/route.ts';

let intake: CountingIntake;
beforeEach(() => {
  intake = new CountingIntake();
});

const LINE = 'x'.repeat(100_000);
const LIMITS = { ...TEST_LIMITS, maxRatio: 10_000 };

/** Nested deeper than V8's stack, which JSON.parse can read and JSON.stringify cannot write. */
const DEEP = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;

describe('a value that is nested too deep', () => {
  const door = (): InsertDoor => ({ intake, limits: LIMITS });
  const event = Buffer.from(
    `{"messageType":"DATA_MESSAGE","logEvents":[{"message":"m","timestamp":${DEEP}}]}`,
  ).toString('base64');
  test.each([
    ['Loki', () => lokiRoutes(door())[0], `{"streams":[{"stream":{},"values":[["1","x",{"a":${DEEP}}]]}]}`],
    ['Loki, in what is no entry', () => lokiRoutes(door())[0], `{"streams":[{"values":[[${DEEP}]]}]}`],
    [
      'OpenTelemetry',
      () => otlpRoute(door()),
      `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"severityNumber":${DEEP}}]}]}]}`,
    ],
    [
      'Firehose',
      () => firehoseRoute(door(), () => 0),
      JSON.stringify({ requestId: 'r', records: [{ data: event }] }),
    ],
  ])(
    'is refused as the request that it is, not as something to send again: %s',
    async (_what, routeOf, body) => {
      const route = routeOf();
      if (route === undefined) throw new Error('there is no such route');
      const status = await sendTo(route, { body, headers: { 'content-type': 'application/json' } }).then(
        (reply) => reply.status,
        (thrown: unknown) => (thrown as PresageError).status,
      );
      expect(status).toBe(400);
      expect([intake.held, intake.kept.length]).toEqual([0, 0]);
    },
  );
});

describe('the room that a request holds', () => {
  test('is that of its true size, however small it was packed', async () => {
    const body = gzipSync(JSON.stringify({ _msg: LINE }));
    expect(body.byteLength).toBeLessThan(1000);
    const headers = { 'content-encoding': 'gzip', 'content-length': String(body.byteLength) };
    await sendTo(jsonlineRoute({ intake, limits: LIMITS }), { body, headers });
    expect(intake.mostHeld).toBeGreaterThan(100_000);
    expect(intake.held).toBe(0);
  });

  test('counts what a snappy block holds', async () => {
    const [route] = lokiRoutes({ intake, limits: LIMITS });
    if (route === undefined) throw new Error('there is no push route');
    const body = snappyPush([{ labels: '{service="cart"}', entries: [{ line: LINE }] }]);
    expect(body.byteLength).toBeLessThan(20_000);
    const headers = { 'content-type': 'application/x-protobuf', 'content-length': String(body.byteLength) };
    expect(await sendTo(route, { body, headers })).toMatchObject({ status: 204 });
    expect(intake.mostHeld).toBeGreaterThan(100_000);
    expect(intake.held).toBe(0);
  });

  test('is given back when there is none of its true size', async () => {
    const body = gzipSync(JSON.stringify({ _msg: LINE }));
    const headers = { 'content-encoding': 'gzip', 'content-length': String(body.byteLength) };
    const small: CountingIntake = new CountingIntake();
    const reserve = small.reserve.bind(small);
    small.reserve = (tenant, source, bytes) => {
      if (bytes > 10_000) throw new PresageError('busy', 'Too much in flight.', { retryAfter: 1 });
      return reserve(tenant, source, bytes);
    };
    const sent = sendTo(jsonlineRoute({ intake: small, limits: LIMITS }), { body, headers });
    await expect(sent).rejects.toMatchObject({ code: 'busy' });
    expect([small.held, small.kept.length]).toEqual([0, 0]);
  });
});
