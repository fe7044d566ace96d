import { expect, test } from '@jest/globals';
import type { Signature } from '../../knowledge/signature.ts';
import { createExplainer } from './explain.ts';
import { explainParts } from './parts.fixture.ts';

const OWN: Signature = {
  id: 'shop.payment-refused',
  match: { all: ['payment refused'] },
  class: 'incident',
  severity: 'error',
  category: 'workflow',
  meaning: 'A customer could not pay.',
  causes: ['The acquirer has blocked the terminal.'],
  steps: ['Ask the acquirer to release terminal nine.'],
  examples: { positive: ['payment refused'], negative: [] },
};

test("a user's own signature explains a line with its causes and steps", async () => {
  const verdict = { class: 'incident', severity: 'error', templateId: 't', by: 'signature' } as const;
  const explainer = createExplainer(
    explainParts({
      judge: () => ({ ...verdict, signature: OWN.id }),
      signature: (id) => (id === OWN.id ? OWN : undefined),
    }),
  );
  const line = { message: 'payment refused at till 4', fields: { service: 'shop' }, timeMs: 1000 };
  const explained = await explainer.explain(
    '0:0',
    { by: 'line', line, around: [] },
    { engine: 'rules', refresh: false, language: undefined, signal: AbortSignal.timeout(5000) },
  );
  expect(explained.what_happened).toContain('A customer could not pay');
  expect(explained.likely_causes[0]?.text).toContain('blocked the terminal');
  expect(explained.remediation.map(({ step }) => step)).toContain(
    'Ask the acquirer to release terminal nine.',
  );
});
