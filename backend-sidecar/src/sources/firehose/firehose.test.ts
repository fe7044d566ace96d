import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { PresageError } from '../../errors.ts';
import { CountingIntake, jsonOf, sendTo, shown, TEST_LIMITS, type Sent } from '../intake.fixture.ts';
import type { InsertReply } from '../source.ts';
import { firehoseRoute } from './route.ts';

let intake: CountingIntake;
beforeEach(() => {
  intake = new CountingIntake();
});

const send = (body: unknown, sent: Sent = {}): Promise<InsertReply> =>
  sendTo(
    firehoseRoute({ intake, limits: TEST_LIMITS }, () => 1234),
    { body: JSON.stringify(body), ...sent },
  );
const record = (text: string | Buffer) => ({ data: Buffer.from(text).toString('base64') });

describe('Firehose', () => {
  test('events of CloudWatch Logs keep their time, group and stream; control messages are nothing', async () => {
    const data = {
      messageType: 'DATA_MESSAGE',
      owner: '111122223333',
      logGroup: '/app/shop',
      logStream: 'web-1',
      logEvents: [{ id: '37', timestamp: 1_772_600_767_008, message: 'order 17 taken\n' }],
    };
    const control = {
      messageType: 'CONTROL_MESSAGE',
      logEvents: [{ id: '', timestamp: 1, message: 'probe' }],
    };
    const records = [record(gzipSync(JSON.stringify(data))), record(gzipSync(JSON.stringify(control)))];
    const headers = { 'x-amz-firehose-common-attributes': '{"commonAttributes":{"env":"prod"}}' };
    const reply = await send({ requestId: 'r-1', records }, { headers });
    expect(reply.status).toBe(200);
    expect(jsonOf(reply)).toEqual({ requestId: 'r-1', timestamp: 1234 });
    expect(intake.records().map(shown)).toEqual([
      {
        _msg: 'order 17 taken',
        _time: 1_772_600_767_008,
        log_group: '/app/shop',
        log_stream: 'web-1',
        aws_account: '111122223333',
        aws_event_id: '37',
        env: 'prod',
      },
    ]);
    expect(intake.kept[0]?.idempotencyKey).toBe('firehose r-1');
  });

  test('what holds many times its size goes on in pieces, each with a key of its own', async () => {
    const text = `${'x'.repeat(200_000)}\n`.repeat(60);
    const records = Array.from({ length: 5 }, () => record(gzipSync(text)));
    expect((await send({ requestId: 'r-2', records })).status).toBe(200);
    expect(intake.kept.map(({ idempotencyKey }) => idempotencyKey)).toEqual([
      'firehose r-2',
      'firehose r-2 1',
      'firehose r-2 2',
    ]);
    expect(Math.max(...intake.kept.map(({ body }) => body.byteLength))).toBeLessThan(32 * 1024 * 1024);
    expect(intake.records()).toHaveLength(300);
  });

  test('text and JSON records are lines', async () => {
    await send({ requestId: 'r', records: [record('one\n{"message":"two","n":1}\n'), record('three')] });
    expect(intake.records().map(({ message }) => message)).toEqual(['one', 'two', 'three']);
  });

  test.each([
    ['no envelope', { a: 1 }],
    ['a record without data', { requestId: 'r', records: [{}] }],
    ['a record cut short', { requestId: 'r', records: [record(gzipSync('x'.repeat(99)).subarray(0, 15))] }],
  ])('%s is refused with its request id and nothing is kept', async (_what, body) => {
    const reply = await send(body, { headers: { 'x-amz-firehose-request-id': 'r-9' } });
    expect(reply.status).toBe(400);
    expect(jsonOf(reply)).toMatchObject({ requestId: 'r-9', errorMessage: expect.any(String) });
    expect([intake.kept.length, intake.held]).toEqual([0, 0]);
  });

  test('under pressure the delivery is to come again', async () => {
    intake.refusal = new PresageError('busy', 'full', { retryAfter: 1 });
    const reply = await send({ requestId: 'r', records: [record('x')] });
    expect(reply).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
  });
});
