import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { SILENT_LOG } from '@presage/contract';
import { Reserve } from './reserve.ts';

let folder = '';
let reserve: Reserve;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'presage-reserve-'));
  reserve = new Reserve(folder, SILENT_LOG);
});

/** Bytes in the folder. */
function kept(): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

/** What a disk with so much room left does to work that writes. */
function fullWhile(isFull: () => boolean): () => Promise<string> {
  return () => {
    const error = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    return isFull() ? Promise.reject(error) : Promise.resolve('done');
  };
}

describe('what is kept back for the next start', () => {
  test('is there once it was lent, and not while it is lent', async () => {
    const during = await reserve.lend(() => Promise.resolve(kept()));
    expect(during).toBe(0);
    expect(kept()).toBe(256 * 1024);
    expect(await reserve.lend(() => Promise.resolve(kept()))).toBe(0);
  });

  test('is given to work that finds the disk full', async () => {
    await reserve.lend(() => Promise.resolve());
    expect(await reserve.letDo(fullWhile(() => kept() > 0))).toBe('done');
    expect(kept()).toBe(0);
  });

  test('does not keep it from being told that the disk is full all the same', async () => {
    await reserve.lend(() => Promise.resolve());
    await expect(reserve.letDo(fullWhile(() => true))).rejects.toMatchObject({ code: 'ENOSPC' });
  });

  test('stays for what fails otherwise', async () => {
    await reserve.lend(() => Promise.resolve());
    await expect(reserve.letDo(() => Promise.reject(new Error('locked')))).rejects.toThrow('locked');
    expect(kept()).toBe(256 * 1024);
  });
});
