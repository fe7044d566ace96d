import { dateTime } from '@grafana/data';
import { Resources } from '../resources';
import { completionsAt } from './logsql-completion';

const range = { from: dateTime(0), to: dateTime(1000), raw: { from: '0', to: '1' } };
const replies: Readonly<Record<string, unknown>> = {
  fields: { fields: [{ name: 'http.status', hits: 7 }] },
  'field-values': {
    values: [
      { value: 'cart-api', hits: 3 },
      { value: 'the shop', hits: 0 },
    ],
  },
};

async function at(before: string, { isSilent = false, isMany = false } = {}) {
  const asked: Array<Readonly<Record<string, string>>> = [];
  const resources = new Resources((path, parameters = {}) => {
    asked.push(parameters);
    return isSilent
      ? Promise.reject(new Error('away'))
      : Promise.resolve({ ...(replies[path] as object), truncated: isMany } as never);
  });
  const { typed, offered, isPart } = await completionsAt(before, resources, range, ['two']);
  return {
    typed,
    inserts: offered.map(({ insert }) => insert),
    offered,
    isPart,
    asked,
    field: asked[0]?.['field'],
  };
}

describe('completion of LogsQL', () => {
  test.each([
    ['a name', 'http.sta', 'http.sta'],
    ['a name after another filter', 'level:error serv', 'serv'],
    ['a name in a stream selector', '{serv', 'serv'],
    ['a name behind a closed quote', 'service:="a b" sta', 'sta'],
    ['nothing yet', 'level:error ', ''],
  ])('offers fields for %s, which takes its place whole', async (_title, before, typed) => {
    const found = await at(before);
    expect(found).toMatchObject({ typed, inserts: ['http.status:', '$two'], field: undefined });
  });

  test.each([
    ['service:', ''],
    ['service:=', ''],
    ['service:!=cart-a', 'cart-a'],
    ['service:~cart-', 'cart-'],
    ['{service="x", service=', ''],
    ['level:error service: ca', 'ca'],
  ])('offers values after %s', async (before, typed) => {
    const found = await at(before);
    expect(found).toMatchObject({ typed, inserts: ['cart-api', '"the shop"', '$two'], field: 'service' });
  });

  test('a quote that is still open stands before the value only once, and may hold spaces', async () => {
    const found = await at('service:="the sh');
    expect(found).toMatchObject({ typed: '"the sh', inserts: ['"cart-api"', '"the shop"', '"$two"'] });
    for (const { insert, filter } of found.offered) expect(filter).toBe(insert);
  });

  test.each([
    ['service:=$tw', '$tw', '$two'],
    ['service:=${tw', '${tw', '${two}'],
    ['$', '$', '$two'],
  ])('after %s the dollar sign of a variable is not doubled', async (before, typed, insert) => {
    const found = await at(before);
    expect(found.typed).toBe(typed);
    expect(found.inserts.at(-1)).toBe(insert);
  });

  test('asks anew with each character for values of a field that has many', async () => {
    const found = await at('service:=cart');
    expect(found.isPart).toBe(false);
    expect(found.offered.map(({ detail }) => detail).slice(0, 2)).toEqual(['3 lines', '']);
    const { isPart, asked } = await at('service:="the s', { isMany: true });
    expect(isPart).toBe(true);
    expect(asked.at(-1)?.['filters']).toContain('(?i)the s');
  });

  test('offers variables alone when the sidecar is silent', async () => {
    expect((await at('service:=', { isSilent: true })).inserts).toEqual(['$two']);
  });
});
