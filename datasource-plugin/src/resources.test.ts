import { dateTime } from '@grafana/data';
import { Resources, type GetResource } from './resources';

const window = { range: { from: dateTime(0), to: dateTime(1000), raw: { from: '0', to: '1' } } };

/** A field of so many values as the sidecar knows it: the commonest, or those that a filter leaves. */
function sidecar(all: readonly string[]) {
  const asked: Array<string | undefined> = [];
  const get = (_path: string, { limit = '', filters }: Record<string, string> = {}) => {
    asked.push(filters);
    const [only] = filters === undefined ? [] : (JSON.parse(filters) as Array<{ values: string[] }>);
    const pattern = new RegExp(only?.values[0]?.replace('(?i)', '') ?? '', 'i');
    const found = all.filter((value) => pattern.test(value));
    const values = found.slice(0, Number(limit)).map((value) => ({ value, hits: 1 }));
    return Promise.resolve({ values, truncated: found.length > values.length });
  };
  return { resources: new Resources(get as GetResource), asked };
}

describe('values for what was typed', () => {
  const hosts = Array.from({ length: 30 }, (_, at) => `host-${at}.example`);

  test('are the commonest where the field has no more', async () => {
    const { resources, asked } = sidecar(hosts);
    const { values, truncated } = await resources.valuesFor('29.EX', 'host', window);
    expect([values.length, truncated, asked]).toEqual([30, false, [undefined]]);
  });

  test('are also rare ones of a field with many, taken as text and in either case', async () => {
    const { resources } = sidecar(hosts);
    const { values, truncated } = await resources.valuesFor('29.EX', 'host', window, 10);
    expect([values.map(({ value }) => value), truncated]).toEqual([['host-29.example'], true]);
  });

  test('are asked for once while nothing is typed', async () => {
    const { resources, asked } = sidecar(hosts);
    expect(await resources.valuesFor('', 'host', window, 10)).toMatchObject({ truncated: true });
    expect(asked).toHaveLength(1);
  });
});
