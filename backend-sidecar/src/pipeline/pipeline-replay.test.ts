import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { batchOf, newPipeline, record, type Said, TENANT } from './pipeline.fixture.ts';
import type { Pipeline, SavedPartition } from './verdict.ts';

/** What comes along the journal. */
type Input =
  | {
      readonly kind: 'lines';
      readonly lines: readonly (readonly [string, string])[];
      readonly backfill: boolean;
    }
  | { readonly kind: 'tick' }
  | { readonly kind: 'mark'; readonly service: string }
  | { readonly kind: 'label'; readonly service: string; readonly nth: number; readonly bad: boolean }
  | { readonly kind: 'correct'; readonly service: string; readonly nth: number; readonly critical: boolean };

const service = fc.constantFrom('cart', 'shop', 'mail', 'auth');
const word = fc.constantFrom(
  'alpha',
  'beta',
  'gamma',
  'delta',
  'Epsilon',
  'zeta-x',
  'eta.y',
  'theta/z',
  '7',
  'up',
  'failed',
  'req-a1b2c',
  'session_id=s00017',
);
const message = fc
  .tuple(fc.constantFrom('', 'ERROR ', 'WARN '), fc.array(word, { minLength: 1, maxLength: 4 }))
  .map(([level, words]) => level + words.join(' '));
const input: fc.Arbitrary<Input> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('lines' as const),
      lines: fc.array(fc.tuple(service, message), { minLength: 1, maxLength: 12 }),
      backfill: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.constant({ kind: 'tick' } as const) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('mark' as const), service }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('label' as const),
      service,
      nth: fc.nat(20),
      bad: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('correct' as const),
      service,
      nth: fc.nat(20),
      critical: fc.boolean(),
    }),
  },
);
const inputs = fc.array(input, { maxLength: 40 });
const SETTINGS = { maxTemplates: 12, warmup: { buckets: 2, lines: 5, ms: 20_000 } };

interface Run {
  readonly said: Said[];
  readonly ticks: { readonly at: number; readonly output: unknown }[];
  readonly ids: string[];
}

/** Feeds the inputs into a pipeline, as the journal would; `ids` are those that corrections are made of. */
function feed(
  pipeline: Pipeline,
  list: readonly Input[],
  ids: readonly string[],
  after?: (at: number) => void,
): Run {
  const run: Run = { said: [], ticks: [], ids: [...ids] };
  let sequence = 0;
  let nowMs = 1_000_000;
  list.forEach((one, at) => {
    if (one.kind === 'tick') {
      nowMs += 10_000;
      run.ticks.push({ at, output: pipeline.tick(nowMs) });
    } else if (one.kind === 'mark') {
      pipeline.mark(TENANT, { service: one.service, text: 'x' }, sequence++, nowMs);
    } else if (one.kind === 'label') {
      pipeline.label(TENANT, labelOf(one, run.ids), sequence++);
    } else if (one.kind === 'correct') {
      const id = run.ids[one.nth % Math.max(1, run.ids.length)] ?? '0000000000000000';
      const correction = { template_id: id, service: one.service, class: 'incident' as const };
      const severe = one.critical ? { ...correction, severity: 'critical' as const } : correction;
      pipeline.correct(TENANT, severe, sequence++, nowMs);
    } else {
      const records = one.lines.map(([name, text]) => record(name, text));
      const batch = batchOf(records, { sequence, arrivalMs: nowMs + 1, backfill: one.backfill });
      pipeline.decide(batch, 0, records.length, (_, verdict, score, name, index) => {
        run.said.push({ sequence: batch.sequence + index, service: name, verdict, score });
        if (ids.length === 0) run.ids.push(verdict.templateId);
      });
      sequence += records.length;
    }
    after?.(at);
  });
  return run;
}

function labelOf({ service: name, nth, bad }: Extract<Input, { kind: 'label' }>, ids: readonly string[]) {
  const template_id = ids[nth % Math.max(1, ids.length)] ?? '0000000000000000';
  const said = bad ? (['incident', 'error'] as const) : (['normal', 'info'] as const);
  return {
    template_id,
    service: name,
    class: said[0],
    severity: said[1],
    category: 'other' as const,
    confidence: 0.7,
  };
}

const stateOf = (pipeline: Pipeline): SavedPartition[] =>
  [...pipeline.save()].sort((a, b) => (a.key < b.key ? -1 : 1));
const IDS = ['1111111111111111', '2222222222222222'];

