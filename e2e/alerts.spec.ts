import { expect, test, type Page } from '@playwright/test';
import { setTimeout as pause } from 'node:timers/promises';
import { ADMIN, AlertStack, MISSING } from './alerts/alert-stack.ts';
import { CARD_BYTES } from './alerts/channel.ts';
import {
  certificateEnds,
  diskFull,
  faultLines,
  heartbeats,
  storm,
  wideStorm,
  type Line,
} from './alerts/lines.ts';
import { about, cardsOf, linksIn, mailsOf } from './alerts/message.ts';
import { whileSending } from './alerts/while-sending.ts';

/** Each fault of the demo, and of which service a message must come. */
const FAULTS = [
  { name: 'database pool exhausted', family: 'incident', service: 'checkout' },
  { name: 'login attack', family: 'incident', service: 'auth' },
  { name: 'disk filling', family: 'incident', service: 'orders-db' },
  { name: 'bad deployment', family: 'incident', service: 'deployer' },
  { name: 'certificate near its end', family: 'preventive', service: 'storefront' },
  { name: 'out of memory', family: 'incident', service: 'catalog' },
] as const;

const SECRET = 'Tr0ub4dor-and-3';

test.describe.configure({ mode: 'serial', timeout: 240_000 });
test.skip(MISSING !== undefined, MISSING);

let stack: AlertStack;
let pulse: NodeJS.Timeout | undefined;
const within = { timeout: 90_000, intervals: [500] };
const incidentMails = (service: string, isFiring = true) =>
  mailsOf(stack.mailbox.mails, service, 'incident', isFiring);
const incidentCards = (service: string, isFiring = true) =>
  cardsOf(stack.channel.cards, service, 'incident', isFiring);

test.beforeAll(async () => {
  test.setTimeout(180_000);
  stack = await AlertStack.start();
  // An ordinary picture to form, for the burst that comes later. While the sidecar is stopped it is not sent.
  pulse = setInterval(() => void stack.send(heartbeats('pulse', 10)).catch(() => undefined), 1000);
});

test.afterEach(() => stack.explain(test.info()));

test.afterAll(async () => {
  clearInterval(pulse);
  await AlertStack.stopAll();
});

test('each fault of the demo gives a card by its rule, and an incident a mail', async () => {
  await stack.send([
    ...FAULTS.flatMap(({ name }) => faultLines(name)),
    diskFull('vault', { _msg: `ERROR: No space left on device, user=bot password=${SECRET}` }),
    diskFull('shelf', { _msg: '[click here](https://evil.example/x) ERROR: No space left on device' }),
  ]);
  for (const { family, service } of FAULTS) {
    await expect.poll(() => cardsOf(stack.channel.cards, service, family).length, within).toBeGreaterThan(0);
    if (family === 'incident')
      await expect.poll(() => incidentMails(service).length, within).toBeGreaterThan(0);
  }
  for (const service of ['vault', 'shelf'])
    await expect.poll(() => incidentMails(service).length, within).toBe(1);
  // One message for each service and category, however many kinds of lines it tells of.
  const ofGroups = (titles: readonly string[]): string[] =>
    titles.map((title) => title.replace(/, \d+ kinds$/, ''));
  const cards = (): string[] => ofGroups(stack.channel.cards.map(({ title }) => title));
  const mails = (): string[] => ofGroups(stack.mailbox.mails.map(({ subject }) => subject));
  const incidents = (): string[] => cards().filter((title) => title.includes('incident'));
  await expect.poll(() => mails().filter((title) => !incidents().includes(title)), within).toEqual([]);
  await expect.poll(() => incidents().filter((title) => !mails().includes(title)), within).toEqual([]);
  for (const titles of [cards(), mails()]) expect(new Set(titles).size).toBe(titles.length);
});

test('a message says what, where, since when, how many, the line, its kind, and what to do', () => {
  const [mail] = incidentMails('orders-db').filter(({ subject }) => subject.includes('storage'));
  expect(mail?.subject).toMatch(/^Presage: incident in orders-db \(storage\)/);
  for (const part of [
    /Where: orders-db \(storage\)/,
    /Since: \d{4}-\d\d-\d\d \d\d:\d\d UTC, \d+ lines? lately/,
    /First such line: “.*No space left on device/,
    /Kind: “.*could not extend file/,
    /First step: \w/,
  ]) {
    expect(mail?.text).toMatch(part);
    expect(mail?.html.replace(/&[#\w]+;/g, ' ')).toMatch(part);
  }
  const [card] = incidentCards('orders-db').filter(({ title }) => title.includes('storage'));
  expect(card?.text).toMatch(
    /\[Explain\]\(http[^)]+\) · \[Service\]\(http[^)]+\) · \[Silence\]\(http[^)]+\)/,
  );
});

