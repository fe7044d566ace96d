import { describe, expect, test } from '@jest/globals';
import type { Signature } from '../../knowledge/signature.ts';
import { decideAll, batchOf, record, TENANT } from './pipeline.fixture.ts';
import { createPipeline, type RelearningPipeline } from './pipeline.ts';

const REFUSED: Signature = {
  id: 'shop.payment-refused',
  match: { all: ['payment settled'], regex: { source: 'code=5', test: (line) => line.includes('code=5') } },
  class: 'incident',
  severity: 'critical',
  category: 'workflow',
  meaning: 'A customer could not pay.',
  causes: ['The bank'],
  steps: ['Ask it'],
  examples: { positive: [], negative: [] },
};

function say(pipeline: RelearningPipeline, sequence: number, ...messages: string[]) {
  const records = messages.map((message) => record('shop', message));
  return decideAll(pipeline, batchOf(records, { sequence })).map(({ verdict }) => verdict);
}

describe('signatures that change while the pipeline runs', () => {
  test('judge the lines that follow, of templates known before too', () => {
    const pipeline = createPipeline({ instance: 'i', signatures: [] });
    const [before] = say(pipeline, 0, 'payment settled code=51');
    pipeline.relearn([REFUSED]);
    const [after, other] = say(pipeline, 1, 'payment settled code=52', 'payment settled code=00');
    expect(before).toMatchObject({ class: 'normal', signature: undefined });
    expect(after).toMatchObject({ class: 'incident', by: 'signature', signature: REFUSED.id });
    expect(other).toMatchObject({ class: 'normal', signature: undefined });
    expect(after?.templateId).toBe(before?.templateId);
  });

  test('leave counts, templates and the word of people as they are', () => {
    const pipeline = createPipeline({ instance: 'i', signatures: [] });
    const [first] = say(pipeline, 0, 'payment settled code=51', 'order 12 packed');
    const correction = {
      service: 'shop',
      template_id: first?.templateId ?? '',
      class: 'preventive_action',
    } as const;
    pipeline.correct(TENANT, correction, 2, 1000);
    const size = pipeline.size();
    pipeline.relearn([REFUSED]);
    const [corrected] = say(pipeline, 3, 'payment settled code=52');
    expect(pipeline.size()).toEqual(size);
    expect(corrected).toMatchObject({ class: 'preventive_action', by: 'human' });
    expect(pipeline.templates.get(TENANT, correction.template_id)?.count).toBe(2);
  });

  test('that cannot be used change nothing', () => {
    const pipeline = createPipeline({ instance: 'i', signatures: [REFUSED] });
    expect(() => pipeline.relearn([REFUSED, REFUSED])).toThrow('one id');
    expect(say(pipeline, 0, 'payment settled code=51')[0]?.signature).toBe(REFUSED.id);
  });
});
