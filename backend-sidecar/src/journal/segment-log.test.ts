import { describe, expect, test } from '@jest/globals';
import { entryHead, readAll, readTexts, textOf } from './entries.fixture.ts';
import type { Journal } from './journal.ts';
import { PowerLossFiles } from './power-loss.fixture.ts';
import { SEQUENCE_MARGIN } from './recovery.ts';
import { openSegmentLog } from './segment-log.ts';
import type { SegmentLogOptions } from './segment-log.ts';

const MIB = 1024 * 1024;

function open(files: PowerLossFiles, options: Partial<SegmentLogOptions> = {}): Promise<Journal> {
  return openSegmentLog({
    folder: '/data/journal',
    name: 'journal',
    maxBytes: 64 * MIB,
    files: files.seam(),
    ...options,
  });
}

function add(journal: Journal, text: string, count = 1): ReturnType<Journal['append']> {
  return journal.append(entryHead({ count }), Buffer.from(text));
}

function newestPath(files: PowerLossFiles): string {
  return (
    [...files.contents().keys()]
      .filter((path) => path.endsWith('.segment'))
      .sort()
      .at(-1) ?? ''
  );
}

function segmentCount(files: PowerLossFiles): number {
  return [...files.contents().keys()].filter((path) => path.endsWith('.segment')).length;
}

describe('append', () => {
  test('gives sequences in call order, each entry as many as it has lines', async () => {
    const journal = await open(new PowerLossFiles());
    const appended = await Promise.all([add(journal, 'a', 3), add(journal, 'b', 2), add(journal, 'c')]);
    expect(appended.map(({ sequence }) => sequence)).toEqual([0, 3, 5]);
    expect(journal.nextSequence()).toBe(6);
    expect(appended[2].end).toEqual(journal.head());
  });

  test('an arrival is never before the one before, also over a restart with the clock stepped back', async () => {
    const files = new PowerLossFiles();
    const times = [50, 20, 60];
    const clock = (): { ms: number; nanos: number } => ({ ms: times.shift() ?? 10, nanos: 5 });
    const journal = await open(files, { clock });
    for (const text of ['a', 'b', 'c']) await add(journal, text);
    await journal.close();
    const reopened = await open(files, { clock });
    await add(reopened, 'd');
    expect((await readAll(reopened)).map(({ arrivalMs }) => arrivalMs)).toEqual([50, 50, 60, 60]);
  });

  test('what waits while the disk is busy shares one write and one sync', async () => {
    const files = new PowerLossFiles();
    const journal = await open(files);
    const before = files.counts.sync;
    const first = add(journal, 'first');
    await first;
    await Promise.all(Array.from({ length: 500 }, (_, index) => add(journal, `line ${index}`)));
    expect(files.counts.sync - before).toBeLessThanOrEqual(2);
    expect(await readTexts(journal)).toHaveLength(501);
  });

  test('an acknowledged entry survives a power loss, one that is not may vanish', async () => {
    const files = new PowerLossFiles();
    const journal = await open(files);
    await add(journal, 'kept');
    const lost = add(journal, 'lost');
    files.losePower();
    await expect(lost).rejects.toMatchObject({ failure: 'failed' });
    expect(await readTexts(await open(files))).toEqual(['kept']);
  });

  test('rotates at the segment size and reads on over the boundaries', async () => {
    const files = new PowerLossFiles();
    const journal = await open(files, { segmentBytes: 300 });
    const texts = Array.from({ length: 20 }, (_, index) => `entry ${index} ${'x'.repeat(50)}`);
    for (const text of texts) await add(journal, text);
    expect(segmentCount(files)).toBeGreaterThan(5);
    expect(await readTexts(journal)).toEqual(texts);
    files.losePower();
    expect(await readTexts(await open(files, { segmentBytes: 300 }))).toEqual(texts);
  });

  test('an entry larger than a segment has one of its own', async () => {
    const journal = await open(new PowerLossFiles(), { segmentBytes: 300 });
    const texts = ['small', 'large '.repeat(500), 'small again'];
    for (const text of texts) await add(journal, text);
    expect(await readTexts(journal)).toEqual(texts);
  });

  test('after close it is refused, and what was appended before is durable', async () => {
    const files = new PowerLossFiles();
    const journal = await open(files);
    const last = add(journal, 'last');
    await journal.close();
    await expect(last).resolves.toMatchObject({ sequence: 0 });
    await expect(add(journal, 'late')).rejects.toMatchObject({ failure: 'closed' });
    await expect(readAll(journal)).rejects.toMatchObject({ failure: 'closed' });
  });
});