test('no message carries a secret, a planted link, or a template that was not filled in', () => {
  const texts = [
    ...stack.mailbox.mails.map(({ subject, text, html }) => `${subject}\n${text}\n${html}`),
    ...stack.channel.cards.map(({ text }) => text),
  ];
  expect(texts.length).toBeGreaterThan(FAULTS.length);
  for (const text of texts) {
    expect(text).not.toContain(SECRET);
    expect(text).not.toMatch(/:\/\/evil|\]\([^)]*evil/);
    expect(text).not.toMatch(/<no value>|%!\w|\{\{|\}\}|sig=/);
  }
});

test("Teams takes every card, and a Viewer's browser opens what it links to, at the right time", async ({
  browser,
}) => {
  for (const { wrong } of stack.channel.cards) expect(wrong).toBeUndefined();
  const page = await browser.newPage({ baseURL: stack.grafana });
  const [mail] = incidentMails('checkout');
  const [card] = cardsOf(stack.channel.cards, 'storefront', 'preventive');
  for (const message of [mail?.text ?? '', card?.text ?? '']) {
    const links = linksIn(message).filter((url) => url.includes('/d/presage-'));
    expect(links.length).toBeGreaterThanOrEqual(3);
    for (const link of links) await opens(page, link);
  }
  await page.close();
});

test('who may silence finds the silence filled in', async ({ browser }) => {
  const [mail] = incidentMails('checkout');
  const link = linksIn(mail?.text ?? '').find((url) => url.includes('/alerting/silence/new')) ?? '';
  const context = await browser.newContext({ extraHTTPHeaders: ADMIN });
  const page = await context.newPage();
  await page.goto(link);
  const values = async (): Promise<string[]> =>
    page
      .locator('input')
      .evaluateAll((inputs) => inputs.map((input) => (input as { value?: string }).value ?? ''));
  await expect.poll(values, within).toEqual(expect.arrayContaining(['Incident', 'checkout']));
  await context.close();
});

test('preventive actions are told to Teams alone', () => {
  expect(stack.channel.cards.some((card) => about(card).family === 'preventive')).toBe(true);
  expect(stack.mailbox.mails.filter(({ subject }) => subject.includes('preventive'))).toEqual([]);
});

test('a line that comes an hour late alerts', async () => {
  const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
  await stack.send([diskFull('latecomer', { _time: hourAgo })]);
  await expect.poll(() => incidentMails('latecomer').length, within).toBe(1);
});

test('lines that could not be taken are told of', async () => {
  await fetch(`${stack.sidecar}/insert/jsonline`, {
    method: 'POST',
    headers: { 'content-type': 'application/stream+json' },
    body: '{"_msg":"well"}\n{"_msg":',
  });
  await expect
    .poll(() => stack.mailbox.mails.some(({ subject }) => subject.includes('Lines set aside')), within)
    .toBe(true);
});

test('of several kinds one resolving and the last resolving are told once each', async () => {
  const first = diskFull('pair');
  const second: Line = {
    _msg: 'EXT4-fs (sda1): Remounting filesystem read-only',
    service: 'pair',
  };
  await stack.send([first, second]);
  const isTold = (): number => incidentMails('pair').length;
  await expect.poll(isTold, within).toBeGreaterThan(0);
  const groups = isTold();
  const resolved = (): string[] =>
    [...incidentMails('pair'), ...incidentMails('pair', false)].flatMap(
      ({ text }) => text.match(/Resolved: .*/g) ?? [],
    );
  const until = Date.now() + 120_000;
  while (resolved().length === 0 && Date.now() < until) {
    await stack.send([first]);
    await pause(4000);
  }
  expect(resolved()).toHaveLength(1);
  expect(resolved()[0]).toContain('Remounting');
  await expect.poll(() => resolved().length, { timeout: 120_000, intervals: [500] }).toBe(2);
  expect(resolved()[1]).toContain('could not extend file');
  expect(groups).toBeLessThanOrEqual(2);
});

