/**
 * In: the judged lines of one service and the bucket boundaries, in journal order. Out: a score for each line and, a bucket,
 * one score per detector. Backfill never gets in, time is only what lines and ticks bring, and a bucket is scored once.
 */
import type { LogClass, Severity } from '@presage/contract';
import { bucketStart, countInBucket, createBucketCount, type BucketCount } from './bucket-count.ts';
import type { BucketScore } from './bucket-score.ts';
import { createDrivers, drive, noteDrivers, type DriverState } from './drivers.ts';
import { createErrorShare, scoreErrorShare, type ErrorShareState } from './error-share.ts';
import {
  countLine,
  createNewTemplates,
  scoreNewTemplate,
  scoreNewTemplates,
  type NewTemplatesState,
} from './new-templates.ts';
import type { ScoreSettings } from './settings.ts';
import { createVolume, scoreVolume, type VolumeState } from './volume.ts';

/** All that a scorer knows; plain JSON of 1 KB, and up to 7 KB more for the hours of the week. */
export interface ScorerState {
  /** The bucket that the next tick scores; null until the first live line. */
  open: BucketCount | null;
  /** Lines that arrived past the open bucket's end before its tick (the grace). */
  ahead: BucketCount | null;
  /** Buckets to come that are not whole, so neither scored nor learnt from. */
  skip: number;
  volume: VolumeState;
  errorShare: ErrorShareState;
  newTemplates: NewTemplatesState;
  drivers: DriverState;
}

export interface Scorer {
  /**
   * Score of a line: 0…, above 1 is anomalous. A new template after warm-up counts by its severity and class; a line of the
   * class that drives the service's current anomaly gets up to 1 more. Backfilled lines score 0 and leave no trace.
   *   score = max(novelty of its template, how far out its values are) + min(1, its service's anomaly / 2)
   * `byValues` is the second, from SlotValues.
   */
  line(
    isNewTemplate: boolean,
    judgement: { readonly class: LogClass; readonly severity: Severity },
    arrivalMs: number,
    backfill: boolean,
    byValues?: number,
  ): number;
  /**
   * Scores the bucket that ended at `nowMs`, a bucket boundary, each boundary once and in turn. Lines that arrive after the
   * boundary but before its tick belong to the next bucket, so the caller may tick a grace of 2 s late. Empty for a service
   * without live lines, silent for long, or whose bucket was not whole.
   */
  tick(nowMs: number): BucketScore[];
  save(): ScorerState;
  restore(state: ScorerState): void;
  /** A deployment: volume is learnt anew, new normal templates are expected for a while; error share stays watched. */
  rearm(nowMs: number): void;
}

export function createScorer(settings: ScoreSettings): Scorer {
  let state = createState();
  return {
    line(isNewTemplate, { class: logClass, severity }, arrivalMs, backfill, byValues = 0) {
      if (backfill) return 0;
      const isError = logClass === 'incident' || severity === 'error' || severity === 'critical';
      if (!count(state, logClass, isError, arrivalMs, settings.bucketMs)) return 0;
      countLine(state.newTemplates, arrivalMs);
      const driven = drive(state.drivers, logClass, isError);
      if (!isNewTemplate) return driven + byValues;
      const novelty = scoreNewTemplate(state.newTemplates, severity, logClass, arrivalMs, settings);
      return driven + Math.max(novelty, byValues);
    },
    tick: (nowMs) => closeBucket(state, nowMs, settings),
    save: () => structuredClone(state),
    restore: (saved) => void (state = complete(structuredClone(saved))),
    rearm(nowMs) {
      state.volume = { ...createVolume(), season: state.volume.season };
      state.newTemplates.quietUntil = nowMs + settings.rearmMs;
    },
  };
}

function createState(): ScorerState {
  return {
    open: null,
    ahead: null,
    skip: 1,
    volume: createVolume(),
    errorShare: createErrorShare(),
    newTemplates: createNewTemplates(),
    drivers: createDrivers(),
  };
}

/** What states of earlier releases lack is as at the start. */
function complete(saved: ScorerState): ScorerState {
  return {
    ...createState(),
    ...saved,
    volume: { ...createVolume(), ...saved.volume },
    newTemplates: { ...createNewTemplates(), ...saved.newTemplates },
  };
}

/** False for a line whose time is none: no bucket is its own, and one that starts at Infinity would not outlive a save. */
function count(
  state: ScorerState,
  logClass: LogClass,
  isError: boolean,
  arrivalMs: number,
  bucketMs: number,
): boolean {
  if (!Number.isFinite(arrivalMs)) return false;
  let bucket = (state.open ??= createBucketCount(bucketStart(arrivalMs, bucketMs)));
  if (arrivalMs >= bucket.start + bucketMs) {
    bucket = state.ahead ??= createBucketCount(bucketStart(arrivalMs, bucketMs));
  }
  countInBucket(bucket, logClass, isError);
  return true;
}

/** After a gap without ticks the senders' backlog comes in: buckets that are not scored. */
const SKIP_AFTER_GAP = 2;

function closeBucket(state: ScorerState, nowMs: number, settings: ScoreSettings): BucketScore[] {
  const { bucketMs } = settings;
  const closed = state.open;
  if (closed === null) return [];
  const next = bucketStart(nowMs, bucketMs);
  // The clock was set back: counting begins again with the next whole bucket.
  if (nowMs < closed.start - bucketMs) {
    state.open = createBucketCount(next);
    state.skip = Math.max(state.skip, 1);
    return [];
  }
  if (!(nowMs >= closed.start + bucketMs)) return [];
  state.open = state.ahead !== null && state.ahead.start >= next ? state.ahead : createBucketCount(next);
  state.open.start = next;
  state.ahead = null;
  if (next > closed.start + bucketMs) state.skip = Math.max(state.skip, SKIP_AFTER_GAP + 1);
  const newTemplates = scoreNewTemplates(state.newTemplates);
  if (state.skip > 0) {
    state.skip--;
    return [];
  }
  return scoreBucket(state, closed, newTemplates, settings);
}

function scoreBucket(
  state: ScorerState,
  closed: BucketCount,
  newTemplates: BucketScore,
  settings: ScoreSettings,
): BucketScore[] {
  const volume = scoreVolume(state.volume, closed.lines, closed.start, settings);
  const errorShare = scoreErrorShare(state.errorShare, closed.errors, closed.lines, settings);
  noteDrivers(state.drivers, closed, volume.score, errorShare.score, settings.learningRate);
  if (state.volume.silent > settings.silentBuckets) return [];
  return [volume, errorShare, newTemplates];
}
