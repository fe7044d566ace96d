import { describe, expect, test } from '@jest/globals';
import { BUCKET_MS } from '@presage/contract';
import { SIGNATURES } from '../knowledge/signatures.ts';
import { DEMO_WARMUP } from '../src/commands/pipeline-settings.ts';
import { decodeLines } from '../src/pipeline/parse/json-lines.ts';
import { createPipeline } from '../src/pipeline/pipeline.ts';
import type { RecordBatch } from '../src/pipeline/record.ts';
import { FAULTS } from './faults.ts';
import { encodeLine, faultAt, Shop } from './shop.ts';

const OPENED = Date.UTC(2026, 0, 5, 9);
const RATE = 40;

interface Told {
  /** Since the shop opened, s. */
  readonly second: number;
  readonly what: string;
}

/** Everything above 1 that the pipeline says of the shop, played second by second as the demo does. */
function told(shop: Shop, seconds: number): Told[] {
  const pipeline = createPipeline({
    instance: 'demo',
    signatures: SIGNATURES,
    settings: { warmup: DEMO_WARMUP },
  });
  const found: Told[] = [];
  let sequence = 0;
  for (let second = 1; second <= seconds; second++) {
    const nowMs = OPENED + second * 1000;
    const lines = shop.lines((second - 1) * 1000, second * 1000, OPENED);
    const { records } = decodeLines(lines.map((line) => encodeLine(line, OPENED)).join('\n'), {}, nowMs);
    const batch: RecordBatch = {
      ...{ tenant: '0:0', source: 'demo', origin: 'demo', arrivalNanos: 0, backfill: false },
      ...{ streamFields: undefined, sequence, arrivalMs: nowMs - 1, records },
    };
    pipeline.decide(batch, 0, records.length, (record, _verdict, score, service) => {
      if (score > 1) found.push({ second, what: `${service}: ${record.message} (${score})` });
    });
    sequence += records.length;
    if (nowMs % BUCKET_MS > 0) continue;
    for (const { name, labels, value } of pipeline.tick(nowMs).samples.flatMap(({ samples }) => samples)) {
      if (name === 'anomaly_score' && value > 1)
        found.push({ second, what: `${labels['service']} ${labels['for']} ${value}` });
    }
  }
  return found;
}

/** Begin of each fault, s. */
function begins(seconds: number): [string, number][] {
  return Array.from({ length: seconds }, (_, second) => second).flatMap((second) => {
    const fault = faultAt(second * 1000)?.fault.name;
    return fault !== undefined && fault !== faultAt((second - 1) * 1000)?.fault.name
      ? [[fault, second] as [string, number]]
      : [];
  });
}

/** Whether a fault was on in the minute before. */
function isDisturbed(second: number): boolean {
  return Array.from({ length: 61 }, (_, back) => second - 1 - back).some((at) => faultAt(at * 1000));
}

describe('scores of the demo', () => {
  test('no line and no service is anomalous in a quiet hour', () => {
    expect(told(new Shop(1, RATE / 2, false), 3600)).toEqual([]);
  });

  test('each fault of the first round is anomalous within a minute of its begin, and what is quiet is not', () => {
    const seconds = FAULTS.length * 120;
    const found = told(new Shop(1, RATE), seconds);
    const starts = begins(seconds);
    expect(starts.map(([name]) => name)).toEqual(FAULTS.map(({ name }) => name));
    for (const [name, start] of starts) {
      const first = found.find(({ second }) => second > start)?.second ?? Infinity;
      expect({ name, isInTime: first - start < 60 }).toEqual({ name, isInTime: true });
    }
    expect(found.filter(({ second }) => !isDisturbed(second))).toEqual([]);
  });
});
