/**
 * In: the live lines of one service with their templates, and ticks. Out: a score for a line whose duration, size, share …
 * is far above what its template had, and a score a bucket. Held for the 32 busiest templates that have quantities, three
 * each, as sketches of about 50 counts (60 KB a service, 400 KB at the most); of the others only the count of lines is known.
 */
import { alarm, CALM, type AlarmState } from './alarm.ts';
import type { BucketScore } from './bucket-score.ts';
import { LogSketch, type SavedSketch } from './log-sketch.ts';
import { quantitiesIn, quantitiesOf } from './quantities.ts';
import type { ScoreSettings } from './settings.ts';

const MAX_TEMPLATES = 32;
const MAX_SLOTS = 3;
/** Lines that a template must have had. */
const BUSY_LINES = 50;
/** Lines of a template and bucket whose values are read; the rest are taken to be like them. */
const READ_A_BUCKET = 64;
/** Values before any is scored. */
const WARMUP = 200;
/** A value this many times the distance of median and 99.5th percentile above the latter scores 1. */
const BEYOND = 3;
/** … and at least so many times the greatest so far, and so much above it. */
const RECORD = 1.5;
const STEP = 5;
/** What one line can get, and a bucket. */
const MOST = 2;
/** Fewer lines of a bucket far out are an outlier, not an anomaly of the service. */
const LEAST_OUTLIERS = 3;
/** A tenth of the values lies above the 90th percentile; many more in one bucket are a shift. */
const HIGH_SHARE = 0.1;

/** The sketch is exact to this factor: what is that near is not above. */
const SLACK = 1.15;
const NOTHING = { values: 0, above: 0, outliers: 0 } as const;

interface Slot {
  readonly sketch: LogSketch;
  /** As of the last tick: the 90th percentile, and the value that scores 1. Infinity while warming up. */
  high: number;
  limit: number;
  /** Of the open bucket: values, those above `high`, those above `limit`. */
  values: number;
  above: number;
  outliers: number;
}

interface Watched {
  readonly slots: Map<string, Slot>;
  lines: number;
  /** Lines read in the open bucket. */
  read: number;
}

type SavedSlot = readonly [name: string, sketch: SavedSketch, ...numbers: number[]];

/** number, lines, lines read, slots. */
type SavedTemplate = readonly [template: number, lines: number, read: number, slots: readonly SavedSlot[]];
export interface SlotValuesState {
  readonly templates: readonly SavedTemplate[];
  readonly alarm: AlarmState;
}

export class SlotValues {
  readonly #settings: ScoreSettings;
  readonly #templates = new Map<number, Watched>();
  #alarm: AlarmState = { ...CALM };

  constructor(settings: ScoreSettings) {
    this.#settings = settings;
  }

  /** Score of a live line by its values: 0 as usual, above 1 far out. `count`: lines that its template has had. */
  line(fields: readonly string[], message: string, template: number, count: number): number {
    const watched = this.#templates.get(template) ?? this.#admit(fields, message, template, count);
    if (watched === undefined) return 0;
    watched.lines = count;
    if (watched.read >= READ_A_BUCKET) return 0;
    watched.read++;
    let score = 0;
    for (const [name, value] of valuesOf(fields, message)) {
      const slot = slotOf(watched, name);
      if (slot !== undefined) score = Math.max(score, take(slot, value));
    }
    return score;
  }