describe('a full log', () => {
  test('refuses at its cap before anything is written, and takes entries again when space is freed', async () => {
    const journal = await open(new PowerLossFiles(), { maxBytes: 4000 });
    let refused: unknown;
    for (let index = 0; refused === undefined; index++) {
      await add(journal, `entry ${index} ${'x'.repeat(100)}`).catch((thrown: unknown) => (refused = thrown));
      expect(journal.bytes()).toBeLessThanOrEqual(4000);
    }
    expect(refused).toMatchObject({
      failure: 'full',
      message: expect.stringContaining('at most 4000 bytes'),
    });
    const next = journal.nextSequence();
    await journal.free(journal.head());
    expect(await add(journal, 'again')).toMatchObject({ sequence: next });
  });

  test('a full disk cuts away what was not acknowledged and heals by itself', async () => {
    const files = new PowerLossFiles();
    const journal = await open(files);
    await add(journal, 'before');
    const size = files.contents().get(newestPath(files))?.length ?? 0;
    files.capacity = size + 100;
    const batch = ['one', 'two', 'three'].map((text) => add(journal, text.repeat(20)));
    for (const append of batch) await expect(append).rejects.toMatchObject({ failure: 'full' });
    expect(files.contents().get(newestPath(files))).toHaveLength(size);
    files.capacity = Infinity;
    await add(journal, 'after');
    expect(await readTexts(journal)).toEqual(['before', 'after']);
    expect(segmentCount(files)).toBe(1);
  });
});

describe('a disk that fails', () => {
  test.each(['sync', 'writev'] as const)(
    'after a failed %s the entries go to a new segment, once, and the old file is never synced again',
    async (call) => {
      const files = new PowerLossFiles();
      const journal = await open(files);
      await add(journal, 'first');
      files.faults.push({ call, code: 'EIO' });
      await Promise.all([add(journal, 'second'), add(journal, 'third')]);
      await add(journal, 'fourth');
      const all = ['first', 'second', 'third', 'fourth'];
      expect(await readTexts(journal)).toEqual(all);
      expect(segmentCount(files)).toBe(2);
      const onDisk = [...files.contents().values()].reduce((sum, { length }) => sum + length, 0);
      expect(onDisk).toBe(journal.bytes());
      expect(files.counts.syncAfterFailure).toBe(0);
      files.losePower();
      expect(await readTexts(await open(files))).toEqual(all);
    },
  );

  test('what a failed file kept of unacknowledged entries is not read twice after a restart', async () => {
    const files = new PowerLossFiles();
    const journal = await open(files);
    await add(journal, 'first');
    files.faults.push({ call: 'sync', code: 'EIO' }, { call: 'truncate', code: 'EIO' });
    await add(journal, 'second');
    files.kill();
    expect(await readTexts(await open(files))).toEqual(['first', 'second']);
  });

  test.each([0, 1])(
    'when the new segment fails too (sync %i) the append is refused, and the next tries anew',
    async (skip) => {
      const files = new PowerLossFiles();
      const journal = await open(files);
      await add(journal, 'first');
      files.faults.push({ call: 'sync', code: 'EIO' }, { call: 'sync', code: 'EIO', skip });
      await expect(add(journal, 'refused')).rejects.toMatchObject({
        failure: 'failed',
        message: expect.stringContaining('/data/journal'),
      });
      expect(await add(journal, 'second')).toMatchObject({ sequence: 2 });
      expect(await readTexts(journal)).toEqual(['first', 'second']);
      files.kill();
      expect(await readTexts(await open(files))).toEqual(['first', 'second']);
    },
  );

  test('a sound segment grows on when no new file can be opened', async () => {
    const files = new PowerLossFiles();
    const journal = await open(files, { segmentBytes: 100 });
    await add(journal, 'first');
    files.faults.push({ call: 'open', code: 'EMFILE' });
    await add(journal, 'second');
    expect(segmentCount(files)).toBe(1);
    expect(await readTexts(journal)).toEqual(['first', 'second']);
  });

  test('a sector that cannot be read loses its entry only', async () => {
    const files = new PowerLossFiles();
    const journal = await open(files);
    const texts = ['a', 'b', 'c'].map((letter) => letter.repeat(5000));
    for (const text of texts) await add(journal, text);
    // The piece, then the first of its sectors: that with the head of the first entry.
    files.faults.push({ call: 'read', code: 'EIO' }, { call: 'read', code: 'EIO' });
    expect(await readTexts(journal)).toEqual(texts.slice(1));
  });
});

