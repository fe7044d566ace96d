import { BUCKET_MS } from '@presage/contract';
import { FAULTS } from '../demo/faults.ts';
import { encodeLine, faultAt, Shop } from '../demo/shop.ts';
import { SIGNATURES } from '../knowledge/signatures.ts';
import { DEMO_WARMUP } from '../src/commands/pipeline-settings.ts';
import { decodeLines } from '../src/pipeline/parse/json-lines.ts';
import { createPipeline, type PipelineSettings } from '../src/pipeline/pipeline.ts';
import { batchOf } from './batch.ts';
import type { Section } from './section.ts';

const OPENED = Date.UTC(2026, 0, 5);
const DAY_S = 86_400;
const QUIET_RATE = 5;
const BUSY_RATE = 40;
/** Not found at all. */
const NEVER = '–';

/** What was told of a second: the class of a line, the score of a line, a series that has risen above 1. */
type Kind = 'class' | 'line score' | 'series';
interface Told {
  readonly second: number;
  readonly kind: Kind;
}

interface Play {
  readonly shop: Shop;
  readonly seconds: number;
  /** Seconds that are sent together. */
  readonly step: number;
  readonly settings: PipelineSettings;
}

/** The invented shop in demo time: alarms of a quiet week, and how soon each fault is seen. */
export function evaluateDemo(days = 7): Section {
  const quiet = [
    ...play({ shop: new Shop(1, QUIET_RATE, false), seconds: days * DAY_S, step: 10, settings: {} }),
  ];
  const count = (kind: Kind): string => (quiet.filter((told) => told.kind === kind).length / days).toFixed(2);
  return {
    title: 'Demo',
    method: [
      `A quiet week: ${days} days of the invented shop without faults, ${QUIET_RATE} lines a second, the settings that ship. A series counts once when it rises above 1.`,
      `Faults: the first round of the shop with faults, ${BUSY_RATE} lines a second, the demo's own warm-up; seconds from a fault's begin to the first sign.`,
    ],
    tables: [
      {
        columns: ['false alarms a day', 'lines that need action', 'lines scored above 1', 'series above 1'],
        rows: [['quiet week', count('class'), count('line score'), count('series')]],
      },
      { columns: ['seconds to detection', 'class', 'line score', 'series'], rows: detectionRows() },
    ],
  };
}

function detectionRows(): string[][] {
  const seconds = FAULTS.length * 120;
  const told = [
    ...play({ shop: new Shop(1, BUSY_RATE), seconds, step: 1, settings: { warmup: DEMO_WARMUP } }),
  ];
  return begins(seconds).map(({ name, second }, i, all) => {
    const end = all[i + 1]?.second ?? seconds;
    const first = (kind: Kind): string => {
      const found = told.find((one) => one.kind === kind && one.second > second && one.second <= end);
      return found === undefined ? NEVER : String(found.second - second);
    };
    return [name, first('class'), first('line score'), first('series')];
  });
}

function begins(seconds: number): { readonly name: string; readonly second: number }[] {
  return Array.from({ length: seconds }, (_, second) => second).flatMap((second) => {
    const name = faultAt(second * 1000)?.fault.name;
    const isNew = name !== undefined && name !== faultAt((second - 1) * 1000)?.fault.name;
    return isNew ? [{ name, second }] : [];
  });
}

/** Plays the shop through a pipeline of its own. */
function* play({ shop, seconds, step, settings }: Play): Generator<Told> {
  const pipeline = createPipeline({ instance: 'eval', signatures: SIGNATURES, settings });
  const raised = new Set<string>();
  let sequence = 0;
  for (let second = step; second <= seconds; second += step) {
    const nowMs = OPENED + second * 1000;
    const lines = shop.lines((second - step) * 1000, second * 1000, OPENED);
    const body = lines.map((line) => encodeLine(line, OPENED)).join('\n');
    const { records } = decodeLines(body, {}, nowMs);
    const told: Told[] = [];
    pipeline.decide(batchOf(records, sequence, nowMs - 1), 0, records.length, (_, verdict, score) => {
      if (verdict.class !== 'normal') told.push({ second, kind: 'class' });
      if (score > 1) told.push({ second, kind: 'line score' });
    });
    yield* told;
    sequence += records.length;
    if (nowMs % BUCKET_MS > 0) continue;
    const samples = pipeline.tick(nowMs).samples.flatMap((one) => one.samples);
    for (const { name, labels, value } of samples) {
      if (name !== 'anomaly_score') continue;
      const key = `${labels['service'] ?? ''} ${labels['for'] ?? ''}`;
      if (value > 1 && !raised.has(key)) yield { second, kind: 'series' };
      if (value > 1) raised.add(key);
      else raised.delete(key);
    }
  }
}
