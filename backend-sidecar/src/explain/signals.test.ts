import { zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { Explanation, Signals, Template } from '@presage/contract';
import { openMemoryStore } from '../stores/memory/store.ts';
import type { OutboxBatch, Reader } from '../stores/store.ts';
import { createExplainer, type ExplainParts } from './explain.ts';
import { optionsOf } from './model/model.fixture.ts';
import { explainParts } from './parts.fixture.ts';
import { gathered } from './rules/case.fixture.ts';
import { surroundingsOf } from './rules/surroundings.ts';
import { readRunbook } from './runbooks/runbook.ts';

const AT = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;

interface Told {
  readonly minutesBefore: number;
  readonly service: string;
  readonly message: string;
  readonly class: string;
}

const line = (minutesBefore: number, service: string, message: string, logClass = 'normal'): Told => ({
  ...{ minutesBefore, service, message, class: logClass },
});

const LINES: readonly Told[] = [
  ...Array.from({ length: 55 }, (_, i) => line(58 - i, 'shop', 'order taken')),
  ...Array.from({ length: 3 }, (_, i) => line(50 - 10 * i, 'shop', 'retry of a call', 'preventive_action')),
  ...Array.from({ length: 12 }, (_, i) => line(6 - i / 4, 'shop', 'retry of a call', 'preventive_action')),
  ...Array.from({ length: 8 }, (_, i) => line(4 - i / 4, 'resolver', 'no name server answers', 'incident')),
  ...Array.from({ length: 30 }, (_, i) => line(14.5 - i / 2, 'noisy', 'always broken', 'incident')),
  line(0, 'shop', 'payment failed', 'incident'),
];

const idOf = (index: number): string =>
  `${(AT - (LINES[index]?.minutesBefore ?? 0) * MINUTE).toString(36)}-w-${index}`;

function batch(kind: OutboxBatch['kind'], lines: readonly string[]): OutboxBatch {
  const payload = zstdCompressSync(lines.map((text) => `${text}\n`).join(''));
  const span = { minTimeMs: 0, maxTimeMs: Number.MAX_SAFE_INTEGER, firstId: '', lastId: '' };
  return { kind, tenant: '0:0', streamFields: [], count: lines.length, ...span, payload };
}

async function reader(): Promise<Reader> {
  const { sink, reader: asked } = openMemoryStore({ now: () => Number.MAX_SAFE_INTEGER / 2 });
  const rows = LINES.map(({ minutesBefore, service, message, class: logClass }, i) =>
    JSON.stringify({
      ...{ _time: new Date(AT - minutesBefore * MINUTE).toISOString(), _msg: message, service },
      ...{ presage_event_id: idOf(i), presage_class: logClass },
      presage_template_id: message.replaceAll(' ', '-'),
    }),
  );
  const score = (value: number, ms: number): string =>
    `anomaly_score{for="error_share",service="shop",instance="t",job="presage"} ${value} ${ms}`;
  const samples = [score(0.4, AT - 3 * MINUTE), score(2.345, AT - MINUTE)];
  for (const one of [batch('rows', rows), batch('samples', samples)])
    await sink.write(one, { doubtful: false, signal: AbortSignal.timeout(5000) });
  return asked;
}

function template(tenant: string, id: string): Template {
  const isYoung = id === 'no-name-server-answers';
  const first = new Date(AT - (isYoung ? 4 : 600) * MINUTE).toISOString();
  const verdict = { class: 'incident', severity: 'error', category: 'other', by: 'level' } as const;
  return {
    ...{ template_id: id, tenant, service: 'shop', template: id.replaceAll('-', ' '), aliases: [] },
    ...{ first_seen: first, last_seen: first, count: 40, samples: [], corrected: id === 'payment-failed' },
    verdicts: [{ ...verdict, confidence: 0.9, count: 40 }],
  };
}

const explained = async (changes: Partial<ExplainParts> = {}): Promise<Explanation> => {
  const parts = explainParts({ reader: await reader(), template, clock: () => AT, ...changes });
  const asked = { by: 'event', eventId: idOf(LINES.length - 1) } as const;
  return createExplainer(parts).explain('0:0', asked, optionsOf());
};

describe('what stands around a line besides lines', () => {
  let signals: Signals;
  const gatheredOnce = explained();

  test('kinds of lines: new ones first, then rising ones', async () => {
    signals = (await gatheredOnce).context.signals ?? {};
    const told = signals.templates?.map(({ template: text, trend }) => `${text}: ${trend}`);
    expect(told?.slice(0, 3)).toEqual([
      ...['no name server answers: new', 'always broken: rising', 'retry of a call: rising'],
    ]);
    expect(told).toContain('order taken: steady');
  });

  test('where trouble began shortly before, and not where it is always', async () => {
    const { onsets } = (await gatheredOnce).context.signals ?? {};
    expect(onsets).toEqual([{ service: 'resolver', time: '2026-01-05T08:56:00.000Z', count: 8 }]);
  });

  test("its service's scores, the highest with its time", async () => {
    const { scores } = (await gatheredOnce).context.signals ?? {};
    expect(scores).toEqual([{ for: 'error_share', score: 2.35, time: '2026-01-05T08:59:00.000Z' }]);
  });

  test('three series by the minute', async () => {
    const { series } = (await gatheredOnce).context.signals ?? {};
    expect(series?.map(({ name }) => name)).toEqual([
      ...['lines of shop a minute', 'lines of shop that need action a minute', 'lines of this kind a minute'],
    ]);
    expect(series?.[2]?.values.reduce((a, b) => a + b)).toBe(1);
  });

  test('what is decided of its template, and that a person did', async () => {
    const { standing } = (await gatheredOnce).context.signals ?? {};
    expect(standing).toMatchObject({ template: 'payment failed', by: 'level', corrected: true, count: 40 });
  });

  test('the rules tell of the one that says most, and that a person has judged', async () => {
    const { what_happened: happened } = await gatheredOnce;
    expect(happened).toContain('trouble began in resolver (08:56 UTC, 8 lines)');
    expect(happened).toContain('A person has set the class');
  });

  test('where trouble began nowhere they tell of a new kind of line, else of an unusual figure', async () => {
    const { templates = [], scores = [] } = (await gatheredOnce).context.signals ?? {};
    const { target } = gathered([0, 'shop', '>bad', 'payment failed']);
    expect(surroundingsOf(target, { templates, scores })).toContain('resolver: “no name server answers”');
    expect(surroundingsOf(target, { scores })).toContain(
      'share of errors (score 2.35; above 1 is anomalous)',
    );
    expect(surroundingsOf(target, {})).toBe('');
  });

  test('a runbook that matches is cited and the first step', async () => {
    const page = readRunbook('pay.md', '---\nmatch: payment failed\ntitle: Payments\n---\nCall the bank.');
    const { remediation, evidence, context } = await explained({ runbooks: () => [page] });
    expect(remediation[0]).toEqual({ step: 'Follow your runbook “Payments” (pay.md)', risk: 'none' });
    expect(evidence).toContainEqual({ id: 'R1', why: 'Your runbook for such lines: Payments' });
    expect(context.signals?.runbooks).toMatchObject([{ id: 'R1', text: 'Call the bank.' }]);
  });

  test('figures that are late or fail hold nothing up', async () => {
    const own = await reader();
    const never = new Promise<never>(() => undefined);
    const slow: Reader = {
      ...own,
      logs: (query) => own.logs(query),
      event: (...asked) => own.event(...asked),
      stats: (query) => (query.groupBy.length === 0 ? own.stats(query) : never),
      anomalies: () => Promise.reject(new Error('down')),
    };
    const { context, what_happened: happened } = await explained({ reader: slow });
    expect(Object.keys(context.signals ?? {})).toEqual(['series', 'standing']);
    expect(happened).toContain('payment failed');
  });

  test('a store that does not answer in time is told as such', async () => {
    const own = await reader();
    const stuck: Reader = { ...own, event: () => new Promise<never>(() => undefined) };
    await expect(explained({ reader: stuck, gatherMs: 20 })).rejects.toMatchObject({ code: 'query_timeout' });
  });
});
