import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { PresageError } from '../../errors.ts';
import { Bench } from './file.fixture.ts';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.close());

function write(name: string, text: string): void {
  appendFileSync(bench.path(name), text);
}

async function restart(patterns: readonly string[], from?: 'beginning' | 'end'): Promise<void> {
  await bench.files?.close();
  await bench.start(patterns, from);
}

describe('a followed file', () => {
  test('gives each line with its offset, its file, host and service', async () => {
    write('cart.log', 'one\ntwo\r\n\ngrün\nend\n');
    await bench.start(['cart.log']);
    await bench.settle();
    const records = bench.intake.records();
    expect(records.map(({ text, position }) => [text, position])).toEqual([
      ['one', 0],
      ['two', 4],
      ['grün', 10],
      ['end', 16],
    ]);
    const { arrival } = records[0] ?? {};
    expect(arrival).toMatchObject({
      tenant: '0:0',
      source: 'file',
      origin: expect.stringMatching(/^[0-9a-f]{8}$/),
    });
    expect(arrival?.parameters).toEqual({
      rawText: { zoneOffsetMinutes: 0 },
      extraFields: { filename: bench.path('cart.log'), host: 'host-a', service: 'cart' },
      positionField: 'presage_position',
    });
    expect(JSON.parse(bench.intake.arrivals.at(-1)?.position ?? '')).toMatchObject({
      key: arrival?.origin,
      path: bench.path('cart.log'),
      offset: 20,
    });
  });

  test('marks as backfill what was there when it was first seen, and nothing after, also over a restart', async () => {
    write('cart.log', 'old 1\nold 2\n');
    await bench.start(['cart.log']);
    await bench.settle();
    write('cart.log', 'new 1\n');
    await bench.settle();
    await restart(['cart.log']);
    write('cart.log', 'new 2\n');
    await bench.settle();
    expect(bench.intake.records().map(({ text, arrival }) => [text, arrival.backfill])).toEqual([
      ['old 1', true],
      ['old 2', true],
      ['new 1', false],
      ['new 2', false],
    ]);
  });

  test('a file that comes later is read from its start, and its lines are live', async () => {
    await bench.start(['*.log', 'late.txt'], 'end');
    await bench.settle();
    write('late.log', 'one\n');
    write('late.txt', 'two\n');
    await bench.settle();
    expect(
      bench.intake
        .records()
        .map(({ text, arrival }) => [text, arrival.backfill])
        .sort(),
    ).toEqual([
      ['one', false],
      ['two', false],
    ]);
  });

  test('from the end, nothing that was there is read, but the line that is just being written is whole', async () => {
    write('cart.log', 'old 1\nold 2\nhal');
    await bench.start(['cart.log'], 'end');
    await bench.poll();
    write('cart.log', 'f\nnew\n');
    await bench.settle();
    expect(bench.intake.texts()).toEqual(['half', 'new']);
  });

  test('from the end, a restart goes on where the first start began, though no line had come', async () => {
    write('cart.log', 'old\n');
    await bench.start(['cart.log'], 'end');
    await bench.poll();
    await bench.files?.close();
    write('cart.log', 'meanwhile\n');
    await bench.start(['cart.log'], 'end');
    await bench.settle();
    expect(bench.intake.texts()).toEqual(['meanwhile']);
  });

  test('a last line without its end waits, and is handed on when nothing follows', async () => {
    write('cart.log', 'one\ntwo');
    await bench.start(['cart.log']);
    await bench.poll();
    await bench.poll(2000);
    expect(bench.intake.texts()).toEqual(['one']);
    await bench.settle();
    expect(bench.intake.texts()).toEqual(['one', 'two']);
    write('cart.log', '\nthree\n');
    await bench.settle();
    expect(bench.intake.texts()).toEqual(['one', 'two', 'three']);
  });

  test('a line over 256 KiB goes on whole, one over 1 MiB is cut at 1 MiB and told', async () => {
    write('cart.log', `${'x'.repeat(300_000)}\n${'y'.repeat(2_000_000)}\nend\n`);
    await bench.start(['cart.log']);
    await bench.settle();
    expect(bench.intake.texts().map((text) => text.length)).toEqual([300_000, 1024 * 1024, 3]);
    expect(bench.log.told.filter((told) => told.includes('over 1 MiB'))).toHaveLength(1);
  });

  test('many small chunks of a long file come in order and none above 1 MiB', async () => {
    const lines = Array.from({ length: 30_000 }, (_, i) => `line ${i} ${'x'.repeat(50)}`);
    write('cart.log', lines.join('\n') + '\n');
    await bench.start(['cart.log']);
    await bench.settle();
    expect(bench.intake.texts()).toEqual(lines);
    expect(bench.intake.arrivals.length).toBeGreaterThan(2);
    expect(Math.max(...bench.intake.arrivals.map(({ body }) => body.byteLength))).toBeLessThan(1024 * 1024);
  });

  test('the same content in two files is two files', async () => {
    write('a.log', 'same\n');
    write('b.log', 'same\n');
    await bench.start(['*.log']);
    await bench.settle();
    expect(bench.intake.texts()).toEqual(['same', 'same']);
    expect(new Set(bench.intake.arrivals.map(({ origin }) => origin)).size).toBe(2);
  });

  test('the same file under two names is one', async () => {
    write('a.log', 'one\n');
    symlinkSync(bench.path('a.log'), bench.path('b.log'));
    await bench.start(['*.log']);
    await bench.settle();
    expect(bench.intake.texts()).toEqual(['one']);
  });

  test('packed files of a glob are left alone', async () => {
    write('a.log', 'one\n');
    write('a.log.2.gz', 'packed\n');
    await bench.start(['a.log*']);
    await bench.settle();
    expect(bench.intake.texts()).toEqual(['one']);
  });
});

