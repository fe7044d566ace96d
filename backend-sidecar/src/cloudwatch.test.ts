// The whole sidecar against moto, an emulator of AWS: events of CloudWatch Logs are stored once, over a kill, of many accounts.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AwsProxy } from './aws-proxy.fixture.ts';
import { noMoto, startMoto, type Moto } from './moto.fixture.ts';
import { count, eventually, newFolder, startSidecar, type Sidecar } from './sidecar.fixture.ts';

const suite = noMoto === undefined ? describe : describe.skip;
const GROUP = '/app/shop';
const REGION = 'eu-west-1';
const KEYS = { accessKeyId: 'id', secretAccessKey: 'secret' };
const BY_KEYS = 'access_key_env: KEY, secret_key_env: SECRET';

let moto: Moto | undefined;
let proxy: AwsProxy | undefined;
let endpoint = '';
let proxied = '';
const running: Sidecar[] = [];

beforeAll(async () => {
  if (noMoto !== undefined) return;
  moto = await startMoto();
  endpoint = moto.url;
  proxy = new AwsProxy(endpoint);
  proxied = await proxy.listen();
});

afterAll(async () => {
  await Promise.all(running.map((sidecar) => sidecar.kill()));
  await proxy?.close();
  await moto?.stop();
});

/** A sidecar that reads what the lines of its file say. */
async function open(folder: string, lines: readonly string[], more = {}): Promise<Sidecar> {
  const file = join(folder, 'clouds.yml');
  writeFileSync(file, ['cloudwatch:', ...lines.map((line) => `  ${line}`)].join('\n'));
  const settings = { PRESAGE_CLOUD_SOURCES: file, KEY: 'id', SECRET: 'secret', ...more };
  const sidecar = await startSidecar(join(folder, 'data'), settings);
  running.push(sidecar);
  return sidecar;
}

/** One source: what it is called, where it asks, and how. */
function source(name: string, group: string, access: string, where = endpoint): string {
  return `${name}: {regions: [${REGION}], groups: [${group}], every: 1s, endpoint: '${where}', ${access}}`;
}

const roleIn = (account: string): string => `arn:aws:iam::${account}:role/reader`;

/** A new group with a stream, of the account of the keys or of another; what it returns adds 200 events. */
async function newGroup(group: string, account?: string): Promise<(from: number) => Promise<unknown>> {
  const params = { RoleArn: roleIn(account ?? ''), RoleSessionName: 'writer' };
  const clientConfig = { region: REGION, endpoint };
  const credentials =
    account === undefined
      ? KEYS
      : fromTemporaryCredentials({ masterCredentials: KEYS, params, clientConfig });
  const client = new CloudWatchLogsClient({ region: REGION, endpoint, credentials });
  const stream = { logGroupName: group, logStreamName: 'web-1' };
  await client.send(new CreateLogGroupCommand({ logGroupName: group }));
  await client.send(new CreateLogStreamCommand(stream));
  return (from) => {
    const logEvents = Array.from({ length: 200 }, (_, at) => ({
      timestamp: Date.now() - 1000 + at,
      message: `order ${from + at} taken`,
    }));
    return client.send(new PutLogEventsCommand({ ...stream, logEvents }));
  };
}

/** How many lines of a group are stored, once there are so many. */
function stored({ url }: Sidecar, group: string, atLeast: number, tenant = '0'): Promise<number> {
  const filters = [{ field: 'log_group', op: '=', values: [group] }];
  return eventually(
    () => count(url, { filters }, { AccountID: tenant }),
    (lines) => lines >= atLeast,
  );
}

interface FeedShown {
  readonly name: string;
  readonly state: string;
  readonly message: string;
}

async function feedsOf({ url }: Sidecar): Promise<ReadonlyMap<string, FeedShown>> {
  const { feeds } = (await (await fetch(`${url}/api/v1/status`)).json()) as { feeds: readonly FeedShown[] };
  return new Map(feeds.map((feed) => [feed.name, feed]));
}

