import { alarm, CALM, type AlarmState } from './alarm.ts';
import type { BucketScore } from './bucket-score.ts';
import { createSeason, expectedAt, learnSeason, type SeasonState } from './season.ts';
import type { ScoreSettings } from './settings.ts';

/** Expectation of a service's lines per bucket. */
export interface VolumeState {
  mean: number;
  variance: number;
  /** Buckets learnt from. */
  learnt: number;
  /** Buckets without a line, up to now. */
  silent: number;
  /** Longest silence that ended, fading by a tenth with each later one; buckets. */
  longestSilence: number;
  /** Buckets with lines. */
  active: number;
  season: SeasonState;
  readonly alarm: AlarmState;
}

export function createVolume(): VolumeState {
  return {
    mean: 0,
    variance: 0,
    learnt: 0,
    silent: 0,
    longestSilence: 0,
    active: 0,
    season: createSeason(),
    alarm: { ...CALM },
  };
}

/**
 * Silence as improbable as e^-14 (about one in a million) scores 1: under a Poisson law n silent buckets have the
 * probability e^(-n × mean); a stream in bursts counts as that many times fewer independent lines (variance / mean).
 */
const SILENCE_EVIDENCE = 14;

/** Fewer lines than expected are told of a service that has had this many buckets with lines … */
const KNOWN_BUCKETS = 30;
/** … and, where there are none, only when it is silent for so many times its longest silence. */
const SILENCES = 2;
/** Silence scores at most this: it gets no worse by lasting. */
const MOST_BY_SILENCE = 5;

/** Scores the lines of the bucket that began at `startMs` against what was expected before it, then learns from it. */
export function scoreVolume(
  state: VolumeState,
  lines: number,
  startMs: number,
  settings: ScoreSettings,
): BucketScore {
  const { mean, variance } = state;
  const sigma = Math.sqrt(Math.max(mean + 0.5, variance));
  const { lower, upper } = boundsAt(state, sigma, startMs, settings);
  const bounds = { y: lines, yhat: mean, lower: Math.max(0, lower), upper };
  const isWarm = state.learnt >= settings.warmupBuckets;
  learnSeason(state.season, startMs, isWarm ? Math.min(upper, Math.max(lower, lines)) : lines);
  noteActivity(state, lines);
  const raw = Math.max(outside(state, lines, { lower, upper }), silenceScore(state, settings));
  if (!isWarm) {
    learn(state, lines - mean, settings);
    return { for: 'log_volume', score: 0, ...bounds };
  }
  const score = alarm(state.alarm, raw, settings);
  if (raw > 1 || score > 1) learnBounded(state, lines - mean, sigma, settings);
  else learn(state, lines - mean, settings);
  return { for: 'log_volume', score, ...bounds };
}

/** Around the recent mean, and around what this hour of the week was like: both are expected. Not cut at 0. */
function boundsAt(
  { mean, season }: VolumeState,
  sigma: number,
  startMs: number,
  { minDeviation, band }: ScoreSettings,
): { lower: number; upper: number } {
  const width = Math.max(minDeviation, band * sigma);
  const usual = expectedAt(season, startMs);
  if (usual === undefined) return { lower: mean - width, upper: mean + width };
  const usualWidth = Math.max(minDeviation, band * Math.sqrt(Math.max(usual.mean + 0.5, usual.sigma ** 2)));
  return {
    lower: Math.min(mean - width, usual.mean - usualWidth),
    upper: Math.max(mean + width, usual.mean + usualWidth),
  };
}

/** 0 at the mean, 1 at either bound. */
function outside(
  state: VolumeState,
  lines: number,
  { lower, upper }: { lower: number; upper: number },
): number {
  const { mean, active } = state;
  if (lines >= mean) return (lines - mean) / (upper - mean);
  if (active < KNOWN_BUCKETS || isUsualSilence(state)) return 0;
  return (mean - lines) / (mean - lower);
}

function isUsualSilence({ silent, longestSilence }: VolumeState): boolean {
  return silent > 0 && silent <= SILENCES * longestSilence;
}

function silenceScore(state: VolumeState, settings: ScoreSettings): number {
  const { silent, mean, variance, active } = state;
  if (silent === 0 || mean < settings.minDeviation) return 0;
  if (active < KNOWN_BUCKETS || isUsualSilence(state)) return 0;
  const clumping = Math.max(1, variance / mean);
  return Math.min(MOST_BY_SILENCE, (silent * mean) / (clumping * SILENCE_EVIDENCE));
}

function noteActivity(state: VolumeState, lines: number): void {
  if (lines === 0) {
    state.silent++;
    return;
  }
  state.active++;
  if (state.silent > 0) state.longestSilence = Math.max(state.silent, 0.9 * state.longestSilence);
  state.silent = 0;
}

/** A plain mean over the first buckets, exponentially weighted after. */
function learn(state: VolumeState, deviation: number, settings: ScoreSettings): void {
  state.learnt++;
  const rate = Math.max(settings.learningRate, 1 / state.learnt);
  state.mean += rate * deviation;
  state.variance = (1 - rate) * (state.variance + rate * deviation * deviation);
}

/** An anomaly moves the mean by at most two sigma's worth and the spread not at all, so a new level is learnt in about an hour. */
function learnBounded(state: VolumeState, deviation: number, sigma: number, settings: ScoreSettings): void {
  const bounded = Math.max(-2 * sigma, Math.min(2 * sigma, deviation));
  state.mean = Math.max(0, state.mean + settings.learningRate * bounded);
}
