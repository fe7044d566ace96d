import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { SILENT_LOG } from '@presage/contract';
import { CursorFile } from './cursor-file.ts';
import { StateFolder } from './state-folder.ts';

const DAMAGES = ['', '{', 'null', '{}', '[1]', '"text"', '\0\0\0'];
const CHECKPOINT = { cursor: { segment: 3, offset: 48 }, sequence: 17, tickMs: 10_000 };
const PARTITION = { key: '0:0\0web', format: 1, position: 16, state: '{}' };

let folder = '';
let state: StateFolder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'presage-state-'));
  state = new StateFolder(folder, SILENT_LOG);
});

describe('the state folder', () => {
  test('gives back what was saved', async () => {
    await state.saveCheckpoint(CHECKPOINT);
    await state.savePartition(PARTITION);
    expect(await state.checkpoint()).toEqual(CHECKPOINT);
    expect(await Array.fromAsync(state.partitions())).toEqual([PARTITION]);
  });

  test.each(DAMAGES)('sets a checkpoint aside that holds %j', async (text) => {
    await state.saveCheckpoint(CHECKPOINT);
    writeFileSync(join(folder, 'checkpoint.json'), text);
    expect(await state.checkpoint()).toBeUndefined();
    expect(readFileSync(join(folder, 'checkpoint.json.unreadable'), 'utf8')).toBe(text);
  });

  test.each(DAMAGES)(
    'sets the state of a service aside that holds %j, and gives the others',
    async (text) => {
      await state.savePartition(PARTITION);
      writeFileSync(join(folder, 'partitions', 'damaged.json'), text);
      expect(await Array.fromAsync(state.partitions())).toEqual([PARTITION]);
      expect(readdirSync(join(folder, 'partitions'))).toContain('damaged.json.unreadable');
    },
  );
});

describe('a cursor file', () => {
  test.each(DAMAGES)('that holds %j is as none', async (text) => {
    const path = join(folder, 'cursor.json');
    writeFileSync(path, text);
    expect(await new CursorFile(path).load()).toBeUndefined();
  });
});
