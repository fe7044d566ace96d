import { expect, test, type APIRequestContext } from '@playwright/test';
import { exploring, LINE } from './explore-url.ts';
import { feed, type Window } from './feed.ts';

const SERVICE = `logsql-${Date.now()}`;
let window: Window;

test.beforeAll(async ({ request }) => {
  const reply = await request.get('/api/datasources/uid/presage/resources/status');
  const { store } = (await reply.json()) as { store: string };
  test.skip(store !== 'victoria', `LogsQL needs VictoriaLogs; the store is ${store}.`);
  window = await feed(SERVICE, 100);
});

interface Answer {
  readonly error?: string;
  readonly frames?: readonly { readonly data: { readonly values: readonly (readonly unknown[])[] } }[];
}

async function ask(request: APIRequestContext, query: object): Promise<Answer | undefined> {
  const data = {
    from: String(window.from),
    to: String(window.to),
    queries: [{ refId: 'A', datasource: { uid: 'presage' }, ...query }],
  };
  const reply = await request.post('/api/ds/query', { data, failOnStatusCode: false });
  return ((await reply.json()) as { results: Record<string, Answer> }).results['A'];
}

const mine = `service:=${JSON.stringify(SERVICE)}`;
const column = (answer: Answer | undefined, at: number): readonly unknown[] =>
  answer?.frames?.[0]?.data.values[at] ?? [];

test('the text of the user finds lines, and the filters of the builder narrow it', async ({ request }) => {
  const logsql = `${mine} number:<50`;
  expect(column(await ask(request, { query_type: 'logs', logsql }), 0)).toHaveLength(50);
  const filters = [{ field: 'host', op: '=', values: [`${SERVICE}-1`] }];
  expect(column(await ask(request, { query_type: 'logs', logsql, filters }), 0)).toHaveLength(13);
  const counted = await ask(request, { query_type: 'stats', instant: true, logsql, filters });
  expect(column(counted, 0)).toEqual([13]);
});

test('a text that tries to reach beyond its filters does not', async ({ request }) => {
  const filters = [{ field: 'host', op: '=', values: [`${SERVICE}-1`] }];
  const wide = await ask(request, { query_type: 'logs', logsql: `${mine} or *`, filters });
  expect(column(wide, 0)).toHaveLength(25);
});

test('pipes that change each line alone are for lines; all others are refused in words', async ({
  request,
}) => {
  const logsql = `${mine} | filter number:<10`;
  expect(column(await ask(request, { query_type: 'logs', logsql }), 0)).toHaveLength(10);
  const counted = await ask(request, { query_type: 'stats', instant: true, logsql });
  expect(counted?.error).toMatch(/Pipes/);
  const cut = await ask(request, { query_type: 'logs', logsql: `${mine} | limit 3` });
  expect(cut?.error).toContain('The pipe `| limit` cannot be used for log lines');
});

test('a text that cannot be read is answered in words', async ({ request }) => {
  const wrong = await ask(request, { query_type: 'logs', logsql: 'service:=(' });
  expect(wrong?.error).toMatch(/LogsQL|VictoriaLogs/);
});

test('the field offers names of fields and, after one, its values', async ({ page }) => {
  await page.goto(exploring({ query_type: 'logs', limit: 20 }));
  const editor = page.getByTestId('presage-query-editor').locator('.monaco-editor').first();
  await editor.click();
  await page.keyboard.type('serv');
  const offered = page.locator('.suggest-widget .monaco-list-row');
  await expect(offered.filter({ hasText: 'service' }).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('service:=logsql');
  await expect(offered.filter({ hasText: SERVICE }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+S');
  await expect(page.locator(LINE).filter({ hasText: 'GET /orders/' }).first()).toBeVisible();
});

test('a value is offered and put in whole when its answer comes after it was begun', async ({ page }) => {
  const begun = Promise.withResolvers<undefined>();
  await page.route('**/resources/field-values?*', async (route) => {
    await begun.promise;
    await route.continue();
  });
  await page.goto(exploring({ query_type: 'logs', limit: 20 }));
  const editor = page.getByTestId('presage-query-editor').locator('.monaco-editor').first();
  await editor.click();
  await page.keyboard.type('service:=logsql-');
  begun.resolve(undefined);
  const offered = page.locator('.suggest-widget .monaco-list-row').filter({ hasText: SERVICE });
  await expect(offered.first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(editor.locator('.view-line')).toHaveText(`service:=${SERVICE}`);
});