suite(`CloudWatch Logs${noMoto === undefined ? '' : ` (skipped: ${noMoto})`}`, () => {
  test('events are stored with their group and stream, and once, though the sidecar is killed in between', async () => {
    const put = await newGroup(GROUP);
    const folder = newFolder();
    const lines = [source('shop', GROUP, BY_KEYS)];
    await put(0);
    const first = await open(folder, lines);
    expect(await stored(first, GROUP, 200)).toBe(200);
    await first.kill();
    await put(200);
    const second = await open(folder, lines);
    expect(await stored(second, GROUP, 400)).toBe(400);
    expect((await feedsOf(second)).get('cloudwatch:shop')).toMatchObject({ state: 'running' });
  });

  test('accounts stand side by side by role and by profile; a role that is refused is named, and the others go on', async () => {
    const [shop, bank] = [
      await newGroup('/app/web', '111111111111'),
      await newGroup('/app/web', '222222222222'),
    ];
    await shop(0);
    await bank(0);
    await bank(200);
    const folder = newFolder();
    const config = join(folder, 'aws.ini');
    const profile = ['[profile bank]', `role_arn = ${roleIn('222222222222')}`, 'source_profile = base'];
    const base = ['[profile base]', 'aws_access_key_id = id', 'aws_secret_access_key = secret'];
    writeFileSync(config, [...profile, `region = ${REGION}`, ...base].join('\n'));
    proxy?.refusedRoles.add(roleIn('333333333333'));
    const lines = [
      source('locked', '/app/web', `${BY_KEYS}, role: '${roleIn('333333333333')}'`),
      source('shop', '/app/web', `${BY_KEYS}, role: '${roleIn('111111111111')}', tenant: '1:0'`),
      source('bank', '/app/web', `profile: bank, tenant: '2:0'`),
    ];
    const more = { AWS_ENDPOINT_URL_STS: proxied, AWS_CONFIG_FILE: config };
    const sidecar = await open(folder, lines, more);
    expect(await stored(sidecar, '/app/web', 200, '1')).toBe(200);
    expect(await stored(sidecar, '/app/web', 400, '2')).toBe(400);
    const feeds = await eventually(
      () => feedsOf(sidecar),
      (all) => all.get('cloudwatch:locked')?.state === 'failing',
    );
    expect(feeds.get('cloudwatch:locked')?.message).toMatch(
      /AccessDenied: The role arn:aws:iam::333333333333:role\/reader cannot be assumed: .*trust policy must name who asks/,
    );
    expect(feeds.get('cloudwatch:shop')).toMatchObject({ state: 'running' });
    expect(feeds.get('cloudwatch:bank')).toMatchObject({ state: 'running' });
    await shop(200);
    expect(await stored(sidecar, '/app/web', 400, '1')).toBe(400);
  });

  test('credentials of a role are renewed before they end, and when AWS ends them early', async () => {
    if (proxy === undefined) throw new Error('no proxy');
    const { keys, refusedKeys } = proxy;
    const put = await newGroup('/app/mail', '444444444444');
    await put(0);
    // AWS's library renews five minutes before the end.
    proxy.lifeMs = 302_000;
    keys.length = 0;
    const access = `${BY_KEYS}, role: '${roleIn('444444444444')}'`;
    const more = { AWS_ENDPOINT_URL_STS: proxied };
    const sidecar = await open(newFolder(), [source('mail', '/app/mail', access, proxied)], more);
    const different = (): Promise<number> => Promise.resolve(new Set(keys).size);
    expect(await eventually(different, (n) => n >= 2)).toBeGreaterThanOrEqual(2);
    proxy.lifeMs = undefined;
    const before = await different();
    await eventually(different, (n) => n > before);
    for (const key of keys) refusedKeys.add(key);
    await put(200);
    expect(await stored(sidecar, '/app/mail', 400)).toBe(400);
    expect((await feedsOf(sidecar)).get('cloudwatch:mail')).toMatchObject({ state: 'running' });
    expect(sidecar.words()).not.toContain('ExpiredToken');
  });
});
