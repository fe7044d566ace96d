import { LogsQueryClient } from '@azure/monitor-query-logs';
import { describe, expect, test } from '@jest/globals';
import { SILENT_LOG } from '@presage/contract';
import type { Feed } from '../feed.ts';
import { PollBudget } from '../poll-budget.ts';
import { HOUR, MINUTE, pollWorld, START, started, type PollWorld } from '../poll.fixture.ts';
import { openAzure, type AzureOptions } from './azure-source.ts';
import { newCertificate } from './certificate.fixture.ts';
import { FakeAzure, type FakeRow } from './fake-azure.ts';

const pair = newCertificate();
const suite = pair === undefined ? describe.skip : describe;

type World = PollWorld<FakeAzure>;
const world = (): Promise<World> =>
  pollWorld((nowMs) => {
    if (pair === undefined) throw new Error('no certificate');
    return new FakeAzure(pair, nowMs);
  });

async function open(
  { clock, journal, folder, endpoint }: World,
  more: Partial<AzureOptions> = {},
): Promise<Feed> {
  const feed = openAzure({
    ...{ name: 'prod', tenant: '0:0', folder, clock, log: SILENT_LOG, intake: journal, service: undefined },
    access: { ...{ tenantId: 't', clientId: 'c', clientSecret: 's' }, authority: undefined, endpoint },
    ...{ workspaces: ['11111111-aaaa'], queries: ['AppTraces'], everyMs: 30_000, sinceMs: 0 },
    ...{ recalled: journal.recalled(), budget: new PollBudget(3, () => clock.monotonicMs()) },
    open: () => {
      const credential = {
        getToken: () => Promise.resolve({ token: 'token', expiresOnTimestamp: Date.now() + HOUR }),
      };
      const options = {
        retryOptions: { maxRetries: 0 },
        tlsOptions: { ca: pair?.cert },
        endpoint: `${endpoint}/v1`,
      };
      return Promise.resolve(new LogsQueryClient(credential, options));
    },
    ...more,
  });
  return started(feed);
}

let made = 0;
function row(atMs: number, lateMs = 0, cells: FakeRow['cells'] = { Message: 'order taken' }): FakeRow {
  const id = `item-${made++}`;
  return { id, timeMs: START + atMs, ingestedMs: START + atMs + lateMs, cells: { mark: id, ...cells } };
}

const marksOf = ({ journal }: World): string[] => journal.lines('mark').map(({ value }) => value);

