import { Chance } from '../demo/chance.ts';

const ROUNDS = 1000;

/** Bounds of the middle 95 % of a figure over samples of the groups drawn with replacement (percentile bootstrap, seeded). */
export function bootstrap<Group>(
  groups: readonly Group[],
  figure: (sample: readonly Group[]) => number,
): { readonly low: number; readonly high: number } {
  if (groups.length < 2) return { low: NaN, high: NaN };
  const chance = new Chance(1);
  const draw = (): Group[] =>
    groups.map(() => groups[chance.whole(0, groups.length - 1)] ?? (groups[0] as Group));
  const figures = Array.from({ length: ROUNDS }, () => figure(draw())).sort((a, b) => a - b);
  const at = (part: number): number => figures[Math.floor(part * (ROUNDS - 1))] as number;
  return { low: at(0.025), high: at(0.975) };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
