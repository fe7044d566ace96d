// The whole sidecar against moto, an emulator of AWS: events of CloudWatch Logs are stored once, over a kill too.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { noMoto, startMoto, type Moto } from './moto.fixture.ts';
import { count, eventually, newFolder, startSidecar, type Sidecar } from './sidecar.fixture.ts';

const suite = noMoto === undefined ? describe : describe.skip;
const GROUP = '/app/shop';

let moto: Moto | undefined;
let endpoint = '';
const running: Sidecar[] = [];

beforeAll(async () => {
  if (noMoto !== undefined) return;
  moto = await startMoto();
  endpoint = moto.url;
}, 90_000);

afterAll(async () => {
  await Promise.all(running.map((sidecar) => sidecar.kill()));
  await moto?.stop();
});

suite(`CloudWatch Logs${noMoto === undefined ? '' : ` (skipped: ${noMoto})`}`, () => {
  test('events are stored with their group and stream, and once, though the sidecar is killed in between', async () => {
    const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' };
    const client = new CloudWatchLogsClient({ region: 'eu-west-1', endpoint, credentials });
    const put = async (from: number): Promise<void> => {
      const logEvents = Array.from({ length: 200 }, (_, at) => ({
        timestamp: Date.now() - 1000 + at,
        message: `order ${from + at} taken`,
      }));
      const command = { logGroupName: GROUP, logStreamName: 'web-1', logEvents };
      await client.send(new PutLogEventsCommand(command));
    };
    await client.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
    await client.send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName: 'web-1' }));
    const folder = newFolder();
    const file = join(folder, 'clouds.yml');
    const place = `{regions: [eu-west-1], prefixes: [/app/], every: 1s, endpoint: '${endpoint}'`;
    writeFileSync(file, `cloudwatch:\n  shop: ${place}, access_key_env: KEY, secret_key_env: SECRET}\n`);
    const settings = { PRESAGE_CLOUD_SOURCES: file, KEY: 'id', SECRET: 'secret' };
    const open = async (): Promise<Sidecar> => {
      const sidecar = await startSidecar(join(folder, 'data'), settings);
      running.push(sidecar);
      return sidecar;
    };
    const stored = ({ url }: Sidecar): Promise<number> =>
      count(url, { filters: [{ field: 'log_group', op: '=', values: [GROUP] }] });
    await put(0);
    const first = await open();
    await eventually(
      () => stored(first),
      (lines) => lines >= 200,
    );
    await first.kill();
    await put(200);
    const second = await open();
    await eventually(
      () => stored(second),
      (lines) => lines >= 400,
    );
    expect(await stored(second)).toBe(400);
    const status = (await (await fetch(`${second.url}/api/v1/status`)).json()) as { feeds: object[] };
    expect(status.feeds).toContainEqual(
      expect.objectContaining({ name: 'cloudwatch:shop', state: 'running' }),
    );
  }, 120_000);
});
