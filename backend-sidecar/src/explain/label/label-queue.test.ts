import { expect, test } from '@jest/globals';
import { candidate, family } from './labeller.fixture.ts';
import { LabelQueue } from './label-queue.ts';

const NOW = 1_700_000_000_000;

test('of very many templates the most urgent wait, and room that gets free is filled again', () => {
  const queue = new LabelQueue();
  const dull = family(5000, { severity: 'debug' });
  for (const one of dull) if (queue.wants(one, NOW)) queue.offer(one, NOW);
  expect(queue.size).toBeLessThanOrEqual(1000);
  const urgent = Array.from({ length: 20 }, (_, n) => candidate(9000 + n, { severity: 'critical' }));
  for (const one of urgent) if (queue.wants(one, NOW)) queue.offer(one, NOW);
  expect(new Set(queue.next(NOW))).toEqual(new Set(urgent));
  for (let batch = queue.next(NOW); batch.length > 0; batch = queue.next(NOW)) queue.remove(batch);
  expect(queue.size).toBeLessThan(10);
  expect(queue.wants(candidate(1, { severity: 'trace' }), NOW)).toBe(true);
});

test('what a whole round does not offer again is gone, and keeps its place in between', () => {
  const queue = new LabelQueue();
  for (const one of family(3)) queue.offer(one, NOW);
  queue.endRound();
  queue.offer(candidate(2), NOW + 70_000);
  expect(queue.next(NOW + 70_000)).toHaveLength(3);
  queue.endRound();
  expect(queue.next(NOW + 70_000)).toEqual([candidate(2)]);
});
