import { zstdCompressSync, constants } from 'node:zlib';
import { decodeLines } from '../src/pipeline/parse/json-lines.ts';
import { readHead } from '../src/pipeline/parse/message.ts';
import { createPipeline } from '../src/pipeline/pipeline.ts';
import type { LogRecord } from '../src/pipeline/record.ts';
import type { Verdict } from '../src/pipeline/verdict.ts';
import { Miner } from '../src/pipeline/template/miner.ts';
import { pipelineSettings } from '../src/commands/pipeline-settings.ts';
import { encodeRow } from '../src/road/encode.ts';

export interface StageFigure {
  readonly stage: string;
  readonly linesPerCpuSecond: number;
}

/** CPU seconds of this process (all threads) while `work` runs. */
function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1e6;
}

interface Batch {
  readonly text: string;
  readonly records: readonly LogRecord[];
}

/** Each stage alone, in this process, over requests that it has not seen before. */
export function measureStages(bodies: readonly Buffer[]): StageFigure[] {
  const texts = bodies.map((body) => body.toString('utf8'));
  const batches: Batch[] = texts.map((text) => ({
    text,
    records: decodeLines(text, {}, Date.now()).records,
  }));
  const count = batches.reduce((sum, batch) => sum + batch.records.length, 0);
  const figure = (stage: string, work: () => void): StageFigure => ({
    stage,
    linesPerCpuSecond: count / cpuSeconds(work),
  });
  const decided: { record: LogRecord; verdict: Verdict; score: number }[] = [];
  const encoded: string[] = [];
  return [
    figure('read NDJSON', () => texts.forEach((text) => decodeLines(text, {}, Date.now()))),
    figure('read head (time, level)', () => eachRecord(batches, (record) => readHead(record.message))),
    figure('mine templates', () => mine(batches)),
    figure('whole pipeline', () => decide(batches, decided)),
    figure('encode rows', () => {
      for (const { record, verdict, score } of decided)
        encoded.push(
          encodeRow(record, '2026-01-01T00:00:00.000000000Z', 'mqx0000-bench000-0000000000', {
            ...{ verdict, score, service: undefined },
          }),
        );
    }),
    figure('compress (zstd 1)', () => compress(encoded)),
  ];
}

function eachRecord(batches: readonly Batch[], work: (record: LogRecord) => unknown): void {
  for (const { records } of batches) for (const record of records) work(record);
}

function mine(batches: readonly Batch[]): void {
  const miners = new Map<string, Miner>();
  eachRecord(batches, (record) => {
    const service = record.fields[1] ?? '';
    let miner = miners.get(service);
    if (!miner) miners.set(service, (miner = new Miner()));
    miner.mine(record.message.slice(readHead(record.message).bodyStart));
  });
}

function decide(
  batches: readonly Batch[],
  decided: { record: LogRecord; verdict: Verdict; score: number }[],
): void {
  const pipeline = createPipeline(pipelineSettings('bench'));
  let sequence = 0;
  for (const { records } of batches) {
    const batch = {
      tenant: '0:0',
      source: 'bench',
      origin: 'bench',
      sequence,
      arrivalMs: sequence,
      arrivalNanos: 0,
      backfill: false,
      streamFields: ['service'],
      records,
    };
    pipeline.decide(batch, 0, records.length, (record, verdict, score) =>
      decided.push({ record, verdict, score }),
    );
    sequence += records.length;
  }
}

function compress(encoded: readonly string[]): void {
  for (let from = 0; from < encoded.length; from += 10_000) {
    zstdCompressSync(Buffer.from(encoded.slice(from, from + 10_000).join('\n')), {
      params: { [constants.ZSTD_c_compressionLevel]: 1 },
    });
  }
}
