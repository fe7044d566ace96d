import { expect, test } from '@jest/globals';
import { SILENT_LOG, type Template, type TemplateVerdict } from '@presage/contract';
import { recallCorrections } from './recall-corrections.ts';

const VERDICT: TemplateVerdict = {
  class: 'incident',
  severity: 'error',
  category: 'network',
  by: 'model',
  confidence: 0.7,
  count: 1000,
};

function template(template_id: string, more: Partial<Template>): Template {
  const time = '2026-01-05T09:00:00Z';
  const seen = { first_seen: time, last_seen: time, count: 1, samples: [], aliases: [] };
  return {
    template_id,
    tenant: '1:0',
    service: 'cart',
    template: 'x',
    verdicts: [VERDICT],
    ...seen,
    ...more,
  };
}

async function recalled(...rows: readonly Template[]): Promise<unknown[]> {
  const said: unknown[] = [];
  async function* templateRows(): AsyncGenerator<string> {
    for (const row of rows)
      yield await Promise.resolve(JSON.stringify({ template_row: JSON.stringify(row) }));
  }
  const note = (kind: string) => async (tenant: string, what: object) => {
    await Promise.resolve();
    said.push({ kind, tenant, ...what });
  };
  await recallCorrections({ templateRows }, { correct: note('correct'), label: note('label') }, SILENT_LOG);
  return said;
}

test("a person's class is recalled, also where most lines had another before", async () => {
  const human = { ...VERDICT, class: 'normal', severity: 'info', by: 'human', count: 3 } as const;
  const said = await recalled(template('a', { corrected: true, verdicts: [VERDICT, human] }));
  const expected = { template_id: 'a', service: 'cart', class: 'normal', severity: 'info' };
  expect(said).toEqual([{ kind: 'correct', tenant: '1:0', ...expected }]);
});

test("a model's label is recalled, so that nothing is paid for twice", async () => {
  const llm = { ...VERDICT, class: 'preventive_action', severity: 'warning', by: 'llm' } as const;
  const said = await recalled(template('a', { verdicts: [VERDICT, llm] }), template('b', {}));
  expect(said).toEqual([
    {
      kind: 'label',
      tenant: '1:0',
      template_id: 'a',
      service: 'cart',
      class: 'preventive_action',
      severity: 'warning',
      category: 'network',
      confidence: 0.7,
    },
  ]);
});
