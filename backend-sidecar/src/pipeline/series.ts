import type { BucketScore } from './score/bucket-score.ts';
import type { Sample } from './verdict.ts';

/** The five series of each detector's word on a bucket. */
export function samplesOf(
  scores: readonly BucketScore[],
  service: string,
  instance: string,
  timeMs: number,
): Sample[] {
  return scores.flatMap(({ for: detector, score, y, yhat, lower, upper }) => {
    const labels = { for: detector, service, instance, job: 'presage' };
    return [
      { name: 'anomaly_score', labels, value: score, timeMs },
      { name: 'y', labels, value: y, timeMs },
      { name: 'yhat', labels, value: yhat, timeMs },
      { name: 'yhat_lower', labels, value: lower, timeMs },
      { name: 'yhat_upper', labels, value: upper, timeMs },
    ];
  });
}
