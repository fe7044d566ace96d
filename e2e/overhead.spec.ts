import { expect, test } from '@playwright/test';
import { feed } from './feed.ts';
import { answerTime, type Timed } from './overhead.ts';

const ROWS = 1000;
const ROUNDS = 5;
const REQUESTS = 60;

/**
 * What the plugin and Grafana add to the sidecar's own time, which the sidecar says itself (`Server-Timing`, in the frame's stats).
 * `npm run e2e -- overhead` prints it, in rounds, because other work on the machine adds to any of them. The target is a p95 below
 * 15 ms on a quiet machine; the suite fails only when it is far out of proportion to the sidecar's own time, which other work
 * lengthens as much.
 */
test(`a query of ${ROWS} lines takes little longer through Grafana than in the sidecar`, async ({
  baseURL,
}) => {
  const window = await feed('overhead', ROWS);
  const ask = (): Promise<Timed> => answerTime(baseURL ?? '', window, { service: 'overhead', rows: ROWS });
  for (let warming = 0; warming < 30; warming++) await ask();
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const taken: Timed[] = [];
    while (taken.length < REQUESTS) taken.push(await ask());
    const added = quantiles(taken.map(({ wholeMs, sidecarMs }) => wholeMs - sidecarMs));
    const inside = quantiles(taken.map(({ sidecarMs }) => sidecarMs));
    process.stdout.write(
      `overhead of ${ROWS} lines, round ${round + 1}: p50 ${added.p50} ms, p95 ${added.p95} ms (sidecar itself p50 ${inside.p50} ms)\n`,
    );
    ratios.push(added.p50 / inside.p50);
  }
  expect(Math.min(...ratios)).toBeLessThan(3);
});

function quantiles(values: readonly number[]): { readonly p50: number; readonly p95: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number): number =>
    Math.round((sorted[Math.ceil(part * sorted.length) - 1] ?? NaN) * 10) / 10;
  return { p50: at(0.5), p95: at(0.95) };
}
