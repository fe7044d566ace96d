import { expect, test } from '@jest/globals';
import { SILENT_LOG } from '@presage/contract';
import type { Feed } from '../feed.ts';
import { PollBudget } from '../poll-budget.ts';
import { HOUR, MINUTE, pollWorld, START, started, type PollWorld } from '../poll.fixture.ts';
import { openCloudWatch, serviceOfGroup, type CloudWatchOptions } from './cloudwatch-source.ts';
import { FakeCloudWatch, type FakeEvent } from './fake-cloudwatch.ts';

type World = PollWorld<FakeCloudWatch>;
const world = (): Promise<World> => pollWorld((nowMs) => new FakeCloudWatch(nowMs));

async function open(
  { clock, journal, folder, endpoint }: World,
  more: Partial<CloudWatchOptions> = {},
): Promise<Feed> {
  const budget = new PollBudget(3, () => clock.monotonicMs());
  const feed = openCloudWatch({
    ...{ name: 'shop', account: 'shop', tenant: '0:0', folder, clock, log: SILENT_LOG, intake: journal },
    access: {
      keys: { id: 'id', secret: 'secret', session: undefined },
      ...{ profile: undefined, role: undefined, externalId: undefined, endpoint },
    },
    ...{
      region: 'eu-west-1',
      groups: ['/app/shop'],
      prefixes: [],
      pattern: undefined,
      service: undefined,
    },
    ...{ everyMs: 10_000, sinceMs: 0, recalled: journal.recalled(), budget },
    ...more,
  });
  return started(feed);
}

let made = 0;
function event(atMs: number, lateMs = 0, message = 'order taken'): FakeEvent {
  const eventId = String(37_000_000_000 + made++).padStart(56, '3');
  return {
    eventId,
    timestamp: START + atMs,
    ingestionTime: START + atMs + lateMs,
    message,
    logStreamName: 'web-1',
  };
}

const idsOf = ({ journal }: World): string[] => journal.lines('aws_event_id').map(({ value }) => value);

test('events come in with their time, group, stream, region and service', async () => {
  const here = await world();
  here.cloud.put(
    '/app/shop',
    event(1000, 0, '{"level":"error","message":"no stock","order":12345678901234567890}\n'),
  );
  const feed = await open(here);
  await here.clock.passes(30_000);
  await feed.stop();
  const [arrival] = here.journal.arrivals;
  expect(arrival).toMatchObject({ tenant: '0:0', source: 'cloudwatch', backfill: false });
  expect(arrival?.origin).toMatch(/^[0-9a-f]{8}$/);
  expect(here.journal.lines('service')).toEqual([{ value: 'shop', backfill: false, timeMs: START + 1000 }]);
  const field = (name: string) => here.journal.lines(name)[0]?.value;
  expect(field('log_group')).toBe('/app/shop');
  expect(field('log_stream')).toBe('web-1');
  expect(field('region')).toBe('eu-west-1');
  expect(field('source')).toBe('aws-cloudwatch');
  expect(field('order')).toBe('12345678901234567890');
  expect(feed.status()).toMatchObject({
    state: 'running',
    position: 'newest line of 2026-03-01T12:00:01.000Z',
  });
});

test('a service is the last part of its group', () => {
  expect(['/aws/lambda/checkout', 'shop', '/ecs/shop/'].map(serviceOfGroup)).toEqual([
    'checkout',
    'shop',
    'shop',
  ]);
});

test('what comes late is live within the look-back and old in a sweep; each once', async () => {
  const here = await world();
  const [first, late, later] = [event(MINUTE), event(2 * MINUTE, 8 * MINUTE), event(3 * MINUTE, 40 * MINUTE)];
  const ticks = Array.from({ length: 120 }, (_, at) => event(4 * MINUTE + at * 30_000));
  here.cloud.put('/app/shop', first, late, later, ...ticks);
  await open(here);
  await here.clock.passes(75 * MINUTE);
  const lines = new Map(here.journal.lines('aws_event_id').map(({ value, backfill }) => [value, backfill]));
  expect([first, late, later].map(({ eventId }) => lines.get(eventId))).toEqual([false, false, true]);
  expect(here.journal.lines('aws_event_id')).toHaveLength(123);
});

