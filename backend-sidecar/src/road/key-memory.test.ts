import { expect, test } from '@jest/globals';
import type { Receipt } from '../sources/source.ts';
import { keyOf, KeyMemory } from './key-memory.ts';

const receipt: Receipt = { accepted: 1, rejected: 0, errors: [] };
const never = (): Receipt => {
  throw new Error('its receipt is known');
};

test('a key is taken once while it is among the newest, and again when it is forgotten', async () => {
  const memory = new KeyMemory(3);
  const taken: number[] = [];
  const bring = (n: number): Promise<Receipt> =>
    memory.once(
      `key ${n}`,
      () => {
        taken.push(n);
        return Promise.resolve(receipt);
      },
      never,
    );
  for (const n of [1, 1, 2, 3, 4, 5, 6, 7, 7, 6, 5, 1]) await bring(n);
  expect(taken).toEqual([1, 2, 3, 4, 5, 6, 7, 1]);
});

test('a key whose request failed may be tried again', async () => {
  const memory = new KeyMemory();
  await expect(memory.once('key', () => Promise.reject(new Error('full')), never)).rejects.toThrow('full');
  expect(await memory.once('key', () => Promise.resolve(receipt), never)).toBe(receipt);
});

test('a key of the journal is known; its request is read again for its receipt alone', async () => {
  const memory = new KeyMemory();
  memory.recall('key');
  const again: Receipt = { ...receipt, rejected: 1 };
  const take = () => Promise.reject(new Error('taken twice'));
  expect(await memory.once('key', take, () => again)).toBe(again);
});

test("a key is its tenant's, and takes little room however long it is", () => {
  const long = 'k'.repeat(16_000);
  expect(keyOf('1:0', long).length).toBeLessThan(100);
  const keys = ['1:0', '2:0'].flatMap((tenant) => ['k', long, `${long}l`].map((key) => keyOf(tenant, key)));
  expect(new Set(keys).size).toBe(6);
});
