import { afterEach, describe, expect, test } from '@jest/globals';
import { SILENT_LOG } from '@presage/contract';
import type { Leave } from '../budget.ts';
import { startFakeModels, type FakeModels } from '../drivers/fake-models.ts';
import { openLlmFile } from '../llm-file.ts';
import { answerOf, candidate, family, GOOD, LabelBench, promptIn, sentObjects } from './labeller.fixture.ts';

let fake: FakeModels | undefined;
let benches: LabelBench[] = [];
afterEach(async () => {
  await Promise.all(benches.map(({ labeller }) => labeller.stop()));
  benches = [];
  await fake?.close();
  fake = undefined;
});

async function bench(usual = answerOf(20), options: ConstructorParameters<typeof LabelBench>[1] = {}) {
  fake ??= await startFakeModels(usual);
  const made = new LabelBench(fake, options);
  benches.push(made);
  await made.atRest();
  return { lab: made, server: fake };
}

const MINUTE = 60_000;
const DAY = 86_400_000;

describe('labelling', () => {
  test('asks about unknown templates in one call, and gives each its label once', async () => {
    const { lab, server } = await bench();
    lab.unknown = family(12);
    await lab.pass(2000);
    expect(server.seen).toHaveLength(1);
    expect(lab.labelled.toSorted()).toEqual(family(12).map(({ templateId }) => templateId));
    expect(lab.given[0]?.label).toEqual({
      class: 'incident',
      severity: 'error',
      category: 'hardware',
      confidence: 0.8,
    });
    expect(lab.labeller.state()).toMatchObject({ queue: 0, asked: 12, answered: 12, refused: 0 });
    await lab.pass(5 * MINUTE);
    expect(server.seen).toHaveLength(1);
  });

  test('a few templates wait a minute for others', async () => {
    const { lab, server } = await bench();
    lab.unknown = family(3);
    await lab.pass(50_000);
    expect([server.seen.length, lab.labeller.state().queue]).toEqual([0, 3]);
    await lab.pass(15_000);
    expect([server.seen.length, lab.given.length]).toEqual([1, 3]);
  });

  test('what is severe, frequent and new is asked about first, twenty at a time', async () => {
    const { lab, server } = await bench(answerOf(20), { perMinute: 2 });
    const [dull, loud, frequent] = [
      candidate(90),
      candidate(91, { severity: 'error' }),
      candidate(92, { lines: 90_000 }),
    ];
    lab.unknown = [...family(25, { lines: 50 }), dull, loud, frequent];
    await lab.pass(1000);
    const templates = sentObjects(server.seen[0]?.body ?? {}).map(({ template }) => template);
    expect(templates).toHaveLength(20);
    expect(templates.slice(0, 2)).toEqual([loud.template, frequent.template]);
  });

  test('templates with too few lines, or silent for a day, are not asked about', async () => {
    const { lab, server } = await bench();
    lab.unknown = [...family(12, { lines: 4 }), ...family(12, { lastSeenMs: lab.nowMs - DAY - 1 })];
    await lab.pass(2 * MINUTE);
    expect(server.seen).toHaveLength(0);
    lab.unknown = family(12, { lines: 2, class: 'incident', severity: 'error' });
    await lab.pass(2000);
    expect(server.seen).toHaveLength(1);
  });

  test('no call mixes tenants', async () => {
    const { lab, server } = await bench();
    lab.unknown = Array.from({ length: 24 }, (_, n) => candidate(n, { tenant: n % 2 === 0 ? '1:0' : '2:0' }));
    await lab.pass(2000);
    const numbers = server.seen.map(({ body }) =>
      sentObjects(body).map(({ template }) => Number(String(template).split(' ')[2]) % 2),
    );
    expect(numbers.map((all) => new Set(all).size)).toEqual([1, 1]);
    expect(
      lab.given.every(
        ({ templateId, tenant }) => (Number.parseInt(templateId, 16) % 2 === 0) === (tenant === '1:0'),
      ),
    ).toBe(true);
  });

  test('secrets do not leave, and nothing that hides in a line does', async () => {
    const { lab, server } = await bench();
    const samples = [
      'flux login password=hunter2-canary ok',
      'flux \u001b[31mred\u202e \u200bmail to ann@example.org',
    ];
    lab.unknown = family(10, { samples, service: 'cart-ann@example.org' });
    await lab.pass(1000);
    const sent = JSON.stringify(server.seen[0]?.body);
    expect(sent).toContain('password=<PASSWORD_1>');
    expect(sent).not.toMatch(/hunter2|ann@example|\\u001b|\u202e|\u200b/);
  });

  test('an answer whose quote is not in its texts is asked for once more, alone', async () => {
    const { lab, server } = await bench();
    const wrong = answerOf(10).replace('"quote":"flux"', '"quote":"no such words"');
    server.meet({ is: 'answer', text: wrong }, { is: 'answer', text: answerOf(1) });
    lab.unknown = family(10);
    await lab.pass(1000);
    const repair = promptIn(server.seen[1]?.body ?? {});
    expect(repair).toContain(
      'Your earlier label of T1 was not accepted: the quote does not stand in its texts.',
    );
    expect(sentObjects(server.seen[1]?.body ?? {})).toHaveLength(1);
    expect([server.seen.length, lab.given.length]).toEqual([2, 10]);
  });

  test('what fails twice is left alone for a week, also across a restart', async () => {
    const file = openLlmFile(':memory:', SILENT_LOG, 0);
    const { lab, server } = await bench(answerOf(20, { quote: 'x' }), { file });
    lab.unknown = family(10);
    await lab.pass(MINUTE);
    expect([server.seen.length, lab.given.length]).toEqual([2, 0]);
    expect(lab.labeller.state()).toMatchObject({ refused: 10, queue: 0 });
    const { lab: again } = await bench('', { file, startMs: lab.nowMs + 6 * DAY });
    again.unknown = family(10, { lastSeenMs: again.nowMs });
    await again.pass(2 * MINUTE);
    expect(server.seen).toHaveLength(2);
    const { lab: later } = await bench('', { file, startMs: lab.nowMs + 8 * DAY });
    later.unknown = family(10, { lastSeenMs: later.nowMs });
    await later.pass(2 * MINUTE);
    expect(server.seen).toHaveLength(4);
  });

  test('a template is asked about once: after a restart its label is given again without a call', async () => {
    const file = openLlmFile(':memory:', SILENT_LOG, 0);
    const { lab, server } = await bench(answerOf(20), { file });
    lab.unknown = family(10);
    await lab.pass(1000);
    const { lab: again } = await bench('', { file });
    again.unknown = family(10);
    await again.pass(1000);
    expect(again.given).toEqual(lab.given);
    expect(server.seen).toHaveLength(1);
  });

  test.each([
    ['model', { model: 'other' }],
    ['redaction', { redactIps: true }],
  ])('another %s asks anew', async (_, options) => {
    const file = openLlmFile(':memory:', SILENT_LOG, 0);
    const { lab, server } = await bench(answerOf(20), { file });
    lab.unknown = family(10);
    await lab.pass(1000);
    const { lab: again } = await bench('', { file, ...options });
    again.unknown = family(10);
    await again.pass(1000);
    expect(server.seen).toHaveLength(2);
  });

  test('a model that is not sure has said nothing, and is not asked again soon', async () => {
    const { lab, server } = await bench(answerOf(20, { confidence: 'low' }));
    lab.unknown = family(10);
    await lab.pass(2 * MINUTE);
    expect([server.seen.length, lab.given.length]).toEqual([1, 0]);
  });

  test('a label that is not durable is given again, without a call', async () => {
    const { lab, server } = await bench();
    lab.journalIsFull = true;
    lab.unknown = family(10);
    await lab.pass(3000);
    expect([lab.given.length, server.seen.length]).toEqual([0, 1]);
    lab.journalIsFull = false;
    await lab.pass(1000);
    expect([lab.given.length, server.seen.length]).toEqual([10, 1]);
  });
});

