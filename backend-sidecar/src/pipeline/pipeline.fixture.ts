import type { Correction, Marker } from '@presage/contract';
import { SIGNATURES } from '../../knowledge/signatures.ts';
import { createPipeline, type PipelineSettings } from './pipeline.ts';
import type { LogRecord, RecordBatch } from './record.ts';
import type { Pipeline, SavedPartition, TickOutput, Verdict } from './verdict.ts';

export const TENANT = '0:0';

export function newPipeline(settings: PipelineSettings = {}): Pipeline {
  return createPipeline({ instance: 'i1', signatures: SIGNATURES, settings });
}

export function record(service: string, message: string): LogRecord {
  return { timeMs: NaN, timeNanos: 0, message, fields: ['service', service] };
}

export interface BatchOptions {
  readonly tenant?: string;
  readonly sequence?: number;
  readonly arrivalMs?: number;
  readonly backfill?: boolean;
}

export function batchOf(records: readonly LogRecord[], options: BatchOptions = {}): RecordBatch {
  const { tenant = TENANT, sequence = 0, arrivalMs = 1000, backfill = false } = options;
  const rest = { source: 'jsonline', origin: 'w', arrivalNanos: 0, streamFields: undefined };
  return { tenant, sequence, arrivalMs, backfill, records, ...rest };
}

export interface Said {
  readonly sequence: number;
  readonly service: string;
  readonly verdict: Verdict;
  readonly score: number;
}

export function decideAll(pipeline: Pipeline, batch: RecordBatch): Said[] {
  const said: Said[] = [];
  pipeline.decide(batch, 0, batch.records.length, (_, verdict, score, service, index) => {
    said.push({ sequence: batch.sequence + index, service, verdict, score });
  });
  return said;
}

/** Sends messages of one service and tells the verdicts; sequences go on from call to call. */
export class Sender {
  readonly #pipeline: Pipeline;
  sequence = 0;
  arrivalMs = 1000;

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  send(service: string, messages: readonly string[], options: BatchOptions = {}): Said[] {
    const records = messages.map((message) => record(service, message));
    const { sequence, arrivalMs } = this;
    this.sequence += records.length;
    return decideAll(this.#pipeline, batchOf(records, { sequence, arrivalMs, ...options }));
  }

  correct(correction: Correction, tenant = TENANT): void {
    this.#pipeline.correct(tenant, correction, this.sequence++, this.arrivalMs);
  }

  mark(marker: Marker, tenant = TENANT): void {
    this.#pipeline.mark(tenant, marker, this.sequence++, this.arrivalMs);
  }

  tick(nowMs: number): TickOutput {
    this.arrivalMs = nowMs;
    return this.#pipeline.tick(nowMs);
  }
}

export function restored(saved: Iterable<SavedPartition>, settings: PipelineSettings = {}): Pipeline {
  const pipeline = newPipeline(settings);
  for (const partition of saved) pipeline.restore(partition);
  return pipeline;
}
