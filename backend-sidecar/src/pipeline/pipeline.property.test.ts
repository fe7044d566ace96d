import { describe, expect, test } from '@jest/globals';
import { CLASSES, SEVERITIES } from '@presage/contract';
import fc from 'fast-check';
import { batchOf, decideAll, newPipeline, record, restored, TENANT } from './pipeline.fixture.ts';
import type { LogRecord } from './record.ts';
import type { Pipeline } from './verdict.ts';

const piece = fc.constantFrom(
  ...[
    '2026-01-02 03:04:05 ',
    'Jan  2 03:04:05 box1 ',
    'tilld[7]: ',
    'ERROR ',
    'INFO ',
    '[',
    ']',
    '(',
    ')',
    '{',
    '}',
  ],
  ...[
    'cart ',
    'user anna ',
    'took 12 ms ',
    '96% ',
    'status 503 ',
    '/a/b ',
    '="',
    '"',
    ' ',
    '\n  at a.b(',
    '<*>',
    '\u0000',
  ],
  ...['true ', 'false ', 'exit code 137 ', 'req-7f7f7f ', 'é', '\ud800', '%', 'x'.repeat(80)],
);
const message = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(piece, { maxLength: 16 }).map((pieces) => pieces.join('')),
);
const field = fc.tuple(
  fc.constantFrom('level', 'service', 'trace_id', 'latency_ms', 'a'),
  fc.string({ maxLength: 12 }),
);
const anyRecord = fc
  .record({ message, fields: fc.array(field, { maxLength: 3 }), timeMs: fc.constantFrom(NaN, 0, 1e12) })
  .map(({ fields, ...rest }): LogRecord => ({ ...rest, timeNanos: 0, fields: fields.flat() }));

/** Today's ids of lines, by the service and text of each. */
function finalIds(pipeline: Pipeline, texts: readonly string[], cut: number): Map<string, string> {
  let current = pipeline;
  const given = new Map<string, string>();
  texts.forEach((text, i) => {
    if (i === cut) current = restored(current.save());
    for (const { verdict } of decideAll(current, batchOf([record('cart', text)], { sequence: i })))
      given.set(text, verdict.templateId);
  });
  return new Map(
    [...given].map(([text, id]) => [text, current.templates.get(TENANT, id, 'cart')?.template_id ?? 'lost']),
  );
}

describe('lines of any kind', () => {
  test('are each given out once, in order, with a verdict and a score that is 0 or more', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 40 }), fc.boolean(), (records, backfill) => {
        const pipeline = newPipeline({
          maxTemplates: 8,
          maxPartitions: 4,
          warmup: { buckets: 1, lines: 5, ms: 0 },
        });
        const said = [0, 1, 2].flatMap((round) => {
          const sequence = round * records.length;
          pipeline.tick((round + 1) * 10_000);
          return decideAll(
            pipeline,
            batchOf(records, { sequence, arrivalMs: (round + 1) * 10_000, backfill }),
          );
        });
        expect(said.map(({ sequence }) => sequence)).toEqual(said.map((_, i) => i));
        expect(said).toHaveLength(records.length * 3);
        for (const { verdict, score } of said) {
          expect(score >= 0 && Number.isFinite(score)).toBe(true);
          expect(CLASSES).toContain(verdict.class);
          expect(SEVERITIES).toContain(verdict.severity);
          expect(verdict.confidence >= 0 && verdict.confidence <= 1).toBe(true);
          expect(verdict.templateId).toMatch(/^[0-9a-f]{16}$/);
        }
        expect(pipeline.size().partitions).toBeLessThanOrEqual(4);
        expect(pipeline.size().templates).toBeLessThanOrEqual(4 * 8);
      }),
      { numRuns: 60 },
    );
  });

  test('end at the same ids in any order, and with a restart among them', () => {
    const word = fc.constantFrom(
      'anna',
      'bruno',
      'carla',
      'dora',
      'emil',
      'fritz',
      'till-7',
      'up',
      'down',
      'true',
      '12',
    );
    const text = fc.tuple(word, word, word).map(([a, b, c]) => `INFO cart of ${a} has ${b} at till ${c}`);
    const lines = fc.uniqueArray(text, { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(
        lines.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), fc.nat()),
        ),
        ([all, shuffled, at]) => {
          const first = finalIds(newPipeline(), all, -1);
          expect([...finalIds(newPipeline(), shuffled, at % all.length)].sort()).toEqual([...first].sort());
          expect([...first.values()]).not.toContain('lost');
        },
      ),
      { numRuns: 30 },
    );
  });
});