describe('labelling, when things go wrong', () => {
  test('a used-up quota is waited out as long as the server says', async () => {
    const { lab, server } = await bench();
    server.meet({ is: 'busy' });
    lab.unknown = family(10);
    await lab.pass(1000);
    expect(lab.labeller.state().message).toContain('quota is used up (429)');
    expect(lab.budget.take('0:0', 'classify')).toMatchObject({ granted: false, window: 'pause' });
    (lab.budget.take('0:0', 'explain') as Leave).done();
    await lab.pass(9000);
    expect(server.seen).toHaveLength(1);
    await lab.pass(1000);
    expect([server.seen.length, lab.given.length]).toEqual([2, 10]);
  });

  test('a server that is down is asked ever more rarely', async () => {
    const { lab, server } = await bench();
    server.meet({ is: 'broken' }, { is: 'broken' }, { is: 'cut' });
    lab.unknown = family(10);
    const callsAfter = async (ms: number): Promise<number> => {
      await lab.pass(ms);
      return server.seen.length;
    };
    expect(await callsAfter(1000)).toBe(1);
    expect(await callsAfter(10_000)).toBe(2);
    expect(await callsAfter(19_000)).toBe(2);
    expect(await callsAfter(1000)).toBe(3);
    expect(await callsAfter(39_000)).toBe(3);
    expect(await callsAfter(1000)).toBe(4);
    expect(lab.given).toHaveLength(10);
  });

  test('a wrong key is not asked with more than once an hour', async () => {
    const { lab, server } = await bench();
    server.meet({ is: 'wrong key' });
    lab.unknown = family(10);
    await lab.pass(59 * MINUTE);
    expect(server.seen).toHaveLength(1);
    expect(lab.labeller.state().message).not.toContain('a-key-of-ours');
    await lab.pass(2 * MINUTE);
    expect(server.seen).toHaveLength(2);
  });

  test('over the budget it waits, and says which', async () => {
    const { lab, server } = await bench(answerOf(20), { perDay: 2 });
    lab.unknown = family(40);
    await lab.pass(3000);
    expect(server.seen).toHaveLength(1);
    expect(lab.labeller.state()).toMatchObject({
      queue: 20,
      message: expect.stringContaining('Labelling has used its share of 1 calls of the model in 24 hours.'),
    });
    await lab.pass(20 * 3_600_000);
    expect(server.seen).toHaveLength(1);
  });

  test('what a filter blocks is found by halves, and the others get their labels', async () => {
    const { lab, server } = await bench();
    server.refuse(() => false);
    const blocked = { is: 'blocked' } as const;
    server.meet(blocked, blocked, blocked, blocked);
    lab.unknown = family(8);
    await lab.pass(2 * MINUTE);
    const sizes = server.seen.map(({ body }) => sentObjects(body).length);
    expect(sizes).toEqual([8, 4, 2, 1, 1, 2, 4]);
    expect(lab.given).toHaveLength(7);
    expect(lab.labeller.state()).toMatchObject({ refused: 1, queue: 0 });
  });

  test('a model that cannot read so much is asked about fewer', async () => {
    const { lab, server } = await bench();
    server.refuse((body) => sentObjects(body).length > 4, 'The prompt is too long for the context window.');
    lab.unknown = family(10);
    await lab.pass(1000);
    expect(lab.given).toHaveLength(10);
    expect(server.seen.length).toBeLessThanOrEqual(12);
  });

  test('a template without a word, or with a word kept wrongly, is no trouble', async () => {
    const file = openLlmFile(':memory:', SILENT_LOG, 0);
    const { lab, server } = await bench(answerOf(20), { file });
    lab.unknown = [...family(10), candidate(99, { template: '<*> 7 <*>' })];
    await lab.pass(2 * MINUTE);
    expect([server.seen.length, lab.given.length]).toEqual([1, 10]);
    file.run('UPDATE asked SET answer = \'{"class":"none"}\'');
    const { lab: again } = await bench('', { file });
    again.unknown = family(10);
    await again.pass(1000);
    expect([server.seen.length, again.given.length]).toEqual([2, 10]);
  });

  test.each([
    ['no JSON', 'I am sorry, I cannot.'],
    ['another shape', '{"verdicts":[]}'],
    ['a list without objects', '{"labels":["T1"]}'],
  ])('%s is repaired once', async (_, text) => {
    const { lab, server } = await bench();
    server.meet({ is: 'answer', text });
    lab.unknown = family(10);
    await lab.pass(1000);
    expect([server.seen.length, lab.given.length]).toEqual([2, 10]);
  });

  test('labels for ids that were not sent are not looked at, and two for one id are none', async () => {
    const { lab, server } = await bench(answerOf(1));
    const strange = [...Array.from({ length: 9 }, (_, n) => `T${n + 1}`), 'T11', 'T99', '__proto__', 'T3'];
    const labels = strange.map((id) => ({ id, ...GOOD }));
    server.meet({ is: 'answer', text: JSON.stringify({ labels }) }, { is: 'answer', text: answerOf(2) });
    lab.unknown = family(10);
    await lab.pass(1000);
    expect(promptIn(server.seen[1]?.body ?? {})).toMatch(
      /T1 was not accepted: it has more than one label\.[\s\S]*T2 was not accepted: it has no label\./,
    );
    expect(new Set(lab.labelled).size).toBe(10);
  });

  test('a call that takes long makes way for an explanation, and is made again', async () => {
    const { lab, server } = await bench(undefined, { patienceMs: 1 });
    server.meet({ is: 'hang' });
    lab.unknown = family(10);
    const passing = lab.pass(1000);
    await server.arrived;
    await lab.budget.freed(AbortSignal.timeout(5000));
    (lab.budget.take('0:0', 'explain') as Leave).done();
    await passing;
    expect(lab.labeller.state().message).toBe('Labelling made way for an explanation.');
    await lab.pass(11_000);
    expect([server.seen.length, lab.given.length]).toEqual([2, 10]);
  });

  test('a stop breaks off a call that hangs', async () => {
    const { lab, server } = await bench();
    server.meet({ is: 'hang' });
    lab.unknown = family(10);
    const passing = lab.pass(1000).catch(() => undefined);
    await server.arrived;
    await lab.labeller.stop();
    await server.left;
    expect(lab.given).toEqual([]);
    void passing;
  });
});