describe('rotation', () => {
  test('a renamed file is read to its end, also what its writer still adds, then the new one from its start', async () => {
    write('cart.log', 'one\n');
    await bench.start(['cart.log']);
    await bench.settle();
    write('cart.log', 'two\n');
    renameSync(bench.path('cart.log'), bench.path('cart.log.1'));
    write('cart.log', 'three\n');
    await bench.poll();
    await bench.poll();
    write('cart.log.1', 'late');
    await bench.settle();
    write('cart.log', 'four\n');
    await bench.settle();
    expect(bench.intake.texts().sort()).toEqual(['four', 'late', 'one', 'three', 'two']);
    expect(bench.intake.records().every(({ arrival, text }) => text === 'one' || !arrival.backfill)).toBe(
      true,
    );
    expect(bench.files?.status().map(({ path }) => path)).toEqual([bench.path('cart.log')]);
  });

  test('a file renamed while nobody looked is found again by what it is', async () => {
    write('cart.log', 'one\n');
    await bench.start(['cart.log']);
    await bench.settle();
    await bench.files?.close();
    write('cart.log', 'two\n');
    renameSync(bench.path('cart.log'), bench.path('cart.log.1'));
    write('cart.log', 'three\n');
    await bench.start(['cart.log'], 'end');
    await bench.settle();
    expect(bench.intake.texts().sort()).toEqual(['one', 'three', 'two']);
  });

  test('a glob that also matches the rotated name repeats nothing', async () => {
    write('cart.log', 'one\n');
    await bench.start(['cart.log*']);
    await bench.settle();
    renameSync(bench.path('cart.log'), bench.path('cart.log.1'));
    write('cart.log', 'two\n');
    await bench.settle();
    await restart(['cart.log*']);
    await bench.settle();
    expect(bench.intake.texts()).toEqual(['one', 'two']);
  });

  test('a truncated file is read from its start again, with an origin of its own', async () => {
    write('cart.log', 'one\ntwo\n');
    await bench.start(['cart.log']);
    await bench.settle();
    truncateSync(bench.path('cart.log'));
    write('cart.log', 'six\n');
    await bench.settle();
    expect(bench.intake.texts()).toEqual(['one', 'two', 'six']);
    expect(bench.intake.records().map(({ position }) => position)).toEqual([0, 4, 0]);
    expect(new Set(bench.intake.arrivals.map(({ origin }) => origin)).size).toBe(2);
  });

  test('a file that was truncated and is longer than before is known by its first bytes', async () => {
    write('cart.log', 'one\n');
    await bench.start(['cart.log']);
    await bench.settle();
    writeFileSync(bench.path('cart.log'), 'two is longer\nthree\n');
    await bench.settle();
    expect(bench.intake.texts()).toEqual(['one', 'two is longer', 'three']);
  });

  test('a file truncated while nobody looked is read from its start, also when reading begins at the end', async () => {
    write('cart.log', 'one\n');
    await bench.start(['cart.log'], 'end');
    await bench.settle();
    await bench.files?.close();
    writeFileSync(bench.path('cart.log'), 'two is longer\n');
    await bench.start(['cart.log'], 'end');
    await bench.settle();
    expect(bench.intake.texts()).toEqual(['two is longer']);
  });

  test('what was read but not handed on before a truncation is not lost', async () => {
    write('cart.log', 'one\ntwo\nunfinished');
    await bench.start(['cart.log']);
    await bench.poll();
    expect(bench.intake.texts()).toEqual(['one']);
    writeFileSync(bench.path('cart.log'), 'new\n');
    await bench.settle();
    expect(bench.intake.texts()).toEqual(['one', 'two', 'unfinished', 'new']);
  });

  test('a deleted file is read to its end and let go; a new one in its place is another file', async () => {
    write('cart.log', 'one\n');
    await bench.start(['cart.log']);
    await bench.poll();
    write('cart.log', 'two');
    unlinkSync(bench.path('cart.log'));
    await bench.settle();
    expect(bench.files?.status().map(({ lastError }) => lastError)).toEqual([
      expect.stringContaining('no such file'),
    ]);
    write('cart.log', 'three\n');
    await bench.settle();
    expect(bench.intake.texts()).toEqual(['one', 'two', 'three']);
  });
});

