import { describe, expect, test } from '@jest/globals';
import { newPipeline, Sender, TENANT } from './pipeline.fixture.ts';
import type { Pipeline, TemplateFilter } from './verdict.ts';

function filled(): { pipeline: Pipeline; sender: Sender; ids: Map<string, string> } {
  const pipeline = newPipeline();
  const sender = new Sender(pipeline);
  const said = [
    ...sender.send('cart', ['Cart ready', 'Cart ready', 'Cart ready', 'ERROR order 1 lost']),
    ...sender.send('mail', ['sent 1 letter', 'sent 2 letters now', 'sent 3 letters now']),
  ];
  sender.send('cart', ['of another tenant'], { tenant: '7:0' });
  const names = ['ready', 'ready', 'ready', 'lost', 'letter', 'letters'];
  return {
    pipeline,
    sender,
    ids: new Map(names.map((name, i) => [name, said[i]?.verdict.templateId ?? ''])),
  };
}

const texts = (pipeline: Pipeline, filter: Partial<TemplateFilter> = {}): string[] =>
  pipeline.templates
    .list({ tenant: TENANT, limit: 100, ...filter })
    .templates.map(({ template }) => template);

describe('template table', () => {
  test('lists the templates of one tenant, commonest first', () => {
    const { pipeline } = filled();
    expect(texts(pipeline).slice(0, 2)).toEqual(['Cart ready', 'sent <*> letters now']);
    expect(texts(pipeline)).toHaveLength(4);
    expect(texts(pipeline, { tenant: '7:0' })).toEqual(['of another tenant']);
    expect(texts(pipeline, { tenant: 'none' })).toEqual([]);
  });

  test('keeps to service, class and text, and says how many there are in all', () => {
    const { pipeline } = filled();
    expect(texts(pipeline, { service: 'mail' })).toEqual(['sent <*> letters now', 'sent <*> letter']);
    expect(texts(pipeline, { class: 'incident' })).toEqual(['order <*> lost']);
    expect(texts(pipeline, { text: 'CART' })).toEqual(['Cart ready']);
    expect(pipeline.templates.list({ tenant: TENANT, limit: 1 })).toMatchObject({
      total: 4,
      templates: [{ count: 3 }],
    });
  });

  test('finds a template by its id and by an id it had', () => {
    const { pipeline, sender } = filled();
    const [a] = sender.send('cart', ['lease by node-a was taken']);
    const [b] = sender.send('cart', ['lease by node-b was taken']);
    const row = pipeline.templates.get(TENANT, b?.verdict.templateId ?? '');
    expect(row).toMatchObject({ template: 'lease by <*> was taken', aliases: [a?.verdict.templateId] });
    expect(pipeline.templates.get(TENANT, a?.verdict.templateId ?? '')).toEqual(row);
    expect(pipeline.templates.get('7:0', b?.verdict.templateId ?? '')).toBeUndefined();
  });

  test('tells which templates a person has corrected, with all ids of their rows', () => {
    const { pipeline, sender, ids } = filled();
    const lost = ids.get('lost') ?? '';
    sender.correct({ template_id: lost, service: 'cart', class: 'normal' });
    sender.correct({ template_id: 'ffffffffffffffff', service: 'mail', class: 'incident' });
    expect(pipeline.templates.corrected(TENANT)).toEqual([
      { templateId: lost, service: 'cart', class: 'normal', ids: [lost] },
      { templateId: 'ffffffffffffffff', service: 'mail', class: 'incident', ids: ['ffffffffffffffff'] },
    ]);
    expect(pipeline.templates.corrected('7:0')).toEqual([]);
  });

  test('shows and filters by a correction at once, before a line has got it', () => {
    const { pipeline, sender, ids } = filled();
    sender.correct({ template_id: ids.get('lost') ?? '', service: 'cart', class: 'preventive_action' });
    expect(texts(pipeline, { class: 'incident' })).toEqual([]);
    expect(texts(pipeline, { class: 'preventive_action' })).toEqual(['order <*> lost']);
    const row = pipeline.templates.get(TENANT, ids.get('lost') ?? '');
    expect(row).toMatchObject({ corrected: true });
    expect(row?.verdicts[0]).toMatchObject({
      class: 'preventive_action',
      by: 'human',
      confidence: 1,
      count: 0,
    });
  });

  test('tells of one template what stood in its variables, and a pattern that takes its samples', () => {
    const { pipeline, sender } = filled();
    const time = (second: number): string => `2026-01-02T03:04:0${second}Z`;
    const lines = [1, 2, 3].map((n) => `${time(n)} INFO till answered with status 503 in ${n * 7} ms`);
    const [said] = sender.send('cart', lines);
    const row = pipeline.templates.detail(TENANT, said?.verdict.templateId ?? '', 'cart');
    expect(row?.slots).toMatchObject([
      { position: 0, type: 'status_code', top: [{ value: '503', count: 3 }] },
      { position: 1, type: 'duration', unit: 'ms', min: 7, max: 21 },
    ]);
    expect(row?.pattern_match_full).toBe('<DATETIME> INFO till answered with status <N> in <N> <W>');
    expect(pipeline.templates.get(TENANT, said?.verdict.templateId ?? '')).not.toHaveProperty('slots');
    expect(pipeline.templates.detail(TENANT, said?.verdict.templateId ?? '', 'mail')).toBeUndefined();
  });

  test('reading it changes nothing', () => {
    const { pipeline } = filled();
    expect([...pipeline.save()].length).toBeGreaterThan(0);
    texts(pipeline);
    pipeline.templates.corrected(TENANT);
    expect([...pipeline.save()]).toEqual([]);
  });
});
