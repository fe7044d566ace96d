import { expect, test } from '@jest/globals';
import { KnownDocuments } from './known-documents.ts';

/** A store whose end is said by hand. */
function byHand() {
  const asked: (readonly number[])[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const store = async (fresh: readonly number[]) => {
    asked.push(fresh);
    await promise;
    return { answer: 'stored', refused: new Set<number>() };
  };
  return { asked, store, succeed: () => resolve(undefined), fail: () => reject(new Error('full')) };
}

const turns = () => new Promise((resolve) => setImmediate(resolve));

test('what is on its way in another request is waited for, and then known', async () => {
  const known = new KnownDocuments();
  const [first, second] = [byHand(), byHand()];
  const one = known.storeNew(['a', 'b'], first.store);
  const two = known.storeNew(['b', 'c'], second.store);
  await turns();
  expect(second.asked).toEqual([]);
  first.succeed();
  second.succeed();
  expect(await Promise.all([one, two])).toEqual(['stored', 'stored']);
  expect([first.asked, second.asked]).toEqual([[[0, 1]], [[1]]]);
});

test('what another request could not bring is taken over, by one of those that wait', async () => {
  const known = new KnownDocuments();
  const [first, second, third] = [byHand(), byHand(), byHand()];
  const one = known.storeNew(['a'], first.store);
  const two = known.storeNew(['a'], second.store);
  const three = known.storeNew(['a'], third.store);
  first.fail();
  await expect(one).rejects.toThrow('full');
  second.succeed();
  third.succeed();
  await Promise.all([two, three]);
  expect([...second.asked, ...third.asked]).toEqual([[0], []]);
});

test('the newest are remembered, the oldest forgotten', async () => {
  const known = new KnownDocuments(3);
  const stored: number[] = [];
  const bring = (n: number): Promise<unknown> =>
    known.storeNew([`document ${n}`], (fresh) => {
      stored.push(...fresh.map(() => n));
      return Promise.resolve({ answer: undefined, refused: new Set<number>() });
    });
  for (const n of [1, 2, 3, 4, 5, 6, 7]) await bring(n);
  for (const n of [7, 6, 5, 1]) await bring(n);
  expect(stored).toEqual([1, 2, 3, 4, 5, 6, 7, 1]);
});
