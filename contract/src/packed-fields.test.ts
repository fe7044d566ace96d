import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { packFields, unpackFields } from './packed-fields.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('|', '^', 'p', 'a') }),
);
const name = fc.oneof(text, fc.constantFrom('__proto__', 'constructor', '1', '0'));
const fields = fc
  .array(fc.tuple(name, text), { maxLength: 6 })
  .map((pairs): Record<string, string> => Object.fromEntries(pairs));

describe('packed fields', () => {
  test('are, unpacked, what they were', () => {
    fc.assert(
      fc.property(fc.array(fields), (rows) => {
        const { names, lines } = packFields(rows);
        expect(lines.map((line) => unpackFields(names, line))).toEqual(rows);
      }),
    );
  });

  test('name what lines share once', () => {
    const rows = Array.from({ length: 100 }, (_, at) => ({ service: 'shop', status: String(at % 3) }));
    const { names, lines } = packFields([...rows, { service: 'shop' }]);
    expect(names).toEqual([['service', 'status'], ['service']]);
    expect(lines.slice(-2)).toEqual(['0|shop|0', '1|shop']);
  });

  test('are less than half as long as JSON, for lines as programs write them', () => {
    const rows = Array.from({ length: 1000 }, (_, at) => ({
      ...{
        service: 'checkout',
        env: 'prod',
        host: `app-${at % 3}`,
        method: 'GET',
        status: '200',
        duration_ms: String(at),
      },
      ...{ presage_class: 'normal', presage_severity: 'info', presage_template_id: 'c135dd809b5ebd1f' },
    }));
    const json = JSON.stringify(rows);
    expect(JSON.stringify(packFields(rows)).length).toBeLessThan(json.length / 2);
  });

  test('with the names of others are refused', () => {
    expect(() => unpackFields([['service']], '0|shop|200')).toThrow('2 values for 1 names');
    expect(() => unpackFields([['service']], '1|shop')).toThrow('1 values for no names');
  });
});