describe('read', () => {
  test('goes on from a cursor, and shows only what is durable', async () => {
    const journal = await open(new PowerLossFiles());
    const { end } = await add(journal, 'old');
    await add(journal, 'new');
    const pending = add(journal, 'on its way');
    expect(await readTexts(journal, end)).toEqual(['new']);
    await pending;
  });

  test('follows appends that come while it reads', async () => {
    const journal = await open(new PowerLossFiles(), { segmentBytes: 200 });
    await add(journal, 'entry 0');
    const texts: string[] = [];
    for await (const { entry } of journal.read(journal.tail())) {
      texts.push(textOf(entry));
      if (texts.length < 30) await add(journal, `entry ${texts.length}`);
    }
    expect(texts).toEqual(Array.from({ length: 30 }, (_, index) => `entry ${index}`));
  });

  test('jumps to the tail when segments are freed under it', async () => {
    const journal = await open(new PowerLossFiles(), { segmentBytes: 100 });
    for (let index = 0; index < 5; index++) await add(journal, `entry ${index}`);
    const texts: string[] = [];
    for await (const { entry } of journal.read(journal.tail())) {
      texts.push(textOf(entry));
      if (texts.length === 1) await journal.free({ segment: 4, offset: 0 });
    }
    expect(texts).toEqual(['entry 0', 'entry 3', 'entry 4']);
    expect(await readTexts(journal, { segment: 1, offset: 60 })).toEqual(['entry 3', 'entry 4']);
  });

  test('starts at the tail for a cursor beyond the log, as after its files were replaced', async () => {
    const journal = await open(new PowerLossFiles());
    await add(journal, 'entry');
    expect(await readTexts(journal, { segment: 99, offset: 48 })).toEqual(['entry']);
  });

  test('passes on every part of an entry, large ones too', async () => {
    const journal = await open(new PowerLossFiles());
    const head = entryHead({ type: 2, position: '3/7', backfill: true, parameters: '{"x":1}', count: 4 });
    const payload = Buffer.alloc(3 * MIB, 'abc\n');
    await journal.append(head, [payload.subarray(0, MIB), payload.subarray(MIB)]);
    const [entry] = await readAll(journal);
    expect(entry).toMatchObject({ ...head, sequence: 0 });
    expect(payload.equals(entry?.payload ?? new Uint8Array())).toBe(true);
  });
});

describe('free', () => {
  test('unlinks whole segments before the cursor, never the last', async () => {
    const files = new PowerLossFiles();
    const journal = await open(files, { segmentBytes: 100 });
    for (let index = 0; index < 4; index++) await add(journal, `entry ${index}`);
    await journal.free({ segment: 3, offset: 60 });
    expect(journal.tail().segment).toBe(3);
    await journal.free({ segment: 99, offset: 0 });
    expect(segmentCount(files)).toBe(1);
    expect(journal.bytes()).toBe(files.contents().get(newestPath(files))?.length);
    files.losePower();
    expect(segmentCount(files)).toBe(1);
  });

  test('the sequence goes on when all is freed and the process starts again', async () => {
    const files = new PowerLossFiles();
    const journal = await open(files, { segmentBytes: 100 });
    for (let index = 0; index < 4; index++) await add(journal, `entry ${index}`);
    await journal.free(journal.head());
    files.losePower();
    expect((await open(files)).nextSequence()).toBe(4);
  });
});

