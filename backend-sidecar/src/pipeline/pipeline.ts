/**
 * In: batches of records, ticks and corrections, in journal order. Out: a verdict and a score for each line, the samples of
 * each tick, template rows, and the state of what changed.
 *   record → its service's partition: head and level → template → class and severity → score → counted
 * May not happen here: a clock, a random number, input or output. What is not in the arguments or the state does not count.
 */
import type { Marker } from '@presage/contract';
import type { Signature } from '../../knowledge/signature.ts';
import { createClassifier } from './classify/classifier.ts';
import { stripAnsi } from './parse/ansi.ts';
import { readHead, saidBy } from './parse/message.ts';
import { serviceOf } from './parse/service.ts';
import { Partition, type PartitionParts } from './partition.ts';
import { PartitionMap } from './partition-map.ts';
import { DEFAULT_SCORE_SETTINGS, type ScoreSettings } from './score/settings.ts';
import type { LogRecord, RecordBatch } from './record.ts';
import { createTemplateTable } from './template-table.ts';
import type { Emit, Pipeline, TickOutput, UnknownTemplate } from './verdict.ts';
import { WarmSet } from './warm-set.ts';

/** Judges kept ready at least, of all services together: some 15 MB. */
const WARM_TEMPLATES = 8192;

/** What may be set from outside; each has its default. */
export interface PipelineSettings {
  /** Services held in memory; those least recently seen are saved and let go. Default 2,000. */
  readonly maxPartitions?: number | undefined;
  /** Templates held for one service. Default 5,000. */
  readonly maxTemplates?: number | undefined;
  readonly warmup?: {
    /** 10 s buckets that volume and error share of a service are learnt from before they score. */
    readonly buckets?: number | undefined;
    /** A new template scores after so many lines of its service … */
    readonly lines?: number | undefined;
    /** … or so long after its first, ms. */
    readonly ms?: number | undefined;
  };
}

export interface PipelineOptions {
  /** Label `instance` of every sample. */
  readonly instance: string;
  readonly signatures: readonly Signature[];
  readonly settings?: PipelineSettings;
}

/** A pipeline whose signatures can change while it runs. */
export interface RelearningPipeline extends Pipeline {
  /**
   * Lines from now on are judged by these signatures. All state stays, and so do verdicts given out. No part of the
   * journal: a replay judges by the signatures of its own time. Throws when two have one id; then nothing has changed.
   */
  relearn(signatures: readonly Signature[]): void;
  /** Every template in memory in turn, undefined where its class is known; stop and go on as you like. */
  unknown(): Iterator<UnknownTemplate | undefined>;
}

export function createPipeline({ instance, signatures, settings = {} }: PipelineOptions): RelearningPipeline {
  let classifier = createClassifier(signatures);
  const parts: PartitionParts = {
    instance,
    classifier: { prepare: (template) => classifier.prepare(template) },
    maxTemplates: settings.maxTemplates,
    score: scoreSettings(settings),
    warm: new WarmSet(WARM_TEMPLATES),
  };
  const partitions = new PartitionMap(parts, settings.maxPartitions);
  return {
    templates: createTemplateTable(partitions),
    decide: (batch, from, to, emit) => decide(partitions, batch, from, to, emit),
    tick: (nowMs) => tick(partitions, nowMs),
    correct(tenant, correction, sequence) {
      partitions.touch(tenant, correction.service, sequence)?.correct(correction, sequence);
    },
    label(tenant, label, sequence) {
      partitions.touch(tenant, label.service, sequence)?.label(label, sequence);
    },
    mark: (tenant, marker, sequence, nowMs) =>
      mark(partitions.touchSome(tenant, marker.service, sequence), marker, nowMs),
    relearn(changed) {
      classifier = createClassifier(changed);
      partitions.relearn();
    },
    unknown: () => partitions.unknown(),
    classify: (tenant, record) => preview(partitions, parts, tenant, record),
    save: () => partitions.save(),
    restore: (saved) => partitions.restore(saved),
    adopt: (saved, sequence) => partitions.adopt(saved, sequence),
    size: () => partitions.size(),
  };
}

function decide(partitions: PartitionMap, batch: RecordBatch, from: number, to: number, emit: Emit): void {
  const { tenant, records, sequence, arrivalMs, backfill } = batch;
  for (let i = from; i < to; i++) {
    const record = records[i];
    if (record === undefined)
      throw new RangeError(`A batch of ${records.length} records was asked for number ${i}.`);
    const service = serviceOf(record);
    const said = partitions.touch(tenant, service, sequence + i)?.line(record, arrivalMs, backfill);
    if (said !== undefined) emit(record, said.verdict, said.score, service, i);
  }
}

/** A marker counts from its own time, if that is near: a clock far off or a plan for later must not hide a day. */
function mark(marked: readonly Partition[], { time }: Marker, nowMs: number): void {
  const timeMs = Date.parse(time ?? '');
  const isNear = timeMs >= nowMs - DEFAULT_SCORE_SETTINGS.rearmMs && timeMs <= nowMs;
  for (const partition of marked) partition.rearm(isNear ? timeMs : nowMs);
}

function preview(
  partitions: PartitionMap,
  parts: PartitionParts,
  tenant: string,
  record: LogRecord,
): ReturnType<Pipeline['classify']> {
  const service = serviceOf(record);
  const text = stripAnsi(record.message);
  const head = readHead(text);
  const partition = partitions.get(tenant, service) ?? new Partition(tenant, service, parts);
  const said = partition.preview(text.slice(head.bodyStart), saidBy(record, head));
  // How unusual a line is depends on when it comes: a line out of the stream has no score.
  return { ...said, score: 0, service };
}

function tick(partitions: PartitionMap, nowMs: number): TickOutput {
  const byTenant = new Map<string, TickOutput['samples'][number]['samples'][number][]>();
  const templates = [];
  for (const partition of partitions.tick(nowMs)) {
    const { samples, rows } = partition.tick(nowMs);
    if (samples.length === 0 && rows.length === 0) continue;
    partitions.changed(partition);
    templates.push(...rows);
    const list = byTenant.get(partition.tenant) ?? [];
    if (list.length === 0) byTenant.set(partition.tenant, list);
    list.push(...samples);
  }
  return { samples: Array.from(byTenant, ([tenant, samples]) => ({ tenant, samples })), templates };
}

function scoreSettings({ warmup = {} }: PipelineSettings): ScoreSettings {
  const { warmupBuckets, newTemplateWarmupLines, newTemplateWarmupMs } = DEFAULT_SCORE_SETTINGS;
  return {
    ...DEFAULT_SCORE_SETTINGS,
    warmupBuckets: warmup.buckets ?? warmupBuckets,
    newTemplateWarmupLines: warmup.lines ?? newTemplateWarmupLines,
    newTemplateWarmupMs: warmup.ms ?? newTemplateWarmupMs,
  };
}