test('what the cloud had before the first start is old, and only as much of it is read as is asked', async () => {
  const here = await world();
  const [long, before, after] = [event(-2 * HOUR), event(-HOUR / 2), event(5000)];
  here.cloud.put('/app/shop', long, before, after);
  await open(here, { sinceMs: HOUR });
  await here.clock.passes(MINUTE);
  expect(here.journal.lines('aws_event_id').map(({ value, backfill }) => [value, backfill])).toEqual([
    [before.eventId, true],
    [after.eventId, false],
  ]);
});

test('groups are found by their prefix, also those that are made later; a pattern goes to the cloud', async () => {
  const here = await world();
  for (const name of ['a', 'b', 'c'])
    here.cloud.put(`/aws/lambda/${name}`, event(1000, 0, `ERROR in ${name}`));
  here.cloud.put('/other', event(1000, 0, 'ERROR elsewhere'));
  await open(here, { groups: [], prefixes: ['/aws/lambda/'], pattern: 'ERROR' });
  await here.clock.passes(MINUTE);
  here.cloud.put(
    '/aws/lambda/new',
    event(2 * MINUTE, 0, 'ERROR in new'),
    event(2 * MINUTE, 0, 'all is well'),
  );
  await here.clock.passes(10 * MINUTE);
  expect(
    here.journal
      .lines('service')
      .map(({ value }) => value)
      .sort(),
  ).toEqual(['a', 'b', 'c', 'new']);
});

test('a group that is not there is told, and the others are read', async () => {
  const here = await world();
  here.cloud.put('/app/shop', event(1000));
  const feed = await open(here, { groups: ['/app/gone', '/app/shop'] });
  await here.clock.passes(MINUTE);
  expect(idsOf(here)).toHaveLength(1);
  expect(feed.status().state).toBe('failing');
  expect(feed.status().message).toContain('/app/gone (eu-west-1): ResourceNotFoundException');
  here.cloud.put('/app/gone', event(2 * MINUTE));
  await here.clock.passes(4 * MINUTE);
  expect(idsOf(here)).toHaveLength(2);
  expect(feed.status().state).toBe('running');
});

test('what comes while it is paused is read afterwards', async () => {
  const here = await world();
  here.cloud.put('/app/shop', event(1000));
  const feed = await open(here);
  await here.clock.passes(MINUTE);
  feed.pause();
  here.cloud.put('/app/shop', event(70_000));
  expect(feed.status().state).toBe('paused');
  feed.resume();
  await here.clock.passes(MINUTE);
  expect(idsOf(here)).toHaveLength(2);
});

test('two hours of late events, bursts, empty pages, throttling and a wrong clock: every event once, within the budget', async () => {
  const here = await world();
  Object.assign(here.cloud.faults, { pageEvents: 200, emptyEvery: 3, throttleEvery: 17, mostPerSecond: 6 });
  const groups = ['/app/shop', '/app/pay', '/app/mail'];
  for (const [at, group] of groups.entries())
    for (let second = 0; second < 7200; second += 20 + at) {
      const burst = second % 600 === 0 ? 120 : 1;
      const lateMs = second % 11 === 0 ? 7 * MINUTE : second % 97 === 0 ? 30 * MINUTE : 2000;
      here.cloud.put(group, ...Array.from({ length: burst }, () => event(second * 1000, lateMs)));
    }
  const feed = await open(here, { groups, everyMs: 60_000 });
  for (const skewMs of [0, -3 * MINUTE, 4 * MINUTE, 0]) {
    here.clock.skewMs = skewMs;
    await here.clock.passes(30 * MINUTE);
  }
  await here.clock.passes(HOUR);
  await feed.stop();
  const expected = groups.flatMap(
    (group) => here.cloud.groups.get(group)?.map(({ eventId }) => eventId) ?? [],
  );
  expect(idsOf(here).sort()).toEqual(expected.sort());
  // 3 a second at most, of which a tenth for sweeps.
  expect(here.cloud.asked.length).toBeLessThan((3 * here.clock.monotonic) / 1000 + 10);
});
