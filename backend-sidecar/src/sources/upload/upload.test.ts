import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { SILENT_LOG, type Job } from '@presage/contract';
import { CountingIntake, jsonOf, sendTo, shown } from '../intake.fixture.ts';
import type { InsertReply } from '../source.ts';
import { JobBook } from './job-book.ts';
import { uploadRoute } from './route.ts';
import { UploadSource } from './upload-source.ts';

const NOW_MS = Date.UTC(2026, 2, 4);

/** The upload source of a folder, as it is after each start. */
class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'presage-upload-'));
  readonly intake = new CountingIntake();
  jobs!: JobBook;
  source!: UploadSource;

  async start(): Promise<void> {
    this.jobs = await JobBook.open(this.folder, SILENT_LOG, NOW_MS);
    const recalled = new Map(this.intake.kept.map(({ origin = '', position = '' }) => [origin, position]));
    this.source = new UploadSource({
      jobs: this.jobs,
      intake: this.intake,
      recalled,
      maxDecompressedBytes: 50e6,
      log: SILENT_LOG,
      nowMs: () => NOW_MS,
    });
  }

  upload(
    body: string | Uint8Array | Readable,
    query: string,
    { headers = {}, stallMs = 10_000 } = {},
  ): Promise<InsertReply> {
    const { jobs } = this;
    const limits = { maxBytes: 30e6, maxOpen: 3, stallMs };
    const parts = { jobs, added: () => this.source.wake(), nowMs: () => NOW_MS, ...limits };
    return sendTo(uploadRoute(parts), { body, query, headers });
  }

  /** Uploads and waits for the job's end. */
  async read(body: string | Uint8Array, query: string): Promise<Job> {
    const { id } = jsonOf(await this.upload(body, query)) as Job;
    return this.ended(id);
  }

  async ended(id: string): Promise<Job> {
    for (;;) {
      const job = this.jobs.get(id)?.job;
      if (job?.finished_at !== undefined) return job;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

let bench: Bench;
beforeEach(async () => {
  bench = new Bench();
  await bench.start();
});

const CSV =
  'id,timestamp,level,source,log_message\n1,2026-03-04T05:06:07Z,ERROR,cart,"card refused, twice"\n2,2026-03-04T05:06:08Z,INFO,cart,paid\n';

describe('an uploaded file', () => {
  test.each([
    ['a.csv', 'message,_position,presage_position,__proto__\nleft,5,5,p\nright,5,5,p\n'],
    [
      'a.jsonl',
      ['left', 'right']
        .map((text) => `{"message":"${text}","_position":"5","presage_position":5,"__proto__":"p"}`)
        .join('\n'),
    ],
  ])(
    'whose rows tell a position of their own has them all, each at its own place: %s',
    async (name, body) => {
      expect(await bench.read(body, `name=${name}`)).toMatchObject({ accepted: 2 });
      const records = bench.intake.records();
      expect(records.map(({ position }) => position)).toEqual([0, 1]);
      for (const record of records) {
        expect(shown(record)).toMatchObject({ _position: '5' });
        expect(Object.entries(shown(record))).toContainEqual(['__proto__', 'p']);
      }
    },
  );

  test('CSV: its columns are found by their names; its lines are old ones of their own positions', async () => {
    const job = await bench.read(CSV, 'name=export.csv');
    expect(job).toMatchObject({
      state: 'done',
      format: 'csv',
      columns: { message: 'log_message', time: 'timestamp', level: 'level', service: 'source' },
      accepted: 2,
      rejected: 0,
    });
    expect(bench.intake.records().map(shown)).toMatchObject([
      {
        _msg: 'card refused, twice',
        _time: Date.UTC(2026, 2, 4, 5, 6, 7),
        level: 'ERROR',
        service: 'cart',
        id: '1',
      },
      { _msg: 'paid', filename: 'export.csv' },
    ]);
    expect(bench.intake.records().map(({ position }) => position)).toEqual([0, 1]);
    expect(bench.intake.kept[0]).toMatchObject({
      tenant: '7:3',
      backfill: true,
      origin: job.id,
      position: '2',
    });
    expect(readdirSync(bench.folder)).toEqual([`${job.id}.json`]);
  });

  test.each([
    [
      'columns that are named in the request',
      'a;b;c\nx;2026-03-04T05:06:07Z;hello there\n',
      'message=c&time=b&format=csv',
      'hello there',
    ],
    [
      'no header',
      '2026-03-04T05:06:07Z,7,the longest text of the row\n',
      'format=csv',
      'the longest text of the row',
    ],
    ['JSON lines', '{"msg":"hello","time":"2026-03-04T05:06:07Z"}\n', 'name=x.ndjson', 'hello'],
    [
      'JSON lines with a key that is named',
      '{"what":"hello","at":"2026-03-04T05:06:07Z"}\n',
      'message=what&time=at',
      'hello',
    ],
    ['text', '2026-03-04T05:06:07Z ERROR hello\n', 'name=app.log', '2026-03-04T05:06:07Z ERROR hello'],
  ])('%s', async (_what, body, query, message) => {
    expect(await bench.read(body, query)).toMatchObject({ state: 'done', accepted: 1 });
    expect(bench.intake.records()[0]).toMatchObject({ message, timeMs: Date.UTC(2026, 2, 4, 5, 6, 7) });
  });

  test.each([
    ['gzip', gzipSync(CSV)],
    ['zstd', zstdCompressSync(CSV)],
    ['two gzip members', Buffer.concat([gzipSync(CSV.slice(0, 60)), gzipSync(CSV.slice(60))])],
    ['two zstd frames', Buffer.concat([zstdCompressSync(CSV.slice(0, 60)), zstdCompressSync(CSV.slice(60))])],
  ])('compressed by %s is read whole', async (_how, body) => {
    expect(await bench.read(body, 'name=export.csv')).toMatchObject({ state: 'done', accepted: 2 });
  });

  test.each([
    ['zip', Buffer.from('PK\u0003\u0004\u0014\0\0\0report.csv'), 'upload what is in it'],
    ['UTF-16', Buffer.from('\ufeffcard refused\n', 'utf16le'), 'save it as UTF-8'],
    ['a picture', Buffer.from([0x89, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 0xff, 0xd8, 1, 2]), 'not text'],
  ])('%s is no text: nothing is taken, and what to do is told', async (_name, body, told) => {
    const job = await bench.read(body, 'name=a');
    expect(job).toMatchObject({ state: 'failed', accepted: 0 });
    expect(job.message).toContain(told);
    expect(bench.intake.kept).toEqual([]);
  });

  test('text of an old encoding, and a hole that a rotation left, are text', async () => {
    const latin = await bench.read(Buffer.from('Gerät überhitzt, Lüfter prüfen\n', 'latin1'), 'name=a.log');
    const hole = await bench.read(Buffer.concat([Buffer.alloc(500), Buffer.from('paid\n')]), 'name=b.log');
    expect([latin.accepted, hole.accepted]).toEqual([1, 1]);
  });

  test('a stack trace in text is one line', async () => {
    const body = 'first\njava.lang.X: bad\n\tat a.b(C.java:1)\n\tat d.e(F.java:2)\nlast\n';
    expect(await bench.read(body, 'name=app.log')).toMatchObject({ state: 'done', accepted: 3 });
    expect(bench.intake.records().map(({ message, position }) => [position, message])).toEqual([
      [0, 'first'],
      [1, 'java.lang.X: bad\n\tat a.b(C.java:1)\n\tat d.e(F.java:2)'],
      [4, 'last'],
    ]);
  });

  test('a line of JSON may hold what other alphabets call a line end', async () => {
    const job = await bench.read('{"message":"a\u2028b"}\n{"message":"c"}\n', 'name=a.jsonl');
    expect(job).toMatchObject({ state: 'done', accepted: 2, rejected: 0 });
    expect(bench.intake.records().map(({ message }) => message)).toEqual(['a\u2028b', 'c']);
  });

  test('a table whose quote is never closed fails with its line, instead of filling the memory', async () => {
    const rest = 'x'.repeat(10e6);
    const job = await bench.read(
      `time,message\n2026-01-01T00:00:00Z,fine\n2026-01-01T00:00:01Z,"${rest}`,
      'name=a.csv',
    );
    expect(job).toMatchObject({
      state: 'failed',
      accepted: 1,
      message: expect.stringContaining('at line 3'),
    });
  });

  test.each(['text', 'jsonl'])(
    'of a compressed file that is cut short the rows before the cut are kept: %s',
    async (format) => {
      const lines = Array.from({ length: 1500 }, (_, i) => `{"message":"${randomUUID()} ${i}"}`);
      const whole = gzipSync(lines.join('\n'));
      const job = await bench.read(whole.subarray(0, whole.length / 2), `name=a.gz&format=${format}`);
      expect(job).toMatchObject({
        state: 'failed',
        message: expect.stringContaining('Rows before that are kept'),
      });
      expect(job.accepted).toBeGreaterThan(500);
      expect(bench.intake.records()).toHaveLength(job.accepted);
    },
  );

  test('a file of which no job tells, because its sender was killed, is removed at the next start', async () => {
    const id = bench.jobs.expect();
    writeFileSync(bench.jobs.fileOf(id), 'half of a file');
    await bench.start();
    expect(existsSync(bench.jobs.fileOf(id))).toBe(false);
  });

  test('rows that cannot be lines are told with their number, the others are kept', async () => {
    const job = await bench.read('{"msg":"a"}\nnot json\n{"msg":"b"}\n', 'format=jsonl');
    expect(job).toMatchObject({ accepted: 2, rejected: 1, errors: [{ row: 2, reason: 'not_json' }] });
  });

  test.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ])(
    'one that is cut short inside its %s ends as failed, with what came before it kept',
    async (_how, compressed) => {
      const rows = Array.from(
        { length: 40_000 },
        (_, n) => `2026-03-04T05:06:07Z,ERROR,line ${n} ${Math.imul(n, 7919)}`,
      );
      const whole = compressed(`timestamp,level,message\n${rows.join('\n')}\n`);
      const job = await bench.read(whole.subarray(0, whole.length - 2000), 'name=export.csv');
      expect(job.state).toBe('failed');
      expect(job.message).toContain('Rows before that are kept');
      expect(bench.intake.records().length).toBe(job.accepted);
    },
  );

  test('a stop at any place and a new start give every row once', async () => {
    const count = 60_000;
    const body = Array.from({ length: count }, (_, n) => `{"msg":"line ${n} ${'x'.repeat(60)}"}`).join('\n');
    const { id } = jsonOf(await bench.upload(body, 'format=jsonl')) as Job;
    for (let starts = 1; starts <= 4; starts++) {
      while (bench.intake.kept.length < starts * 2) await new Promise((resolve) => setImmediate(resolve));
      await bench.source.stop();
      await bench.start();
      await bench.source.start();
    }
    expect(await bench.ended(id)).toMatchObject({ state: 'done' });
    expect(bench.intake.records().map(({ position }) => position)).toEqual([...Array(count).keys()]);
  });

  test('a kill between the journal and the facts of a job leaves no row uncounted', async () => {
    const count = 20_000;
    const row = (n: number): string =>
      n % 1000 === 7 ? 'not json' : `{"msg":"line ${n} ${'x'.repeat(60)}"}`;
    bench.source.pause();
    const body = Array.from({ length: count }, (_, n) => row(n)).join('\n');
    const { id } = jsonOf(await bench.upload(body, 'format=jsonl')) as Job;
    const never = new Promise<void>(() => undefined);
    bench.jobs.keep = () => never;
    bench.source.resume();
    while (bench.intake.kept.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await bench.start();
    await bench.source.start();
    expect(await bench.ended(id)).toMatchObject({ state: 'done', accepted: count - 20, rejected: 20 });
    const positions = bench.intake.records().map(({ position }) => position);
    expect([positions.length, new Set(positions).size]).toEqual([count - 20, count - 20]);
  });

  test('a disk that cannot take the facts of a job is waited out, and every row is taken once', async () => {
    const keep = bench.jobs.keep.bind(bench.jobs);
    let failures = 0;
    bench.source.pause();
    const { id } = jsonOf(await bench.upload(CSV, 'name=export.csv')) as Job;
    bench.jobs.keep = (kept) => {
      bench.jobs.keep = keep;
      failures++;
      return Promise.reject(new Error(`no space left for ${kept.job.id}`));
    };
    bench.source.resume();
    while (bench.source.status().state !== 'failing') await new Promise((resolve) => setImmediate(resolve));
    expect(bench.source.status().message).toContain(`no space left for ${id}`);
    expect(await bench.ended(id)).toMatchObject({ state: 'done', accepted: 2 });
    expect([failures, bench.intake.records().length]).toEqual([1, 2]);
    expect(bench.source.status().state).toBe('running');
  });

  test('a disk that cannot take the facts of a new job makes its sender come again, and keeps nothing', async () => {
    bench.jobs.keep = () => Promise.reject(new Error('no space left'));
    await expect(bench.upload(CSV, 'name=export.csv')).rejects.toMatchObject({
      code: 'not_ready',
      retryAfter: 60,
    });
    expect(readdirSync(bench.folder)).toEqual([]);
  });

  test('one that is too large, cut, or of an unknown format is refused and nothing stays of it', async () => {
    await expect(bench.upload('x', '', { headers: { 'content-length': '99000000' } })).rejects.toMatchObject({
      code: 'body_too_large',
    });
    await expect(bench.upload(Buffer.alloc(31e6), '')).rejects.toMatchObject({ code: 'body_too_large' });
    await expect(bench.upload('x', '', { headers: { 'content-length': '9' } })).rejects.toMatchObject({
      code: 'body_cut',
    });
    await expect(bench.upload('x', 'format=xls')).rejects.toMatchObject({ code: 'bad_request' });
    expect(readdirSync(bench.folder)).toEqual([]);
  });

  test('one that stalls is refused after a while, however long it had flowed', async () => {
    // The pieces together take longer than the patience, and each a small part of it, so that a busy machine is not a stall.
    const [patience, pieces] = [600, 12];
    let asked = 0;
    const body = new Readable({
      read() {
        if (asked++ < pieces) setTimeout(() => this.push(Buffer.alloc(20_000)), patience / 10);
      },
    });
    const stalled = bench.upload(body, '', { stallMs: patience });
    await expect(stalled).rejects.toMatchObject({ code: 'body_too_slow', status: 408 });
    expect(asked).toBe(pieces + 1);
    expect(readdirSync(bench.folder)).toEqual([]);
  });

  test('more than may wait are refused with when to come again', async () => {
    bench.source.pause();
    for (let n = 0; n < 3; n++) expect((await bench.upload('x', '')).status).toBe(202);
    await expect(bench.upload('x', '')).rejects.toMatchObject({ code: 'busy', retryAfter: 30 });
    bench.source.resume();
  });

  test('those that are still on their way count as well, until they end', async () => {
    const bodies = [1, 2, 3].map(() => new Readable({ read: () => undefined }));
    const uploads = bodies.map((body) => bench.upload(body, ''));
    await expect(bench.upload('x', '')).rejects.toMatchObject({ code: 'busy', retryAfter: 30 });
    for (const body of bodies) body.destroy(new Error('gone'));
    await Promise.allSettled(uploads);
    expect((await bench.upload('x', '')).status).toBe(202);
  });

  test('one that ended a week ago is forgotten when another ends', async () => {
    const old = await bench.read(CSV, 'name=old.csv');
    const kept = bench.jobs.get(old.id);
    if (kept === undefined) throw new Error('there is no such job');
    const finished_at = new Date(NOW_MS - 8 * 24 * 3_600_000).toISOString();
    await bench.jobs.keep({ ...kept, job: { ...old, finished_at } });
    const { id } = await bench.read(CSV, 'name=new.csv');
    expect(bench.jobs.all().map(({ job }) => job.id)).toEqual([id]);
    expect(readdirSync(bench.folder)).toEqual([`${id}.json`]);
  });
});
