import type { LogClass } from '@presage/contract';
import type { BucketCount } from './bucket-count.ts';

/** Which lines an anomaly that is on now consists of. */
export interface DriverState {
  /** Expected lines per bucket of each class, in the order of BucketCount. */
  readonly means: [number, number, number];
  /** Class whose lines grew most in the anomalous bucket; undefined when the volume is as expected or fell. */
  volumeClass: LogClass | undefined;
  /** Scores of the last bucket, 0 unless anomalous. */
  volume: number;
  errorShare: number;
}

export function createDrivers(): DriverState {
  return { means: [0, 0, 0], volumeClass: undefined, volume: 0, errorShare: 0 };
}

const ORDER: readonly LogClass[] = ['incident', 'preventive_action', 'normal'];

/** Takes note of the bucket's scores and of the class that grew most against its own mean. */
export function noteDrivers(
  state: DriverState,
  count: BucketCount,
  volume: number,
  errorShare: number,
  rate: number,
): void {
  const growth = count.classes.map((lines, i) => lines - (state.means[i] ?? 0));
  const most = Math.max(...growth);
  const surge = volume > 1 && most > 0;
  state.volume = surge ? volume : 0;
  state.volumeClass = surge ? ORDER[growth.indexOf(most)] : undefined;
  state.errorShare = errorShare > 1 ? errorShare : 0;
  growth.forEach((change, i) => (state.means[i as 0 | 1 | 2] += rate * change));
}

/**
 * What a line gets for being part of its service's anomaly: half the anomaly's score, at most 1, so that a well-known line
 * is not anomalous by itself, but a new one among them is more so.
 */
export function drive(state: DriverState, logClass: LogClass, isError: boolean): number {
  const byVolume = state.volumeClass === logClass ? state.volume : 0;
  const byErrors = isError ? state.errorShare : 0;
  return Math.min(1, Math.max(byVolume, byErrors) / 2);
}
