import { expect, test } from '@playwright/test';
import { markupTemplates } from '../backend-sidecar/src/grafana/markup-templates.ts';
import { AlertStack, MISSING } from './alerts/alert-stack.ts';
import { HOOK_SECRET, openHook, type Hook, type Post } from './alerts/hook.ts';
import {
  JIRA_PROJECT,
  JIRA_REOPEN,
  JIRA_RESOLVE,
  JIRA_TOKEN,
  JIRA_USER,
  openJira,
  readTicket,
  type Jira,
  type Ticket,
} from './alerts/jira.ts';
import { certificateEnds, diskFull, faultLines, wideStorm } from './alerts/lines.ts';
import { linksIn, mailsOf } from './alerts/message.ts';
import { openSlack, type Slack, type SlackMessage } from './alerts/slack.ts';

const SECRET = 'Tr0ub4dor-and-3';
const DISK = 'Presage: incident in orders-db (storage)';

test.describe.configure({ mode: 'serial', timeout: 180_000 });
test.skip(MISSING !== undefined, MISSING);

let stack: AlertStack;
let slack: Slack;
let hook: Hook;
let jira: Jira;
const within = { timeout: 90_000, intervals: [500] };
const slackOf = (title: string): SlackMessage | undefined =>
  slack.messages.find((message) => message.title.startsWith(title));
const postOf = (title: string): Post | undefined => hook.posts.find((post) => post.title.startsWith(title));
const ticketOf = (title: string): Ticket | undefined =>
  jira.tickets.find(({ summaries: [first = ''] }) => first.startsWith(title));
const refused = (): readonly string[] => [...slack.refused, ...jira.refused];
/** Waits for something to be told; what was refused stands in the failure. */
const isTold = (told: () => unknown) => expect.poll(() => told() !== undefined || refused(), within);
/** As Slack shows it: the address behind a link's name, three characters unescaped. */
const slackLinks = ({ text }: SlackMessage): string[] =>
  [...text.matchAll(/<([^|>]+)\|\w+>/g)].map(([, url = '']) => url.replaceAll('&amp;', '&'));

test.beforeAll(async () => {
  test.setTimeout(180_000);
  [slack, hook, jira] = await Promise.all([openSlack(), openHook(), openJira()]);
  stack = await AlertStack.start({
    PRESAGE_ALERT_SLACK_URL: slack.url,
    PRESAGE_ALERT_WEBHOOK_URL: hook.url,
    PRESAGE_ALERT_WEBHOOK_SECRET: HOOK_SECRET,
    PRESAGE_ALERT_JIRA_URL: jira.url,
    PRESAGE_ALERT_JIRA_USER: JIRA_USER,
    PRESAGE_ALERT_JIRA_TOKEN: JIRA_TOKEN,
    PRESAGE_ALERT_JIRA_PROJECT: JIRA_PROJECT,
    PRESAGE_ALERT_JIRA_RESOLVE: JIRA_RESOLVE,
    PRESAGE_ALERT_JIRA_REOPEN: JIRA_REOPEN,
    PRESAGE_ALERT_PREVENTIVE_EMAIL: 'true',
  });
});

test.afterEach(() => stack.explain(test.info()));

test.afterAll(async () => {
  await AlertStack.stopAll();
  await Promise.all([slack.close(), hook.close(), jira.close()]);
});

test('an incident is a Slack message, a post and a ticket; a preventive action is a mail too when that is set', async () => {
  await stack.send([
    ...faultLines('disk filling'),
    diskFull('vault', { _msg: `ERROR: No space left on device, user=bot password=${SECRET}` }),
    diskFull('shelf', {
      _msg: '[click](https://evil.example/x) <!here> {code} ERROR: No space left on device',
    }),
    certificateEnds('porch'),
  ]);
  for (const title of [DISK, 'Presage: incident in vault', 'Presage: incident in shelf']) {
    await isTold(() => slackOf(title)).toBe(true);
    await isTold(() => postOf(title)).toBe(true);
    await isTold(() => ticketOf(title)).toBe(true);
  }
  await expect.poll(() => mailsOf(stack.mailbox.mails, 'porch', 'preventive').length, within).toBe(1);
  await isTold(() => slackOf('Presage: preventive action for porch')).toBe(true);
  expect(ticketOf('Presage: preventive action')).toBeUndefined();
});

