import { describe, expect, test } from '@jest/globals';
import { checker } from './checker.ts';
import { QueryRequestSchema } from './query.ts';

const check = checker(QueryRequestSchema);
const query = { ref_id: 'A', query_type: 'logs', from: '0', to: '1' };

function messageFor(value: unknown): string {
  const checked = check(value);
  return checked.ok ? 'accepted' : checked.message;
}

describe('checker', () => {
  test('a value of the right form is handed back typed', () => {
    expect(check({ queries: [query] })).toEqual({ ok: true, value: { queries: [query] } });
  });

  test("a query's name may be a sentence, as people name queries in Grafana", () => {
    const name = `log-volume-${'Incidents of checkout and payment, without planned work, each day '.repeat(3)}`;
    expect(messageFor({ queries: [{ ...query, ref_id: name }] })).toBe('accepted');
  });

  test('a fault names the path to the value', () => {
    expect(messageFor({ queries: [{ ...query, limit: 99_999 }] })).toBe('queries[0].limit must be <= 10000');
  });

  test('a wrong word is answered with the words that are allowed', () => {
    expect(messageFor({ queries: [{ ...query, direction: 'up' }] })).toBe(
      'queries[0].direction must be one of ["backward","forward"]',
    );
  });

  test('an unknown field is named', () => {
    expect(messageFor({ queries: [{ ...query, colour: 1 }] })).toBe(
      'queries[0] has the unknown field ["colour"]',
    );
  });

  test('a missing field is named', () => {
    expect(messageFor({})).toBe('the body lacks ["queries"]');
  });

  test('more than three faults are counted, not listed', () => {
    expect(messageFor({ queries: [{}, {}, {}, {}, {}] })).toMatch(/; and 2 more$/);
  });
});
