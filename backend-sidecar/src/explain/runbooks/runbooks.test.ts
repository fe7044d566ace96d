import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SILENT_LOG, type Log } from '@presage/contract';
import { gathered } from '../rules/case.fixture.ts';
import { FreshRunbooks } from './fresh-runbooks.ts';
import { readRunbook, runbooksFor } from './runbook.ts';

const PAGE =
  '---\ntitle: "Pool"\nmatch: pool exhausted | too many clients\nservice: shop\n---\n# Pool\nRestart it.';

const lineOf = (message: string, service = 'shop') => gathered([0, service, '>bad', message]).target;

describe('a page', () => {
  test('has its title, its text and what it is for', () => {
    expect(readRunbook('db/pool.md', PAGE)).toMatchObject({
      ...{ title: 'Pool', file: 'db/pool.md', text: '# Pool\nRestart it.' },
      ...{ phrases: ['pool exhausted', 'too many clients'], services: ['shop'] },
    });
  });

  test('may list phrases one a line, and take its title from the first heading', () => {
    const page = readRunbook(
      'a.md',
      '---\r\nmatch:\r\n  - one\r\n  - "two: three"\r\n---\r\n## The heading\r\n',
    );
    expect(page).toMatchObject({ title: 'The heading', phrases: ['one', 'two: three'] });
  });

  test.each([
    ['no header', '# Pool', 1, 'header'],
    ['no end of the header', '---\nmatch: x\n', 3, 'no end'],
    ['an unknown key', '---\nmatch: x\nservices: shop\n---\n', 3, '"services"'],
    ['a line that is no key', '---\nmatch: x\nhello\n---\n', 3, '"hello"'],
    ['nothing to match', '---\ntitle: x\n---\n', 3, 'match'],
    ['an unknown class', '---\nmatch: x\nclass: bad\n---\n', 3, '"bad"'],
  ])('with %s is refused with its line', (_, source, line, reason) => {
    const refused = (): unknown => {
      try {
        return readRunbook('a.md', source);
      } catch (thrown) {
        return thrown;
      }
    };
    expect(refused()).toMatchObject({ line, message: expect.stringContaining(reason) });
  });

  test('is found by words in any letter case, in its service only', () => {
    const pages = [readRunbook('pool.md', PAGE)];
    expect(runbooksFor(pages, lineOf('ERROR: Pool Exhausted after 3 s'))).toMatchObject([
      { id: 'R1', title: 'Pool' },
    ]);
    expect(runbooksFor(pages, lineOf('pool exhausted', 'login'))).toEqual([]);
    expect(runbooksFor(pages, lineOf('pool is fine'))).toEqual([]);
  });

  test('with the longer phrase comes first', () => {
    const page = (file: string, phrase: string) => readRunbook(file, `---\nmatch: ${phrase}\n---\n`);
    const pages = [page('a.md', 'pool'), page('b.md', 'pool exhausted')];
    expect(runbooksFor(pages, lineOf('pool exhausted')).map(({ file }) => file)).toEqual(['b.md', 'a.md']);
  });
});

describe('a folder of pages', () => {
  let folder: string;
  let told: Record<string, unknown>[];
  let log: Log;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'runbooks-'));
    told = [];
    const tell = (_: string, facts: Readonly<Record<string, unknown>> = {}): void =>
      void told.push({ ...facts });
    log = { ...SILENT_LOG, error: tell, warn: tell };
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** With a time of its own, so that a change within the same millisecond is seen. */
  async function write(name: string, text: string, second: number): Promise<void> {
    await writeFile(join(folder, name), text);
    await utimes(join(folder, name), second, second);
  }

  test('is read again when a file changes, comes or goes', async () => {
    await write('pool.md', PAGE, 1);
    const fresh = await FreshRunbooks.open(folder, log);
    expect(fresh.pages.map(({ title }) => title)).toEqual(['Pool']);
    await write('pool.md', PAGE.replace('"Pool"', 'Other'), 2);
    await write('disk.md', '---\nmatch: disk\ntitle: Disk\n---\n', 1);
    await fresh.refresh();
    expect(fresh.pages.map(({ title }) => title).sort()).toEqual(['Disk', 'Other']);
    await rm(join(folder, 'disk.md'));
    await fresh.refresh();
    expect(fresh.pages.map(({ title }) => title)).toEqual(['Other']);
    fresh.close();
  });

  test('a bad file is told once with its line, and the page it was before stays', async () => {
    await write('pool.md', PAGE, 1);
    const fresh = await FreshRunbooks.open(folder, log);
    await write('pool.md', PAGE.replace('service', 'servcie'), 2);
    await fresh.refresh();
    await fresh.refresh();
    expect(told).toMatchObject([{ file: 'pool.md', line: 4, reason: expect.stringContaining('servcie') }]);
    expect(fresh.pages).toHaveLength(1);
    fresh.close();
  });

  test('that Kubernetes mounts has each page once, by the name of its link', async () => {
    await mkdir(join(folder, '..2026_01_05'));
    await write('..2026_01_05/pool.md', PAGE, 1);
    await symlink('..2026_01_05', join(folder, '..data'));
    await symlink('..data/pool.md', join(folder, 'pool.md'));
    const fresh = await FreshRunbooks.open(folder, log);
    expect(fresh.pages.map(({ file }) => file)).toEqual(['pool.md']);
    fresh.close();
  });

  test('that is not there is told once', async () => {
    const fresh = await FreshRunbooks.open(join(folder, 'none'), log);
    await fresh.refresh();
    expect(told).toHaveLength(1);
    expect(fresh.pages).toEqual([]);
    fresh.close();
  });
});
