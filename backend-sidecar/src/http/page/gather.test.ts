import { describe, expect, test } from '@jest/globals';
import { HOME, INCIDENT, NORMAL, NOW_MS, row, SHOP_TEMPLATE, table, template } from '../api.fixture.ts';
import { shelfReader } from '../reader.fixture.ts';
import type { StoredRow } from '../../stores/store.ts';
import type { PageFacts } from './facts.ts';
import { gatherPage } from './gather.ts';

const STATE = {
  ...{ version: '0', uptimeSeconds: 9999, ready: true, reasons: [], stores: [], sources: [] },
  ...{ deadLetters: {}, templates: 0 },
};

async function gathered(rows: readonly StoredRow[], templates = table([])): Promise<PageFacts> {
  const reader = await shelfReader({ [HOME]: { rows, scores: [] } });
  const signal = new AbortController().signal;
  return gatherPage({
    reader,
    table: templates,
    tenant: HOME,
    nowMs: NOW_MS,
    range: '15m',
    signal,
    state: STATE,
  });
}

/** So many lines of a service, the fewer the later it comes. */
function linesOf(service: string, count: number, fields: Readonly<Record<string, string>>): StoredRow[] {
  return Array.from({ length: count }, (_, i) => {
    const { fields: own, ...rest } = row(i + 1, 'line', { service, ...fields });
    return { ...rest, fields: { ...own, presage_event_id: `${own['presage_event_id'] ?? ''}-${service}` } };
  });
}

describe('what the live page shows', () => {
  test('of services beyond the biggest is what needs action in them too', async () => {
    const big = Array.from({ length: 8 }, (_, i) => linesOf(`s${i}`, 20 - i, NORMAL));
    const { services } = await gathered([...big.flat(), ...linesOf('small', 3, INCIDENT)]);
    const [first] = services;
    expect(services).toHaveLength(9);
    expect(first).toMatchObject({ name: 'other', lines: 3 });
    expect(first?.trouble.reduce((sum, lines) => sum + lines, 0)).toBe(3);
  });

  test('of a line that a person has corrected is their class', async () => {
    const [verdict] = template(SHOP_TEMPLATE, 'shop').verdicts;
    const theirs = { ...verdict, class: 'preventive_action' } as NonNullable<typeof verdict>;
    const corrected = table([template(SHOP_TEMPLATE, 'shop', { corrected: true, verdicts: [theirs] })]);
    const { needAction } = await gathered(
      [row(5, 'pool exhausted', { service: 'shop', ...INCIDENT })],
      corrected,
    );
    expect(needAction.map((one) => one.row.fields['presage_class'])).toEqual(['preventive_action']);
  });

  test('of new templates are the newest, however many others there are', async () => {
    const old = Array.from({ length: 1200 }, (_, i) => template(`old${i}`, 'shop'));
    const young = template('young', 'shop', { first_seen: new Date(NOW_MS - 1000).toISOString() });
    const { newTemplates } = await gathered([], table([...old, young]));
    expect(newTemplates.map(({ template_id: id }) => id)).toEqual(['young']);
  });
});