test('a service that behaves unusually is told of by its score', async () => {
  for (let second = 0; second < 12; second++) {
    await stack.send(heartbeats('pulse', 1500));
    await pause(1000);
  }
  const isTold = (): boolean =>
    stack.mailbox.mails.some(({ subject }) => subject === 'Presage: pulse behaves unusually');
  await expect.poll(isTold, within).toBe(true);
  const mail = stack.mailbox.mails.find(({ subject }) => subject.includes('pulse'));
  expect(mail?.text).toMatch(/anomaly score reached \d+\.\d; above 1\.0 is alerted on/);
});

test('a storm of the widest characters still fits a card', async () => {
  const service = '𐌰'.repeat(80);
  await stack.send(wideStorm(service, 60));
  const told = () => stack.channel.cards.filter(({ title }) => title.includes('𐌰'.repeat(30)));
  await expect.poll(() => told().length, within).toBeGreaterThan(0);
  for (const { wrong, bytes, text } of told()) {
    expect(wrong).toBeUndefined();
    expect(text).toMatch(/and \d+ more/);
    process.stdout.write(
      `    a card of ${bytes} of ${CARD_BYTES} bytes, ${text.match(/First such line: /g)?.length ?? 0} kinds listed\n`,
    );
  }
});

test('a storm of 500 kinds gives few bounded messages, and hides no other kind', async () => {
  const before = stack.channel.cards.length;
  await stack.send(storm('storm', 500));
  const isShortened = (): boolean =>
    stack.channel.cards
      .slice(before)
      .some(({ title, text }) => title.includes('in storm') && /and \d+ more/.test(text));
  // The kinds of the storm before this one are listed first, until they are over.
  await whileSending(stack, storm('storm', 500), isShortened);
  await stack.send([...storm('storm', 500), diskFull('storm'), diskFull('quay')]);
  const sent = Date.now();
  await expect.poll(() => incidentMails('quay').length, within).toBe(1);
  await expect
    .poll(() => incidentMails('storm').some(({ text }) => text.includes('No space left')), within)
    .toBe(true);
  expect(Date.now() - sent).toBeLessThan(60_000);
  const cards = stack.channel.cards.slice(before);
  expect(cards.length).toBeLessThan(60);
  for (const { wrong, bytes, text } of cards) {
    expect(wrong).toBeUndefined();
    expect(bytes).toBeLessThan(CARD_BYTES);
    expect(text.match(/First such line: /g)?.length ?? 0).toBeLessThanOrEqual(5);
  }
  process.stdout.write(`    ${cards.length} cards\n`);
});

test('in quiet hours no preventive action is told, and every incident is', async () => {
  const hour = (offset: number): string =>
    new Date(Date.now() + offset * 3_600_000).toISOString().slice(11, 16);
  await stack.reprovision({ PRESAGE_ALERT_QUIET_HOURS: `${hour(-1)}-${hour(1)}` });
  await stack.takenOver();
  await stack.send([certificateEnds('night'), diskFull('night')]);
  await expect.poll(() => incidentCards('night').length, within).toBe(1);
  const preventive = async (): Promise<number> => {
    const reply = await stack.ask('/api/alertmanager/grafana/api/v2/alerts/groups');
    return ((await reply.json()) as Group[])
      .flatMap(({ alerts }) => alerts)
      .filter(({ labels }) => labels['service'] === 'night' && labels['presage'] === 'preventive').length;
  };
  await expect.poll(preventive, within).toBe(1);
  expect(cardsOf(stack.channel.cards, 'night', 'preventive')).toEqual([]);
  await stack.reprovision({});
  // What is over by the morning is not told.
  const isTold = (): boolean => cardsOf(stack.channel.cards, 'night', 'preventive').length === 1;
  await whileSending(stack, [certificateEnds('night')], isTold);
});

interface Group {
  readonly alerts: readonly { readonly labels: Readonly<Record<string, string>> }[];
}

async function opens(page: Page, link: string): Promise<void> {
  await page.goto(link);
  const asked = new URL(link);
  await expect(page).toHaveURL(new RegExp(asked.pathname));
  const shown = new URL(page.url()).searchParams;
  for (const [name, value] of asked.searchParams)
    expect(momentOf(shown.get(name) ?? ''), name).toBe(momentOf(value));
  const title = asked.pathname.replace('/d/presage-', '');
  await expect(page.getByText(new RegExp(`Presage · ${title}`, 'i')).first()).toBeVisible();
  await expect(page.getByText(/Dashboard not found|Access denied|Panel plugin not found/)).toHaveCount(0);
}

/** Grafana writes times its own way into the address. */
function momentOf(value: string): string {
  return /^\d{4}-\d\d-\d\dT/.test(value) ? String(Date.parse(value)) : value;
}