test('the mail of a preventive action says what to do before it breaks', () => {
  const [mail] = mailsOf(stack.mailbox.mails, 'porch', 'preventive');
  expect(mail?.to).toBe('on-call@example.com');
  for (const part of [/Where: porch/, /First such line: “.*expires in 5 days/, /First step: \w/])
    expect(mail?.text).toMatch(part);
  expect(mail?.text).not.toContain('something broke');
});

test('each says what, where, since when, how many, the line and its kind, and what to do, and links where the mail does', async () => {
  const told = (): boolean => mailsOf(stack.mailbox.mails, 'orders-db', 'incident').length > 0;
  await expect.poll(told, within).toBe(true);
  const mail = mailsOf(stack.mailbox.mails, 'orders-db', 'incident').find(({ subject }) =>
    subject.startsWith(DISK),
  );
  const links = linksIn(mail?.text ?? '').filter((url) => /\/d\/presage-|\/silence\/new/.test(url));
  const message = slackOf(DISK);
  const ticket = readTicket(ticketOf(DISK) as Ticket);
  for (const text of [message?.text ?? '', ticket.text, postOf(DISK)?.message ?? '']) {
    expect(text).toMatch(/^Where: orders-db \(storage\)$/m);
    expect(text).toMatch(/^Since: \d{4}-\d\d-\d\d \d\d:\d\d UTC, \d+ lines? lately$/m);
    expect(text).toMatch(/^First such line: “.*No space left on device.*”$/m);
    expect(text).toMatch(/^Kind: “.*could not extend file.*”$/m);
    expect(text).toMatch(/^First step: \w/m);
  }
  expect(links.length).toBeGreaterThanOrEqual(4);
  expect(slackLinks(message as SlackMessage)).toEqual(links);
  expect(ticket.links).toEqual(links);
  expect(linksIn(postOf(DISK)?.message ?? '')).toEqual(links);
});

test('Slack and Jira take every message; a post is signed and carries what a program needs', () => {
  expect(refused()).toEqual([]);
  for (const { isSigned } of hook.posts) expect(isSigned).toBe(true);
  const alerts = postOf(DISK)?.alerts ?? [];
  for (const { labels, values, startsAt } of alerts) {
    expect(labels).toMatchObject({ presage: 'incident', service: 'orders-db', category: 'storage' });
    expect(labels['template_id']).toMatch(/^[0-9a-f]{16}$/);
    expect(values?.['A']).toBeGreaterThan(0);
    expect(Date.parse(startsAt)).toBeGreaterThan(Date.now() - 600_000);
  }
  expect(alerts.length).toBeGreaterThan(0);
  for (const { type } of jira.tickets) expect(type).toBe('Task');
});

test('no channel is told a secret, a planted link, mention or macro, or a template that was not filled in', () => {
  const texts = [
    ...slack.messages.map(({ title, text }) => `${title}\n${text}`),
    ...jira.tickets.map((ticket) => JSON.stringify(ticket)),
    ...hook.posts.map((post) => JSON.stringify(post)),
  ];
  for (const text of texts) {
    expect(text).not.toContain(SECRET);
    expect(text).not.toMatch(/:\/\/evil|<!here|hush|%24hush/);
    expect(text).not.toMatch(/<no value>|%!\w|\{\{|\}\}[^,\]}]/);
  }
  for (const message of slack.messages)
    for (const [link] of message.text.matchAll(/<[^>]*>/g))
      expect(link).toMatch(/^<http:\/\/127\.0\.0\.1:\d+\//);
});