suite(`Azure Monitor${pair === undefined ? ' (skipped: no openssl)' : ''}`, () => {
  test('rows come in with all their columns, and all digits of their time', async () => {
    const here = await world();
    const cells = {
      Message: 'no stock',
      SeverityLevel: 3,
      AppRoleName: 'shop',
      Properties: { order: 'a1' },
      Empty: '',
    };
    here.cloud.put('AppTraces', row(1000, 40_000, cells));
    const feed = await open(here);
    await here.clock.passes(2 * MINUTE);
    const [arrival] = here.journal.arrivals;
    expect(JSON.parse(Buffer.from(arrival?.body ?? '').toString())).toMatchObject({
      ...{ _time: '2026-03-01T12:00:01.0004567Z', Message: 'no stock', SeverityLevel: 3, service: 'shop' },
      Properties: { order: 'a1' },
    });
    expect(here.journal.lines('Properties.order')).toEqual([
      { value: 'a1', backfill: false, timeMs: START + 1000 },
    ]);
    expect(here.journal.lines('source')[0]?.value).toBe('azure-monitor');
    expect(feed.status()).toMatchObject({
      state: 'running',
      position: 'newest line of 2026-03-01T12:00:41.000Z',
    });
  });

  test('a query of the user is narrowed behind its table, over a wide span of the rows’ own time', async () => {
    const here = await world();
    here.cloud.put('Syslog', row(1000, 0, { SyslogMessage: 'disk full' }));
    await open(here, { queries: ["Syslog | where Facility == 'kern'"] });
    await here.clock.passes(2 * MINUTE);
    const { query, timespan, workspace } = here.cloud.asked[0] ?? { query: '', timespan: '', workspace: '' };
    expect(query.split('\n').slice(2)).toEqual([
      '| extend presage_ingested = tostring(ingestion_time()), presage_time = tostring(TimeGenerated)',
      "| where Facility == 'kern'",
      '| order by presage_ingested asc',
    ]);
    expect(timespan.startsWith('2026-01-')).toBe(true);
    expect(workspace).toBe('11111111-aaaa');
    expect(here.journal.lines('service')[0]?.value).toBe('Syslog');
  });

  test('rows that are equal in everything and have no id are all kept, once each', async () => {
    const here = await world();
    const equal = {
      id: '',
      timeMs: START + 1000,
      ingestedMs: START + 2000,
      cells: { Message: 'tick', mark: 'twin' },
    };
    here.cloud.put('AppTraces', equal, equal, equal);
    await open(here);
    await here.clock.passes(10 * MINUTE);
    expect(marksOf(here)).toEqual(['twin', 'twin', 'twin']);
  });

  test('of a partial answer nothing is taken: the window is halved until the answer is whole', async () => {
    const here = await world();
    here.cloud.faults.mostRows = 40;
    here.cloud.put('AppTraces', ...Array.from({ length: 500 }, (_, at) => row(at * 10)));
    const feed = await open(here, { everyMs: 10_000 });
    await here.clock.passes(5 * MINUTE);
    expect(here.cloud.partial).toBeGreaterThan(0);
    expect(marksOf(here).sort()).toEqual(
      here.cloud.tables
        .get('AppTraces')
        ?.map(({ id }) => id)
        .sort(),
    );
    expect(feed.status().state).toBe('running');
  });

  test('a refusal is waited out for as long as it says', async () => {
    const here = await world();
    here.cloud.faults.throttleEvery = 2;
    here.cloud.put('AppTraces', row(1000));
    await open(here);
    await here.clock.passes(10 * MINUTE);
    const times = here.cloud.asked.map(({ atMs }) => atMs);
    const pauses = times.slice(2).map((atMs, at) => atMs - (times[at + 1] ?? 0));
    expect(Math.min(...pauses.filter((_, at) => at % 2 === 0))).toBeGreaterThanOrEqual(20_000);
    expect(marksOf(here)).toHaveLength(1);
  });

  test('a table that is not there is told in Azure’s words, and the others are read', async () => {
    const here = await world();
    here.cloud.put('AppTraces', row(1000));
    const feed = await open(here, { queries: ['Nothing', 'AppTraces'] });
    await here.clock.passes(2 * MINUTE);
    expect(marksOf(here)).toHaveLength(1);
    expect(feed.status().message).toContain(
      "Nothing (11111111): BadArgumentError: Failed to resolve table 'Nothing'",
    );
  });

  test('two hours of late rows, bursts, partial answers and refusals: every row once', async () => {
    const here = await world();
    Object.assign(here.cloud.faults, { mostRows: 150, throttleEvery: 19 });
    const tables = ['AppTraces', 'Syslog'];
    for (const table of tables)
      for (let second = 0; second < 7200; second += 25) {
        const burst = second % 600 === 0 ? 100 : 1;
        const lateMs = second % 10 === 0 ? 45 * MINUTE : 3000;
        here.cloud.put(table, ...Array.from({ length: burst }, () => row(second * 1000, lateMs)));
      }
    await open(here, { queries: tables, everyMs: 60_000 });
    await here.clock.passes(3 * HOUR);
    const expected = tables.flatMap((table) => here.cloud.tables.get(table)?.map(({ id }) => id) ?? []);
    expect(marksOf(here).sort()).toEqual(expected.sort());
  });
});
