// The whole sidecar against moto, an emulator of AWS: events of CloudWatch Logs are stored once, over a kill too.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { count, eventually, newFolder, startSidecar, type Sidecar } from './sidecar.fixture.ts';

const hasMoto = spawnSync('moto_server', ['--help'], { timeout: 20_000 }).status === 0;
const withMoto = hasMoto ? test : test.skip;
const GROUP = '/app/shop';

let emulator: ChildProcess | undefined;
let endpoint = '';
const running: Sidecar[] = [];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

beforeAll(async () => {
  if (!hasMoto) return;
  const port = await freePort();
  endpoint = `http://127.0.0.1:${port}`;
  emulator = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const answers = (): Promise<boolean> =>
    fetch(endpoint).then(
      () => true,
      () => false,
    );
  await eventually(answers, (isUp) => isUp);
}, 60_000);

afterAll(async () => {
  await Promise.all(running.map((sidecar) => sidecar.kill()));
  emulator?.kill('SIGKILL');
});

withMoto(
  'events are stored with their group and stream, and once, though the sidecar is killed in between',
  async () => {
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
  },
  120_000,
);

if (!hasMoto) test('needs moto_server on the PATH', () => expect(hasMoto).toBe(false));