describe('positions', () => {
  test('a crash between the ack and the saved position repeats nothing', async () => {
    write('cart.log', 'one\ntwo\n');
    await bench.start(['cart.log']);
    await bench.poll();
    const early = readFileSync(bench.path('positions.json'));
    await bench.settle();
    await bench.files?.abandon();
    writeFileSync(bench.path('positions.json'), early);
    await bench.start(['cart.log']);
    await bench.settle();
    expect(bench.intake.texts()).toEqual(['one', 'two']);
  });

  test('a positions file that is damaged or gone is made good by the journal', async () => {
    write('cart.log', 'one\n');
    await bench.start(['cart.log']);
    await bench.settle();
    await bench.files?.close();
    writeFileSync(bench.path('positions.json'), '{"files":');
    await bench.start(['cart.log']);
    write('cart.log', 'two\n');
    await bench.settle();
    expect(bench.intake.texts()).toEqual(['one', 'two']);
    expect(bench.log.told.some((told) => told.includes('positions cannot be read'))).toBe(true);
  });

  test('without the journal, the positions file alone is enough', async () => {
    write('cart.log', 'one\n');
    await bench.start(['cart.log']);
    await bench.settle();
    bench.intake.arrivals.length = 0;
    await restart(['cart.log']);
    write('cart.log', 'two\n');
    await bench.settle();
    expect(bench.intake.texts()).toEqual(['two']);
  });
});

describe('refusals and faults', () => {
  test('what the intake refuses is offered again, the same bytes, after the time it asks for', async () => {
    write('cart.log', 'one\ntwo\nthree\n');
    bench.intake.refusals = [
      new PresageError('journal_full', 'full', { retryAfter: 10 }),
      new PresageError('busy', 'busy'),
      new Error('unexpected'),
    ];
    await bench.start(['cart.log']);
    await bench.poll();
    await bench.poll(9_400);
    expect(bench.intake.refusals).toHaveLength(2);
    expect(bench.files?.status()).toMatchObject([{ offset: 0, lagBytes: 14, lastError: 'full' }]);
    await bench.poll(1000);
    expect(bench.intake.refusals).toHaveLength(1);
    await bench.settle();
    expect(bench.intake.texts()).toEqual(['one', 'two', 'three']);
    expect(bench.files?.status()).toEqual([
      { path: bench.path('cart.log'), offset: 14, size: 14, lagBytes: 0 },
    ]);
    expect(bench.log.told.filter((told) => told.includes('unexpected'))).toHaveLength(1);
  });

  test('what is missing is told once and waited for', async () => {
    await bench.start(['cart.log', 'none/*.log']);
    await bench.settle();
    await bench.settle();
    expect(bench.log.told.map((told) => told.split(': ')[1]?.split(' ')[0])).toEqual([
      bench.path('cart.log'),
      bench.path('none/*.log'),
    ]);
    write('cart.log', 'one\n');
    mkdirSync(bench.path('none'));
    write('none/some.log', 'two\n');
    await bench.settle();
    expect(bench.intake.texts().sort()).toEqual(['one', 'two']);
    expect(bench.files?.status().filter(({ lastError }) => lastError !== undefined)).toEqual([]);
  });

  test('what could not be read and is gone is no trouble any more', async () => {
    symlinkSync(bench.path('loop.log'), bench.path('loop.log'));
    write('cart.log', 'one\n');
    await bench.start(['*.log']);
    await bench.settle();
    expect(bench.files?.status().map(({ path }) => path)).toContain(bench.path('loop.log'));
    unlinkSync(bench.path('loop.log'));
    await bench.settle();
    expect(bench.files?.status().map(({ path }) => path)).toEqual([bench.path('cart.log')]);
  });

  test('what cannot be opened is told once with the way out and tried again, and the others go on', async () => {
    symlinkSync(bench.path('loop.log'), bench.path('loop.log'));
    mkdirSync(bench.path('folder'));
    write('cart.log', 'one\n');
    await bench.start(['loop.log', 'folder', 'cart.log']);
    await bench.settle();
    await bench.settle();
    expect(bench.log.told).toEqual([
      expect.stringContaining('FOLDER/*.log'),
      expect.stringMatching(/loop\.log It cannot be read: .*ELOOP/),
    ]);
    unlinkSync(bench.path('loop.log'));
    write('loop.log', 'two\n');
    await bench.settle();
    expect(bench.intake.texts()).toEqual(['one', 'two']);
  });

  test('a log folder without anything leaves no trace but the positions', async () => {
    await bench.start(['*.log']);
    await bench.settle();
    expect(existsSync(bench.path('positions.json'))).toBe(false);
    expect(bench.files?.status()).toMatchObject([{ path: bench.path('*.log') }]);
  });
});
