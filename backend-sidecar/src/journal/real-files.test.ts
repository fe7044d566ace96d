import { mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { entryHead, readAll, readTexts } from './entries.fixture.ts';
import { openSegmentLog } from './segment-log.ts';

let parent = '';

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'journal-'));
});

afterEach(async () => {
  await rm(parent, { recursive: true });
});

describe('the segment log on a real disk', () => {
  test('takes many appends at once, rotates, frees, and comes back whole', async () => {
    const options = {
      folder: join(parent, 'journal'),
      name: 'journal',
      maxBytes: 2 ** 30,
      segmentBytes: 50_000,
    };
    const log = await openSegmentLog(options);
    const texts = Array.from({ length: 3000 }, (_, index) => `line ${index} `.padEnd(index % 300, '.'));
    await Promise.all(texts.map((text) => log.append(entryHead(), Buffer.from(text))));
    await log.append(entryHead(), [Buffer.alloc(40_000, 'a'), Buffer.alloc(0), Buffer.alloc(40_000, 'b')]);
    await log.close();

    const again = await openSegmentLog(options);
    expect(again.writer).toBe(log.writer);
    const read = await readTexts(again);
    expect(read.slice(0, -1)).toEqual(texts);
    expect(read.at(-1)).toBe('a'.repeat(40_000) + 'b'.repeat(40_000));
    await again.free(again.head());
    const kept = await readdir(options.folder);
    expect(kept).toHaveLength(1);
    expect((await stat(join(options.folder, kept[0] ?? ''))).size).toBe(again.bytes());
    expect((await stat(join(options.folder, kept[0] ?? ''))).mode & 0o077).toBe(0);
    await again.close();
  });

  test('a file that ends within an entry is cut, and the entry copied to the quarantine file', async () => {
    const options = { folder: join(parent, 'journal'), name: 'journal', maxBytes: 2 ** 30 };
    const log = await openSegmentLog(options);
    const { end } = await log.append(entryHead(), Buffer.from('whole'));
    const torn = await log.append(entryHead({ count: 4 }), Buffer.from('torn off'));
    await log.close();
    const [name = ''] = await readdir(options.folder);
    await truncate(join(options.folder, name), torn.end.offset - 3);

    const again = await openSegmentLog(options);
    expect(await readTexts(again)).toEqual(['whole']);
    expect((await stat(join(options.folder, name))).size).toBe(end.offset);
    expect(await readdir(options.folder)).toContain('journal.quarantine');
    expect(again.nextSequence()).toBe(5);
    await again.append(entryHead(), Buffer.from('next'));
    expect((await readAll(again)).map(({ sequence }) => sequence)).toEqual([0, 5]);
    await again.close();
  });
});
