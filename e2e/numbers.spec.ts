import { expect, test, type APIRequestContext } from '@playwright/test';

const OURS = { type: 'presage-logs-datasource', uid: 'presage' };
const EXPRESSION = { type: '__expr__', uid: '__expr__' };

interface Answer {
  readonly status: number;
  readonly error?: string;
  readonly frames?: readonly {
    readonly schema: {
      readonly meta?: { readonly type?: string };
      readonly fields: readonly { readonly labels?: Readonly<Record<string, string>> }[];
    };
    readonly data: { readonly values: readonly (readonly number[])[] };
  }[];
}

/** Asks as alert rules and recorded queries do: the backend alone, no browser between. */
async function ask(
  request: APIRequestContext,
  queries: readonly object[],
  headers: Record<string, string> = {},
): Promise<Readonly<Record<string, Answer>>> {
  const to = Date.now();
  const data = { from: String(to - 300_000), to: String(to), queries };
  const reply = await request.post('/api/ds/query', { data, headers, failOnStatusCode: false });
  return ((await reply.json()) as { results: Record<string, Answer> }).results;
}

const perService = {
  refId: 'A',
  datasource: OURS,
  query_type: 'stats',
  value: 'count',
  group_by: ['service'],
  instant: true,
};

test('an expression works on the numbers of each service', async ({ request }) => {
  const half = { refId: 'B', datasource: EXPRESSION, type: 'math', expression: '$A / 2' };
  const over = {
    refId: 'C',
    datasource: EXPRESSION,
    type: 'threshold',
    expression: 'B',
    conditions: [{ evaluator: { type: 'gt', params: [0] } }],
  };
  const { A, B, C } = await ask(request, [perService, half, over]);
  const numbers = (answer: Answer | undefined) =>
    Object.fromEntries(
      (answer?.frames ?? []).map(({ schema, data }) => [
        schema.fields.at(-1)?.labels?.['service'] ?? '',
        data.values.at(-1)?.[0] ?? NaN,
      ]),
    );
  const counts = numbers(A);
  expect(Object.keys(counts).length).toBeGreaterThan(2);
  expect(numbers(B)).toEqual(Object.fromEntries(Object.entries(counts).map(([key, n]) => [key, n / 2])));
  expect(new Set(Object.values(numbers(C)))).toEqual(new Set([1]));
});

test('a range is reduced to one number each, as recording rules do', async ({ request }) => {
  const range = { ...perService, instant: false, step_ms: 60_000 };
  const reduced = { refId: 'B', datasource: EXPRESSION, type: 'reduce', expression: 'A', reducer: 'sum' };
  const { A, B } = await ask(request, [range, reduced]);
  expect(A?.frames?.[0]?.schema.meta?.type).toBe('timeseries-multi');
  expect(B?.frames?.length).toBe(A?.frames?.length);
  expect(B?.frames?.every(({ data }) => Number.isFinite(data.values.at(-1)?.[0]))).toBe(true);
});

test('no two results of a rule have the same labels, and nothing found is no result', async ({ request }) => {
  const { A } = await ask(request, [{ ...perService, group_by: ['service', 'presage_class'] }]);
  const labels = A?.frames?.map(({ schema }) => JSON.stringify(schema.fields.at(-1)?.labels)) ?? [];
  expect(labels.length).toBeGreaterThan(2);
  expect(new Set(labels).size).toBe(labels.length);
  const nobody = [{ field: 'service', op: '=|', values: ['nobody-at-all'] }];
  const none = await ask(request, [{ ...perService, filters: nobody }]);
  expect(none['A']?.frames ?? []).toEqual([]);
  expect(none['A']?.error).toBeUndefined();
});

test('a query of a wrong form fails alone', async ({ request }) => {
  const { A, B } = await ask(request, [perService, { ...perService, refId: 'B', value: 'median' }]);
  expect(A?.frames?.length).toBeGreaterThan(0);
  expect(B?.status).toBe(400);
  expect(B?.error).toContain('must be one of');
});

test('a recording rule keeps the numbers in VictoriaMetrics', async ({ request }) => {
  test.setTimeout(180_000);
  const target = 'presage-victoriametrics';
  const metrics = await request.get(`/api/datasources/uid/${target}`, { failOnStatusCode: false });
  test.skip(!metrics.ok(), 'There is no VictoriaMetrics to record to.');
  const metric = `presage_recorded_${Date.now()}`;
  const { refId } = perService;
  const rule = {
    title: metric,
    ruleGroup: metric,
    folderUID: await folderOf(request),
    record: { metric, from: refId, target_datasource_uid: target },
    data: [{ refId, relativeTimeRange: { from: 60, to: 0 }, datasourceUid: 'presage', model: perService }],
  };
  const headers = { 'x-disable-provenance': 'true' };
  const made = await request.post('/api/v1/provisioning/alert-rules', { data: rule, headers });
  expect(made.status()).toBe(201);
  const recorded = async (): Promise<number> => {
    const asked = { refId: 'A', datasource: { uid: target }, expr: metric, instant: true, range: false };
    return (await ask(request, [asked]))['A']?.frames?.length ?? 0;
  };
  await expect.poll(recorded, { timeout: 150_000, intervals: [3000] }).toBeGreaterThan(2);
  const { uid } = (await made.json()) as { uid: string };
  await request.delete(`/api/v1/provisioning/alert-rules/${uid}`, { headers });
});

async function folderOf(request: APIRequestContext): Promise<string> {
  const uid = 'presage-e2e-recorded';
  await request.post('/api/folders', { data: { uid, title: 'Recorded' }, failOnStatusCode: false });
  return uid;
}
