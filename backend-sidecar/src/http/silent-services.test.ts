import { expect, test } from '@jest/globals';
import type { FilterOp, Query, QueryReply } from '@presage/contract';
import { fakeApi, HOME, NORMAL, NOW_MS, row } from './api.fixture.ts';
import { shelfReader } from './reader.fixture.ts';
import { serve } from './serve.fixture.ts';

const rows = [row(20, 'told', { service: 'shop', ...NORMAL }), row(10, 'silent', NORMAL)];
const server = await serve(fakeApi({ reader: await shelfReader({ [HOME]: { rows, scores: [] } }) }).api);

test.each<[string, FilterOp, string[], string[]]>([
  ['finds lines that say no service', '=', ['unknown'], ['silent']],
  ['finds them among others', '=|', ['unknown', 'shop'], ['silent', 'told']],
  ['leaves them out', '!=', ['unknown'], ['told']],
  ['leaves them out with others', '!=|', ['unknown', 'shop'], []],
])('the service unknown, as alerts and counters name it, %s', async (_title, op, values, found) => {
  const filters: Query['filters'] = [{ field: 'service', op, values }];
  const window = { from: String(NOW_MS - 60_000), to: String(NOW_MS) };
  const query: Query = { ref_id: 'A', query_type: 'logs', ...window, filters };
  const reply = await server.inject({
    method: 'POST',
    url: '/api/v1/query',
    payload: { queries: [query] },
  });
  expect(reply.json<QueryReply>().results['A']?.frames[0]?.data.values[1]).toEqual(found);
});