  /** Scores the bucket; [] while no value is known well enough. */
  tick(): BucketScore[] {
    let worst: BucketScore | undefined;
    for (const watched of this.#templates.values()) {
      watched.read = 0;
      for (const slot of watched.slots.values()) {
        const word = slot.limit < Infinity ? scoreSlot(slot, this.#settings) : undefined;
        if (word !== undefined && !(word.score <= (worst?.score ?? -1))) worst = word;
        open(slot);
      }
    }
    if (worst === undefined) return [];
    return [{ ...worst, score: alarm(this.#alarm, worst.score, this.#settings) }];
  }

  /** A deployment: other values are expected, so all are learnt anew. */
  rearm(): void {
    this.#templates.clear();
  }

  save(): SlotValuesState {
    const templates = Array.from(this.#templates, ([template, { lines, read, slots }]) => {
      return [template, lines, read, Array.from(slots, saveSlot)] as const;
    });
    return { templates, alarm: { ...this.#alarm } };
  }

  /** Into a fresh one. */
  restore(saved: SlotValuesState): void {
    this.#alarm = { ...saved.alarm };
    for (const [template, lines, read, slots] of saved.templates)
      this.#templates.set(template, { lines, read, slots: new Map(slots.map(loadSlot)) });
  }

  /** A template that is busy and has quantities; asked at every 50th line, so that it costs next to nothing. */
  #admit(fields: readonly string[], message: string, template: number, count: number): Watched | undefined {
    if (count % BUSY_LINES !== 0) return undefined;
    if (valuesOf(fields, message).length === 0) return undefined;
    if (this.#templates.size >= MAX_TEMPLATES && !this.#makeRoom(count)) return undefined;
    const watched: Watched = { slots: new Map<string, Slot>(), lines: count, read: 0 };
    this.#templates.set(template, watched);
    return watched;
  }

  /** Lets go the least busy template, if it is half as busy as the one that wants in. */
  #makeRoom(count: number): boolean {
    let least: [number, Watched] | undefined;
    for (const one of this.#templates) if (one[1].lines < (least?.[1].lines ?? Infinity)) least = one;
    return least !== undefined && least[1].lines * 2 <= count && this.#templates.delete(least[0]);
  }
}

function valuesOf(fields: readonly string[], message: string): [slot: string, value: number][] {
  const named = quantitiesIn(fields, MAX_SLOTS);
  return named.length >= MAX_SLOTS ? named : [...named, ...quantitiesOf(message, MAX_SLOTS - named.length)];
}

function slotOf({ slots }: Watched, name: string): Slot | undefined {
  const known = slots.get(name);
  if (known !== undefined || slots.size >= MAX_SLOTS) return known;
  const slot: Slot = { sketch: new LogSketch(), high: Infinity, limit: Infinity, ...NOTHING };
  slots.set(name, slot);
  return slot;
}

/** A value far out teaches no more than that values can be as great as the limit. */
function take(slot: Slot, value: number): number {
  slot.sketch.add(Math.min(value, slot.limit));
  slot.values++;
  if (value > slot.high) slot.above++;
  if (value <= slot.limit) return 0;
  slot.outliers++;
  return Math.min(MOST, value / slot.limit);
}

/** More high values than a binomial law allows, or several far out. */
function scoreSlot({ values, above, outliers }: Slot, { minDeviation, band }: ScoreSettings): BucketScore {
  const expected = values * HIGH_SHARE;
  const width = Math.max(minDeviation, band * Math.sqrt(expected * (1 - HIGH_SHARE) + 0.5));
  const byShare = Math.max(0, above - expected) / width;
  const score = Math.max(byShare, outliers / LEAST_OUTLIERS);
  return {
    for: 'slot_value',
    score: Math.min(MOST, outliers > 0 && outliers < LEAST_OUTLIERS ? Math.max(byShare, 0.9) : score),
    y: above,
    yhat: expected,
    lower: 0,
    upper: expected + width,
  };
}

/** Begins a bucket with what the values so far allow. */
function open(slot: Slot): void {
  Object.assign(slot, NOTHING);
  if (slot.sketch.count < WARMUP) return;
  const [median = 0, high = 0, rare = 0, record = 0] = slot.sketch.quantiles([0.5, 1 - HIGH_SHARE, 0.995, 1]);
  slot.high = high * SLACK;
  slot.limit = Math.max(rare + BEYOND * (rare - median), RECORD * record, record + STEP);
}

function saveSlot([name, { sketch, high, limit, values, above, outliers }]: [string, Slot]): SavedSlot {
  const bounds = limit < Infinity ? [high, limit] : [];
  return [name, sketch.save(), values, above, outliers, ...bounds];
}

function loadSlot([name, saved, ...numbers]: SavedSlot): [string, Slot] {
  const [values = 0, above = 0, outliers = 0, high = Infinity, limit = Infinity] = numbers;
  const sketch = new LogSketch();
  sketch.restore(saved);
  return [name, { sketch, high, limit, values, above, outliers }];
}
