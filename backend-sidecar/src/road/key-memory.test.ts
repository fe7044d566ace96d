import { expect, test } from '@jest/globals';
import type { Receipt } from '../sources/source.ts';
import { KeyMemory } from './key-memory.ts';

const receipt: Receipt = { accepted: 1, rejected: 0, errors: [] };

test('a key is taken once while it is among the newest, and again when it is forgotten', async () => {
  const memory = new KeyMemory(3);
  const taken: number[] = [];
  const bring = (n: number): Promise<Receipt> =>
    memory.once(`key ${n}`, () => {
      taken.push(n);
      return Promise.resolve(receipt);
    });
  for (const n of [1, 1, 2, 3, 4, 5, 6, 7, 7, 6, 5, 1]) await bring(n);
  expect(taken).toEqual([1, 2, 3, 4, 5, 6, 7, 1]);
});

test('a key whose request failed may be tried again', async () => {
  const memory = new KeyMemory();
  await expect(memory.once('key', () => Promise.reject(new Error('full')))).rejects.toThrow('full');
  expect(await memory.once('key', () => Promise.resolve(receipt))).toBe(receipt);
});

test('a key of the journal is known', async () => {
  const memory = new KeyMemory();
  memory.recall('key', 7);
  expect(await memory.once('key', () => Promise.resolve(receipt))).toMatchObject({ accepted: 7 });
});
