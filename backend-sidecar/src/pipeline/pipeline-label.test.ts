import { describe, expect, test } from '@jest/globals';
import type { LogClass } from '@presage/contract';
import { createPipeline } from './pipeline.ts';
import { newPipeline, record, restored, Sender, TENANT } from './pipeline.fixture.ts';
import { SIGNATURES } from '../../knowledge/signatures.ts';
import type { Pipeline, TemplateLabel, UnknownTemplate } from './verdict.ts';

const SEVERITY = { incident: 'error', preventive_action: 'warning', normal: 'info' } as const;

function labelOf(template_id: string, logClass: LogClass): TemplateLabel {
  return {
    template_id,
    service: 'cart',
    class: logClass,
    severity: SEVERITY[logClass],
    category: 'workflow',
    confidence: 0.8,
  };
}

class Bench {
  readonly pipeline: Pipeline;
  readonly sender: Sender;
  constructor(pipeline: Pipeline = newPipeline()) {
    this.pipeline = pipeline;
    this.sender = new Sender(pipeline);
  }
  /** Verdict of a line of the service. */
  say(message: string) {
    const verdict = this.sender.send('cart', [message])[0]?.verdict;
    if (verdict === undefined) throw new Error('not decided');
    return verdict;
  }
  label(templateId: string, logClass: LogClass): void {
    this.pipeline.label(TENANT, labelOf(templateId, logClass), this.sender.sequence++);
  }
}

const UNCERTAIN = 'flux coupling of lane 4 slid';

describe('labels of a language model', () => {
  test.each(['incident', 'preventive_action', 'normal'] as const)(
    'where words alone decide, its class holds from then on: %s',
    (logClass) => {
      const { say, label, pipeline } = bench();
      const before = say(UNCERTAIN);
      expect(['model', 'default']).toContain(before.by);
      label(before.templateId, logClass);
      const said = {
        class: logClass,
        severity: SEVERITY[logClass],
        category: 'workflow',
        by: 'llm',
        confidence: 0.8,
      };
      expect(say(UNCERTAIN)).toMatchObject(said);
      expect(pipeline.classify(TENANT, record('cart', UNCERTAIN)).verdict).toMatchObject(said);
    },
  );

  test.each([
    ['a level of error', 'ERROR flux coupling of lane 4 slid'],
    ['a level of warning', 'WARN flux coupling of lane 4 slid'],
    ['a signature', 'Out of memory: Killed process 812 (java) total-vm:812kB'],
  ])('%s is never lowered', (_, message) => {
    const { say, label } = bench();
    const before = say(message);
    expect(['level', 'signature']).toContain(before.by);
    label(before.templateId, 'normal');
    expect(say(message)).toEqual(before);
  });

  test('what a level calls normal can be raised, and keeps the worse severity', () => {
    const { say, label } = bench();
    const before = say('INFO flux coupling of lane 4 slid');
    expect(before).toMatchObject({ class: 'normal', by: 'level' });
    label(before.templateId, 'incident');
    expect(say('INFO flux coupling of lane 4 slid')).toMatchObject({
      class: 'incident',
      severity: 'error',
      by: 'llm',
    });
  });

  test("a person's word stands above it, before and after", () => {
    const { say, label, sender } = bench();
    const { templateId } = say(UNCERTAIN);
    sender.correct({ template_id: templateId, service: 'cart', class: 'normal' });
    label(templateId, 'incident');
    expect(say(UNCERTAIN)).toMatchObject({ class: 'normal', by: 'human' });
  });

  test('is in the template table at once, also in its filter, and its row is written', () => {
    const { say, label, pipeline, sender } = bench();
    const { templateId } = say(UNCERTAIN);
    sender.tick(10_000);
    label(templateId, 'incident');
    const filter = { tenant: TENANT, class: 'incident', limit: 5 } as const;
    expect(pipeline.templates.list(filter).templates[0]?.verdicts[0]).toMatchObject({
      class: 'incident',
      by: 'llm',
      count: 0,
    });
    expect(sender.tick(20_000).templates[0]).toMatchObject({ template_id: templateId });
    say(UNCERTAIN);
    const verdicts = pipeline.templates.get(TENANT, templateId)?.verdicts ?? [];
    expect(verdicts.filter(({ by }) => by === 'llm')).toMatchObject([{ count: 1 }]);
  });

  test('survives a restart and being there before its template', () => {
    const { say, label, pipeline, sender } = bench();
    const { templateId } = say(UNCERTAIN);
    label(templateId, 'incident');
    const again = bench(restored(pipeline.save()));
    again.sender.sequence = sender.sequence;
    expect(again.say(UNCERTAIN)).toMatchObject({ class: 'incident', by: 'llm' });
    const early = bench();
    early.label(templateId, 'incident');
    expect(early.say(UNCERTAIN)).toMatchObject({ class: 'incident', by: 'llm' });
  });

  test('of templates that merge, the worst label holds', () => {
    const { sender, label, say } = bench();
    const [a, b] = sender.send('cart', ['lease by anna was moved', 'lease by ben was moved']);
    label(a?.verdict.templateId ?? '', 'incident');
    label(b?.verdict.templateId ?? '', 'normal');
    for (const name of ['carl', 'dora', 'emil']) say(`lease by ${name} was moved`);
    expect(say('lease by fritz was moved')).toMatchObject({ class: 'incident', by: 'llm' });
  });

  test('is heard once in a replay: a restored service skips what it has seen', () => {
    const { say, label, pipeline, sender } = bench();
    const { templateId } = say(UNCERTAIN);
    label(templateId, 'incident');
    const again = restored(pipeline.save());
    again.label(TENANT, labelOf(templateId, 'normal'), sender.sequence - 1);
    const said = new Sender(again);
    said.sequence = sender.sequence;
    expect(said.send('cart', [UNCERTAIN])[0]?.verdict.class).toBe('incident');
  });
});