test('what is over is told to Slack and the webhook, and the ticket says so and is closed', async () => {
  const title = DISK.replace('Presage:', 'Presage, resolved:');
  const over = { timeout: 120_000, intervals: [500] };
  await expect.poll(() => slackOf(title)?.text, over).toMatch(/^Resolved: orders-db “/);
  await expect.poll(() => postOf(title)?.status, over).toBe('resolved');
  await expect
    .poll(() => ticketOf(DISK)?.summaries.at(-1), over)
    .toContain('Presage, resolved: incident in orders-db');
  await expect.poll(() => ticketOf(DISK)?.isDone, over).toBe(true);
  const { text, links } = readTicket(ticketOf(DISK) as Ticket);
  expect(text).toMatch(/^Resolved: orders-db “/);
  for (const part of ['Where: orders-db', 'First such line: “', 'First step: ']) expect(text).toContain(part);
  expect(links.some((link) => link.includes('/d/presage-explain'))).toBe(true);
  expect(slackOf(title)?.color).not.toBe(slackOf(DISK)?.color);
});

test('what comes back opens its ticket again', async () => {
  const count = jira.tickets.length;
  await stack.send(faultLines('disk filling'));
  await expect
    .poll(() => ticketOf(DISK)?.summaries.at(-1), within)
    .toMatch(/^Presage: incident in orders-db/);
  await expect.poll(() => ticketOf(DISK)?.isDone, within).toBe(false);
  expect(jira.tickets).toHaveLength(count);
});

test('a Jira of one’s own gets wiki markup, in which a line is no macro', async () => {
  const labels = {
    ...{ alertname: 'Incident', presage: 'incident', service: 'shop', category: 'storage' },
    ...{ template_id: '00aa', signature: 'none', template: 'no {code} here', sample: 'no {code:java} here' },
  };
  const startsAt = new Date().toISOString();
  const alerts = [{ status: 'firing', labels, annotations: {}, startsAt }];
  const body = JSON.stringify({ name: 'presage-markups', template: markupTemplates(), alerts });
  const path = '/api/alertmanager/grafana/config/api/v1/templates/test';
  const reply = await stack.ask(path, { method: 'POST', body });
  const { results } = (await reply.json()) as { results: { name: string; text: string }[] };
  const text = results.find(({ name }) => name === 'presage.jira2')?.text;
  expect(text).toContain('First such line: “no \\{code:java\\} here”\n');
  expect(text).toMatch(/^\[Explain\|http:\S+\] · \[Service\|http:\S+\] · \[Silence\|http:\S+\]$/m);
});

test('a storm of the widest characters is bounded in each of them', async () => {
  await stack.send(wideStorm('𐌰'.repeat(80), 60));
  const isWide = (title = ''): boolean => title.startsWith('Presage: incident in 𐌰');
  const isShortened = (text: string): boolean => /and \d+ more/.test(text);
  await isTold(() => slack.messages.find(({ title, text }) => isWide(title) && isShortened(text))).toBe(true);
  await isTold(() => hook.posts.find(({ title, message }) => isWide(title) && isShortened(message))).toBe(
    true,
  );
  await isTold(() =>
    jira.tickets.find((one) => isWide(one.summaries[0]) && isShortened(readTicket(one).text)),
  ).toBe(true);
  for (const { text } of slack.messages)
    expect(text.match(/^First such line: /gm)?.length ?? 0).toBeLessThanOrEqual(5);
  for (const { alerts } of hook.posts) expect(alerts.length).toBeLessThanOrEqual(50);
  expect(refused()).toEqual([]);
  const widest = (sizes: readonly number[]): number => Math.max(...sizes);
  const sizes = {
    slack: widest(slack.messages.map(({ text }) => text.length)),
    jira: widest(jira.tickets.map(({ description }) => JSON.stringify(description).length)),
    webhook: widest(hook.posts.map(({ bytes }) => bytes)),
  };
  process.stdout.write(
    `    widest: Slack ${sizes.slack} of 40,000 characters, Jira ${sizes.jira} of 32,767, a post ${sizes.webhook} bytes\n`,
  );
  expect(sizes.webhook).toBeLessThan(1_000_000);
});