describe('pipeline replay', () => {
  test('the same records and ticks give the same verdicts, samples, rows and state', () => {
    fc.assert(
      fc.property(inputs, (list) => {
        const [one, two] = [newPipeline(SETTINGS), newPipeline(SETTINGS)];
        expect(feed(one, list, [])).toEqual(feed(two, list, []));
        expect(stateOf(one)).toEqual(stateOf(two));
      }),
      { numRuns: 60 },
    );
  });

  test('a restart at any point goes on as if there had been none', () => {
    fc.assert(
      fc.property(inputs, fc.nat(40), fc.nat(40), (list, firstSave, secondSave) => {
        const saved = new Map<string, SavedPartition>();
        const whole = newPipeline(SETTINGS);
        const expected = feed(whole, list, IDS, (at) => {
          // The first round saves all that changed, the second only one service of it: then the power fails.
          if (at === firstSave) for (const one of whole.save()) saved.set(one.key, one);
          if (at === secondSave)
            for (const one of whole.save()) {
              saved.set(one.key, one);
              break;
            }
        });
        const again = newPipeline(SETTINGS);
        for (const one of saved.values()) again.restore(one);
        const replayed = feed(again, list, IDS);
        const wanted = expected.said.filter(({ sequence, service: name }) => {
          return sequence > (saved.get(`${TENANT}\0${name}`)?.position ?? -1);
        });
        expect(replayed.said).toEqual(wanted);
        const isLater = ({ at }: { at: number }): boolean => at > Math.max(firstSave, secondSave);
        expect(replayed.ticks.filter(isLater)).toEqual(expected.ticks.filter(isLater));
        const states = new Map(stateOf(whole).map((one) => [one.key, JSON.parse(one.state) as unknown]));
        for (const { key, state } of stateOf(again))
          if (states.has(key)) expect(JSON.parse(state)).toEqual(states.get(key));
        expect(again.templates.list({ tenant: TENANT, limit: 1000 })).toEqual(
          whole.templates.list({ tenant: TENANT, limit: 1000 }),
        );
      }),
      { numRuns: 120 },
    );
  });

  test('never more services or templates are held than allowed, and none that changed is let go unsaved', () => {
    const names = fc.array(
      fc.integer({ min: 0, max: 30 }).map((n) => `s${n}`),
      { minLength: 1, maxLength: 150 },
    );
    fc.assert(
      fc.property(names, fc.array(fc.string(), { minLength: 1, maxLength: 10 }), (services, messages) => {
        const pipeline = newPipeline({ maxPartitions: 8, maxTemplates: 3 });
        const seen = new Set<string>();
        const saved = new Set<string>();
        services.forEach((name, i) => {
          const records = messages.map((text) => record(name, text));
          pipeline.decide(
            batchOf(records, { sequence: i * records.length }),
            0,
            records.length,
            () => undefined,
          );
          seen.add(name);
          const { partitions, templates } = pipeline.size();
          expect(partitions).toBeLessThanOrEqual(8);
          expect(templates).toBeLessThanOrEqual(8 * 3);
          if (i % 5 === 4) for (const { key } of pipeline.save()) saved.add(key.slice(TENANT.length + 1));
        });
        for (const { key } of pipeline.save()) saved.add(key.slice(TENANT.length + 1));
        expect(saved).toEqual(seen);
      }),
      { numRuns: 40 },
    );
  });

  test('a service that comes back before its state was given out has lost nothing', () => {
    const pipeline = newPipeline({ maxPartitions: 1 });
    const send = (name: string, sequence: number): void => {
      pipeline.decide(batchOf([record(name, 'ready')], { sequence }), 0, 1, () => undefined);
    };
    ['a', 'b', 'a'].forEach(send);
    expect(pipeline.templates.list({ tenant: TENANT, service: 'a', limit: 1 }).templates[0]?.count).toBe(2);
    expect(Array.from(pipeline.save(), ({ key }) => key).sort()).toEqual([`${TENANT}\0a`, `${TENANT}\0b`]);
  });

  test('of more services than memory holds, the states let go first are given up when nobody saves', () => {
    const pipeline = newPipeline({ maxPartitions: 4 });
    for (let i = 0; i < 100; i++) {
      pipeline.decide(batchOf([record(`s${i}`, 'x')], { sequence: i }), 0, 1, () => undefined);
    }
    expect([...pipeline.save()]).toHaveLength(8);
  });
});