describe('unknown templates', () => {
  const all = (pipeline: { unknown(): Iterator<UnknownTemplate | undefined> }) => {
    const found: UnknownTemplate[] = [];
    const sweep = pipeline.unknown();
    for (let next = sweep.next(); next.done !== true; next = sweep.next())
      if (next.value !== undefined) found.push(next.value);
    return found;
  };

  test('are those that words alone decided and nobody has spoken of', () => {
    const pipeline = createPipeline({ instance: 'i', signatures: SIGNATURES });
    const sender = new Sender(pipeline);
    const lines = [
      UNCERTAIN,
      UNCERTAIN,
      'ERROR disk sda is gone',
      'gate of hall nine hums',
      'valve sings low',
    ];
    const said = sender.send('cart', lines);
    const [flux, , , gate, valve] = said.map(({ verdict }) => verdict.templateId);
    sender.correct({ template_id: gate ?? '', service: 'cart', class: 'normal' });
    pipeline.label(TENANT, labelOf(valve ?? '', 'normal'), sender.sequence++);
    expect(all(pipeline)).toMatchObject([
      { tenant: TENANT, service: 'cart', templateId: flux, lines: 2, samples: [UNCERTAIN, UNCERTAIN] },
    ]);
  });

  test('are not those whose lines are mostly known by their level', () => {
    const pipeline = createPipeline({ instance: 'i', signatures: SIGNATURES });
    const sender = new Sender(pipeline);
    const levelled = `INFO ${UNCERTAIN}`;
    sender.send('cart', [levelled, levelled, levelled, UNCERTAIN]);
    expect(all(pipeline)).toEqual([]);
    sender.send('cart', [UNCERTAIN, UNCERTAIN]);
    expect(all(pipeline)).toMatchObject([{ lines: 3 }]);
  });

  test('can be gone through while lines come in', () => {
    const pipeline = createPipeline({ instance: 'i', signatures: SIGNATURES });
    const sender = new Sender(pipeline);
    sender.send('cart', [UNCERTAIN]);
    const sweep = pipeline.unknown();
    sweep.next();
    sender.send('cart', ['gate of hall nine hums']);
    sender.send('shop', ['valve sings low']);
    let steps = 0;
    while (sweep.next().done !== true) steps++;
    expect(steps).toBeLessThanOrEqual(2);
  });
});

function bench(pipeline?: Pipeline) {
  const made = new Bench(pipeline);
  return {
    pipeline: made.pipeline,
    sender: made.sender,
    say: (message: string) => made.say(message),
    label: (templateId: string, logClass: LogClass) => made.label(templateId, logClass),
  };
}
