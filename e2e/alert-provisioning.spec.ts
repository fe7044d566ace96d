import { expect, test } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AlertStack, MISSING } from './alerts/alert-stack.ts';

test.describe.configure({ mode: 'serial', timeout: 120_000 });
test.skip(MISSING !== undefined, MISSING);

const NOTHING = { PRESAGE_ALERT_EMAIL: '', PRESAGE_ALERT_TEAMS_URL: '' };
const EVERYTHING = {
  PRESAGE_ALERT_SLACK_URL: 'https://hooks.example.com/services/x',
  PRESAGE_ALERT_WEBHOOK_URL: 'https://example.com/hook?a=$b',
  PRESAGE_ALERT_WEBHOOK_SECRET: 'sh$hush',
  PRESAGE_ALERT_JIRA_URL: 'https://shop.example.com/rest/api/3',
  PRESAGE_ALERT_JIRA_USER: 'bot@example.com',
  PRESAGE_ALERT_JIRA_TOKEN: 'token',
  PRESAGE_ALERT_JIRA_PROJECT: 'OPS',
  PRESAGE_ALERT_PREVENTIVE_EMAIL: 'true',
  PRESAGE_ALERT_QUIET_HOURS: '22:00-07:00',
  PRESAGE_ALERT_QUIET_ZONE: 'Europe/Berlin',
};

interface Named {
  readonly name: string;
  readonly uid: string;
  readonly type?: string;
}

let stack: AlertStack;
const read = async <T>(path: string): Promise<T> => (await (await stack.ask(path)).json()) as T;
const ourReceivers = async (): Promise<string[]> =>
  (await read<Named[]>('/api/v1/provisioning/contact-points'))
    .map(({ uid }) => uid)
    .filter((uid) => uid.startsWith('presage-'))
    .toSorted();
const ourRules = async (): Promise<string[]> =>
  (await read<Named[]>('/api/v1/provisioning/alert-rules')).map(({ uid }) => uid);

/** What Grafana complained of about what it was given, besides that our sidecar does not run here. */
async function complaints(): Promise<string[]> {
  const log = await readFile(join(stack.folder, 'logs', 'grafana.log'), 'utf8');
  return log
    .split('\n')
    .filter((line) =>
      /logger=(provisioning|ngalert\.(provisioning|notifier|multiorg|api)|alerting)/.test(line),
    )
    .filter((line) => /level=(warn|error)/.test(line));
}

test.beforeAll(async () => {
  test.setTimeout(120_000);
  stack = await AlertStack.prepare();
  await stack.startGrafana(NOTHING);
});

test.afterEach(() => stack.explain(test.info()));
test.afterAll(() => AlertStack.stopAll());

test('an empty Grafana with nothing set takes everything without a word', async () => {
  expect(await complaints()).toEqual([]);
  expect(await ourRules()).toHaveLength(8);
  expect(await ourReceivers()).toEqual(
    ['anomaly', 'health', 'incident', 'preventive'].map((family) => `presage-${family}-nobody`),
  );
  const folders = await read<{ title: string }[]>('/api/folders');
  expect(folders.filter(({ title }) => title === 'Presage')).toHaveLength(1);
});

test("a user's own policies, contact points and mute times stay as they are", async () => {
  const put = (path: string, method: string, body: object): Promise<Response> =>
    stack.ask(path, { method, body: JSON.stringify(body), headers: { 'x-disable-provenance': 'true' } });
  const pager = { name: 'my pager', type: 'webhook', settings: { url: 'https://example.com/pager' } };
  expect((await put('/api/v1/provisioning/contact-points', 'POST', pager)).status).toBe(202);
  const night = {
    name: 'my night',
    time_intervals: [{ times: [{ start_time: '01:00', end_time: '05:00' }] }],
  };
  expect((await put('/api/v1/provisioning/mute-timings', 'POST', night)).status).toBe(201);
  const route = {
    receiver: 'my pager',
    object_matchers: [['team', '=', 'shop']],
    mute_time_intervals: ['my night'],
  };
  const tree = { receiver: 'my pager', group_by: ['team'], group_wait: '42s', routes: [route] };
  expect((await put('/api/v1/provisioning/policies', 'PUT', tree)).status).toBe(202);
  const own = async (): Promise<unknown> => ({
    policies: await read('/api/v1/provisioning/policies'),
    pagers: (await read<Named[]>('/api/v1/provisioning/contact-points')).filter(
      ({ name }) => name === 'my pager',
    ),
    times: (await read<Named[]>('/api/v1/provisioning/mute-timings')).filter(
      ({ name }) => name === 'my night',
    ),
  });
  const before = await own();

  await stack.reprovision(EVERYTHING);
  expect(await own()).toEqual(before);
  await stack.end('grafana');
  await stack.startGrafana(EVERYTHING);
  expect(await own()).toEqual(before);
  expect(await complaints()).toEqual([]);
  await stack.reprovision({ PRESAGE_ALERT_ROUTING: 'policy' });
  expect(await own()).toEqual(before);
});

test('channels that are switched on and off again leave nothing behind', async () => {
  await stack.reprovision(EVERYTHING);
  const types = new Set((await ourReceivers()).map((uid) => uid.split('-').at(-1)));
  expect([...types].toSorted()).toEqual(['email', 'jira', 'slack', 'teams', 'webhook']);
  await stack.reprovision(NOTHING);
  expect((await ourReceivers()).every((uid) => uid.endsWith('-nobody'))).toBe(true);
});

test('rules that are switched off are gone', async () => {
  await stack.reprovision({ PRESAGE_ALERT_OFF: 'incident,preventive,anomaly,health' });
  expect(await ourRules()).toEqual([]);
  await stack.reprovision({});
  expect(await ourRules()).toHaveLength(8);
});