describe('open', () => {
  test('the writer id is made once and stays', async () => {
    const files = new PowerLossFiles();
    const { writer } = await open(files);
    expect(writer).toMatch(/^[a-z0-9]{8}$/);
    expect((await open(files)).writer).toBe(writer);
    expect((await open(new PowerLossFiles())).writer).not.toBe(writer);
    expect((await open(files, { writer: 'given001' })).writer).toBe('given001');
  });

  test('a torn tail is cut, copied aside, and its sequences are not given again', async () => {
    const files = new PowerLossFiles();
    const journal = await open(files);
    await add(journal, 'kept');
    const torn = add(journal, 'torn '.repeat(100), 5);
    files.doom = { calls: 0, call: 'sync', strike: () => files.losePower((sector) => sector <= 3) };
    await expect(torn).rejects.toThrow();
    const reopened = await open(files);
    expect(await readTexts(reopened)).toEqual(['kept']);
    expect(reopened.nextSequence()).toBe(6);
    expect(files.contents().get('/data/journal/journal.quarantine')?.toString()).toContain('torn torn');
    const { sequence } = await add(reopened, 'next');
    files.losePower();
    const again = await open(files);
    expect(await readTexts(again)).toEqual(['kept', 'next']);
    expect(again.nextSequence()).toBe(sequence + 1);
  });

  test('what a killed process had written is durable before it is read, so that its sequence is not given again', async () => {
    const files = new PowerLossFiles();
    const journal = await open(files);
    files.doom = { calls: 0, call: 'sync', strike: () => files.kill() };
    await expect(add(journal, 'written')).rejects.toThrow();
    expect(await readTexts(await open(files))).toEqual(['written']);
    files.losePower();
    expect((await open(files)).nextSequence()).toBe(1);
  });

  test('when the last record is unreadable the sequence leaps over all that it may have taken', async () => {
    const files = new PowerLossFiles();
    const journal = await open(files);
    await add(journal, 'kept');
    const { end } = await add(journal, 'damaged', 9);
    await journal.close();
    files.flip(newestPath(files), (end.offset - 60) * 8);
    expect((await open(files)).nextSequence()).toBe(1 + SEQUENCE_MARGIN);
    files.losePower();
    expect((await open(files)).nextSequence()).toBe(1 + SEQUENCE_MARGIN);
  });

  test('sequences that were given before are stepped over, also after a restart', async () => {
    const files = new PowerLossFiles();
    const journal = await open(files);
    await add(journal, 'one');
    journal.skipTo(50);
    journal.skipTo(7);
    expect((await add(journal, 'two')).sequence).toBe(50);
    await journal.close();
    files.losePower();
    expect((await open(files)).nextSequence()).toBe(51);
  });

  test('a damaged record in the middle is skipped, counted once and copied aside', async () => {
    const files = new PowerLossFiles();
    const journal = await open(files);
    const { end } = await add(journal, 'one');
    await add(journal, 'two');
    await add(journal, 'three');
    const counted: string[] = [];
    const meter = {
      add: (name: string) => counted.push(name),
      set: () => undefined,
      observe: () => undefined,
    };
    files.flip(newestPath(files), (end.offset + 5) * 8);
    const reopened = await open(files, { meter });
    expect(await readTexts(reopened)).toEqual(['one', 'three']);
    expect(await readTexts(reopened)).toEqual(['one', 'three']);
    expect(counted).toEqual(['presage_journal_quarantined_total']);
    expect(files.contents().get('/data/journal/journal.quarantine')?.toString('latin1')).toContain('two');
  });

  test.each([-3, -2, -1, 0, 1])(
    'a reader resyncs at a record that starts %i bytes from the end of what it has read',
    async (by) => {
      const files = new PowerLossFiles();
      const journal = await open(files);
      const { end } = await add(journal, '');
      const overhead = end.offset - 48;
      await add(journal, 'x'.repeat(MIB - overhead + by));
      await add(journal, 'found');
      files.flip(newestPath(files), (end.offset + 1) * 8);
      expect(await readTexts(await open(files), end)).toEqual(['found']);
    },
  );

  test('bytes that a sender shaped like a record are not taken for one', async () => {
    const files = new PowerLossFiles();
    const forger = await open(files);
    await add(forger, 'forged');
    const segment = files.contents().get(newestPath(files)) ?? Buffer.alloc(0);
    const target = new PowerLossFiles();
    const journal = await open(target);
    await journal.append(entryHead(), segment.subarray(48));
    await add(journal, 'honest');
    target.flip(newestPath(target), 48 * 8);
    expect(await readTexts(await open(target))).toEqual(['honest']);
  });

  test('a segment of a newer format is refused, with the way out', async () => {
    const files = new PowerLossFiles();
    const header = Buffer.from('f5505253' + '0200' + '0000' + '6161626263636464' + '00000000', 'hex');
    const { crc32 } = await import('node:zlib');
    const crc = Buffer.alloc(4);
    crc.writeUInt32LE(crc32(header));
    const file = await files
      .seam()
      .open('/data/journal/journal-0000000001-0000000000000000.segment', 'create');
    await file.writev([header, crc, header, crc], 0);
    await expect(open(files)).rejects.toMatchObject({
      failure: 'failed',
      message: expect.stringContaining('move the file'),
    });
  });
});
