import { expect, test } from '@playwright/test';
import { AlertStack, MISSING } from './alerts/alert-stack.ts';
import { diskFull } from './alerts/lines.ts';
import { mailsOf } from './alerts/message.ts';
import { whileSending } from './alerts/while-sending.ts';

test.describe.configure({ mode: 'serial', timeout: 240_000 });
test.skip(MISSING !== undefined, MISSING);

let stack: AlertStack;
const within = { timeout: 90_000, intervals: [500] };
const incidentMails = (service: string, isFiring = true) =>
  mailsOf(stack.mailbox.mails, service, 'incident', isFiring);

test.beforeAll(async () => {
  test.setTimeout(180_000);
  stack = await AlertStack.start();
});

test.afterEach(() => stack.explain(test.info()));
test.afterAll(() => AlertStack.stopAll());

test('a store that stops is told of, and incidents still are', async () => {
  await stack.end('victoria-logs');
  const lagTold = (): boolean =>
    stack.mailbox.mails.some(({ subject }) => subject === 'Presage: A store does not keep up');
  await whileSending(stack, [diskFull('steady')], lagTold);
  expect(incidentMails('steady')).toHaveLength(1);
  expect(incidentMails('steady', false)).toEqual([]);
  await stack.startLogs();
});

test('a sidecar that stops is told of, and resolves nothing until it is back', async () => {
  await stack.send([diskFull('steady')]);
  await stack.end('sidecar');
  const silence = (): boolean =>
    stack.mailbox.mails.some(({ subject }) => subject === 'Presage: Presage does not answer');
  await expect.poll(silence, { timeout: 180_000, intervals: [500] }).toBe(true);
  expect(incidentMails('steady', false)).toEqual([]);
  await stack.startSidecar();
  await expect
    .poll(() => incidentMails('steady', false).length, { timeout: 120_000, intervals: [500] })
    .toBe(1);
  expect(incidentMails('steady')).toHaveLength(1);
});

test('at the default intervals a mail comes within 90 s of the first line', async () => {
  await stack.reprovision({
    PRESAGE_ALERT_INTERVAL: '20s',
    PRESAGE_ALERT_WINDOW: '5m',
    PRESAGE_ALERT_GROUP_WAIT: '15s',
    PRESAGE_ALERT_GROUP_INTERVAL: '2m',
  });
  await stack.takenOver();
  const sent = Date.now();
  await stack.send([diskFull('default')]);
  await expect.poll(() => incidentMails('default').length, within).toBe(1);
  const [mail] = incidentMails('default');
  const seconds = ((mail?.atMs ?? Infinity) - sent) / 1000;
  process.stdout.write(`    from the first line to the mail: ${seconds.toFixed(1)} s\n`);
  expect(seconds).toBeLessThan(90);
});
