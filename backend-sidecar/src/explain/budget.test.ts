import { once } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { SILENT_LOG, type Meter } from '@presage/contract';
import fc from 'fast-check';
import { createBudget, type BudgetOptions, type Leave, type Purpose } from './budget.ts';
import { openLlmFile } from './llm-file.ts';
import { HOUR_MS, spentStore } from './spent-hours.ts';

const START = 1_700_000_000_000;

function make(limits: Partial<BudgetOptions> = {}) {
  const file = openLlmFile(':memory:', SILENT_LOG, START);
  const time = { ms: START };
  const options: BudgetOptions = {
    perMinute: 8,
    perDay: 200,
    inFlight: 1,
    clock: () => time.ms,
    store: spentStore(file),
    ...limits,
  };
  const budget = createBudget(options);
  const call = (purpose: Purpose = 'explain', tenant = '0:0') => {
    const taken = budget.take(tenant, purpose);
    if (taken.granted) taken.done();
    return taken;
  };
  return { budget, time, options, call, again: () => createBudget(options) };
}

describe('the budget of calls', () => {
  test('a minute holds so many calls, and the refusal says when the next may go', () => {
    const { call, time } = make();
    for (let i = 0; i < 8; i++) expect(call().granted).toBe(true);
    time.ms += 15_000;
    expect(call()).toEqual({
      granted: false,
      window: 'minute',
      reason: 'The budget of 8 calls of the model in a minute is used up. Again in 45 s.',
      retryAfterMs: 45_000,
    });
    time.ms += 45_000;
    expect(call().granted).toBe(true);
  });

  test('labelling takes half of a minute at most, and an explanation still may go', () => {
    const { call } = make();
    for (let i = 0; i < 4; i++) expect(call('classify').granted).toBe(true);
    expect(call('classify')).toMatchObject({ granted: false, window: 'minute' });
    for (let i = 0; i < 4; i++) expect(call('explain').granted).toBe(true);
    expect(call('explain').granted).toBe(false);
  });

  test('labelling takes half of a day at most', () => {
    const { call, time } = make({ perDay: 10, perMinute: 1000 });
    for (let i = 0; i < 5; i++) expect(call('classify').granted).toBe(true);
    time.ms += 120_000;
    expect(call('classify')).toMatchObject({
      window: 'day',
      reason: expect.stringContaining('its share of 5'),
    });
    for (let i = 0; i < 5; i++) expect(call('explain').granted).toBe(true);
    expect(call('explain')).toMatchObject({ window: 'day' });
  });

  test('the count of 24 hours outlives a restart', () => {
    const { call, again, time } = make({ perDay: 3 });
    for (let i = 0; i < 3; i++) call();
    time.ms += HOUR_MS;
    const later = again();
    const refused = later.take('0:0', 'explain');
    expect(refused).toMatchObject({ granted: false, window: 'day' });
    expect(later.remaining().day).toBe(0);
    time.ms += refused.granted ? 0 : refused.retryAfterMs;
    expect(again().take('0:0', 'explain').granted).toBe(true);
  });

  test('a tenant that has used its own calls leaves the others theirs', () => {
    const { call } = make({ perTenantPerDay: 2 });
    call('explain', '1:0');
    call('explain', '1:0');
    expect(call('explain', '1:0')).toMatchObject({ window: 'tenant' });
    expect(call('explain', '2:0').granted).toBe(true);
  });

  test('one call at a time: who waits is told when it ends and comes before labelling', async () => {
    const { budget } = make();
    const first = budget.take('0:0', 'classify') as Leave;
    expect(budget.take('0:0', 'explain')).toMatchObject({ granted: false, window: 'flight' });
    const freed = budget.freed(AbortSignal.timeout(5000));
    first.done();
    first.done();
    expect(budget.take('0:0', 'classify')).toMatchObject({ granted: false, window: 'flight' });
    await freed;
    expect(budget.take('0:0', 'explain').granted).toBe(true);
    expect(budget.take('0:0', 'explain').granted).toBe(false);
  });

  test('labelling gives way to somebody who has waited for a while, an explanation does not', async () => {
    const { budget } = make({ patienceMs: 1 });
    const label = budget.take('0:0', 'classify') as Leave;
    const freed = budget.freed(AbortSignal.timeout(5000));
    await once(label.givesWay, 'abort');
    label.done('aborted');
    await freed;
    const explain = budget.take('0:0', 'explain') as Leave;
    const other = budget.freed(AbortSignal.timeout(50));
    await expect(other).rejects.toThrow();
    expect(explain.givesWay.aborted).toBe(false);
  });

  test('whoever waits for a call to end can leave', async () => {
    const { budget } = make();
    budget.take('0:0', 'explain');
    const leaving = new AbortController();
    const freed = budget.freed(leaving.signal);
    leaving.abort(new Error('gone'));
    await expect(freed).rejects.toThrow('gone');
  });

  test('a pause that the server asked for holds for its purpose alone', () => {
    const { budget, time } = make();
    budget.pause('classify', 7000, 'The quota is used up.');
    expect(budget.take('0:0', 'classify')).toMatchObject({ window: 'pause', retryAfterMs: 7000 });
    const taken = budget.take('0:0', 'explain') as Leave;
    taken.done('busy');
    time.ms += 7000;
    expect(budget.take('0:0', 'classify').granted).toBe(true);
  });

  test('no limit of nothing: 0 refuses every call', () => {
    expect(make({ perMinute: 0 }).call().granted).toBe(false);
    expect(make({ perDay: 0 }).call().granted).toBe(false);
  });

  test('calls, tokens, refusals and what is left are measured', () => {
    const seen: string[] = [];
    const note = (name: string, labels: object, value = 1) =>
      void seen.push(`${name} ${Object.values(labels).join(' ')} ${value}`);
    const meter: Meter = { add: note, set: note, observe: note };
    const { budget } = make({ meter, perMinute: 1, perDay: 5 });
    (budget.take('0:0', 'explain') as Leave).done('timeout', { inputTokens: 3, outputTokens: 4 });
    budget.take('0:0', 'explain');
    expect(seen).toEqual(
      expect.arrayContaining([
        'presage_llm_calls_total explain timeout 1',
        'presage_llm_tokens_total explain input 3',
        'presage_llm_tokens_total explain output 4',
        'presage_llm_refused_total explain minute 1',
        'presage_llm_budget_remaining minute 0',
        'presage_llm_budget_remaining day 4',
      ]),
    );
  });

  test('no schedule of calls, waits and restarts exceeds the limits of any minute or 24 hours', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('call' as const),
        purpose: fc.constantFrom<Purpose>('explain', 'classify'),
      }),
      fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 3 * HOUR_MS }) }),
      fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 20_000 }) }),
      fc.record({ kind: fc.constant('restart' as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 150 }), (steps) => {
        const { time, again } = make({ perMinute: 3, perDay: 12 });
        let budget = again();
        let since = 0;
        const granted: { ms: number; purpose: Purpose }[] = [];
        for (const one of steps) {
          if (one.kind === 'wait') time.ms += one.ms;
          else if (one.kind === 'restart') {
            budget = again();
            // The minute's count is the process's own; a restart begins it anew.
            since = granted.length;
          } else {
            const taken = budget.take('0:0', one.purpose);
            if (!taken.granted) continue;
            taken.done();
            granted.push({ ms: time.ms, purpose: one.purpose });
            const within = (ms: number) => granted.filter((call) => call.ms > time.ms - ms);
            expect(within(24 * HOUR_MS).length).toBeLessThanOrEqual(12);
            const isLabel = ({ purpose }: { purpose: Purpose }) => purpose === 'classify';
            expect(within(24 * HOUR_MS).filter(isLabel).length).toBeLessThanOrEqual(6);
            const ofRun = granted.slice(since).filter(({ ms }) => ms > time.ms - 60_000);
            expect(ofRun.length).toBeLessThanOrEqual(3);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
