import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  count,
  eventually,
  insert,
  newFolder,
  query,
  runPresage,
  startSidecar,
  type Sidecar,
} from './sidecar.fixture.ts';

/** The header of a segment in a format that there is not yet. */
const LATER_SEGMENT = ((): Buffer => {
  const copy = Buffer.alloc(24);
  copy.writeUInt32LE(0x535250f5, 0);
  copy.writeUInt16LE(99, 4);
  copy.writeUInt32LE(crc32(copy.subarray(0, 20)), 20);
  return Buffer.concat([copy, copy]);
})();

let running: Sidecar | undefined;

afterEach(async () => {
  await running?.kill();
  running = undefined;
});

/** Whether the embedded store holds the row of a template that was corrected. */
function isCorrectedIn(folder: string): boolean {
  const path = join(folder, 'templates.sqlite');
  if (!existsSync(path)) return false;
  const db = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  try {
    const rows = db.prepare('SELECT row FROM templates').all();
    return rows.some(({ row }) => String(row).includes('\\"corrected\\":true'));
  } catch {
    // The store is just making its tables.
    return false;
  } finally {
    db.close();
  }
}

function outputOf(stream: Readable | null): Readable {
  if (!stream) throw new Error('the stream is not piped');
  return stream;
}

describe('presage serve, as a user runs it', () => {
  test('lines that are sent come back classified, with their own fields unchanged', async () => {
    running = await startSidecar(newFolder());
    const sent = await insert(running.url, [
      { _msg: 'user 17 logged in', service: 'web', level: 'info', big: 1 },
      { _msg: 'Out of memory: Killed process 812 (java) total-vm:812kB', service: 'kernel', host: 'a' },
      { _msg: 'TLS certificate for example.org expires in 5 days', service: 'web', level: 'warn' },
    ]);
    expect(sent).toMatchObject({ status: 200, body: { accepted: 3, rejected: 0 } });
    const { url } = running;
    expect(
      await eventually(
        () => count(url),
        (n) => n === 3,
      ),
    ).toBe(3);
    expect(await count(url, { filters: [{ field: 'presage_class', op: '=', values: ['incident'] }] })).toBe(
      1,
    );
    expect(
      await count(url, { filters: [{ field: 'presage_class', op: '=', values: ['preventive_action'] }] }),
    ).toBe(1);
    const rows = await query(url, {
      query_type: 'logs',
      filters: [{ field: 'service', op: '=', values: ['kernel'] }],
    });
    const frame = rows.frames[0];
    const column = (name: string): unknown =>
      frame?.data.values[frame.schema.fields.findIndex((field) => field.name === name)]?.[0];
    expect(column('body')).toBe('Out of memory: Killed process 812 (java) total-vm:812kB');
    expect(column('labels')).toMatchObject({ host: 'a', service: 'kernel', presage_class: 'incident' });
    expect(String(column('id'))).toMatch(/^[0-9a-z]+-[0-9a-z]+-[0-9a-z]+$/);
  });

  test('a request that is partly wrong is told so, and its bad lines are kept as dead letters across a restart', async () => {
    const folder = newFolder();
    running = await startSidecar(folder);
    const reply = await fetch(`${running.url}/insert/jsonline`, {
      method: 'POST',
      body: '{"_msg":"good"}\n{"_msg":\n{"_msg":"late","_time":"yesterday"}\n',
    });
    expect(reply.status).toBe(200);
    expect(await reply.json()).toMatchObject({
      accepted: 1,
      rejected: 2,
      errors: [
        { line: 2, reason: 'not_json' },
        { line: 3, reason: 'bad_time' },
      ],
    });
    await running.kill();
    running = await startSidecar(folder);
    const status = (await (await fetch(`${running.url}/api/v1/status`)).json()) as { dead_letters: unknown };
    expect(status.dead_letters).toEqual({ not_json: 1, bad_time: 1 });
  });

  test('curl without a content type that says NDJSON is told what to send', async () => {
    running = await startSidecar(newFolder());
    const reply = await fetch(`${running.url}/insert/jsonline`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: '{"_msg":"x"}',
    });
    expect(reply.status).toBe(415);
    expect(await reply.text()).toContain('application/stream+json');
  });

  test('files named on the command line are followed and classified', async () => {
    const folder = newFolder();
    const file = join(folder, 'app.log');
    writeFileSync(file, '2026-01-02T03:04:05Z ERROR disk failure on sda\n\tat one.Frame\n');
    running = await startSidecar(folder, {}, [file]);
    const { url } = running;
    const window = { from: '2026-01-01T00:00:00Z', to: '2026-01-03T00:00:00Z' };
    const rows = (): ReturnType<typeof query> =>
      query(url, { query_type: 'logs', from: window.from, to: new Date().toISOString() });
    const found = await eventually(rows, (result) => (result.frames[0]?.data.values[0]?.length ?? 0) > 0);
    expect(JSON.stringify(found.frames[0]?.data.values)).toContain('disk failure on sda\\n\\tat one.Frame');
  });

  test('the same idempotency key is stored once and gets the same answer, also across a restart', async () => {
    const folder = newFolder();
    running = await startSidecar(folder);
    const key = { 'idempotency-key': 'batch-1' };
    const send = () => insert(running?.url ?? '', [{ _msg: 'once' }, { _msg: '' }], key);
    const first = await send();
    expect(first).toMatchObject({
      status: 200,
      body: { accepted: 1, rejected: 1, errors: [{ line: 2, reason: 'no_message' }] },
    });
    expect(await send()).toEqual(first);
    await running.kill();
    running = await startSidecar(folder);
    expect(await send()).toEqual(first);
    await insert(running.url, [{ _msg: 'last' }]);
    const { url } = running;
    expect(
      await eventually(
        () => count(url),
        (n) => n >= 2,
      ),
    ).toBe(2);
  });

  test('what a person corrected holds for later lines, over older rows, and when only the store is left', async () => {
    const folder = newFolder();
    running = await startSidecar(folder);
    const line = { _msg: 'nightly sync of partner feed failed', service: 'feeds', level: 'error' };
    await insert(running.url, [line]);
    const wrong = [{ field: 'presage_class', op: '=', values: ['normal'] }];
    const isRight = (n: number) => (found: number) => found === n;
    const first = running.url;
    expect(await eventually(() => count(first), isRight(1))).toBe(1);
    const { templates } = (await (await fetch(`${first}/api/v1/templates`)).json()) as {
      templates: { template_id: string }[];
    };
    const correction = { template_id: templates[0]?.template_id, service: 'feeds', class: 'normal' };
    const reply = await fetch(`${first}/api/v1/corrections`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(correction),
    });
    expect(reply.status).toBeLessThan(300);
    expect(await eventually(() => count(first, { filters: wrong }), isRight(1))).toBe(1);
    // The template's row comes at the end of the bucket.
    const isKept = (): Promise<boolean> => Promise.resolve(isCorrectedIn(join(folder, 'store')));
    expect(await eventually(isKept, Boolean)).toBe(true);
    await running.stop();
    for (const name of readdirSync(folder))
      if (name !== 'store') rmSync(join(folder, name), { recursive: true });
    running = await startSidecar(folder);
    const { url } = running;
    await eventually(
      () => Promise.resolve(running?.words() ?? ''),
      (words) => words.includes('corrections and labels were taken'),
    );
    await insert(url, [line]);
    expect(await eventually(() => count(url, { filters: wrong }), isRight(2))).toBe(2);
  });

  test('a deployment marker is kept in its place, also by a restart after a kill', async () => {
    const folder = newFolder();
    running = await startSidecar(folder);
    await insert(running.url, [{ _msg: 'ready', service: 'cart' }]);
    const reply = await fetch(`${running.url}/api/v1/markers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ service: 'cart', text: 'version 2' }),
    });
    expect(await reply.json()).toMatchObject({ service: 'cart', text: 'version 2' });
    await insert(running.url, [{ _msg: 'ready', service: 'cart' }]);
    await running.kill();
    running = await startSidecar(folder);
    const { url } = running;
    await insert(url, [{ _msg: 'ready', service: 'cart' }]);
    const all = await eventually(
      () => count(url),
      (found) => found === 3,
    );
    expect(all).toBe(3);
  });

  test('where there was a token, the door stays shut when the last one is taken out', async () => {
    const folder = newFolder();
    const token = (
      await text(outputOf(runPresage(['token', 'create', '--role', 'admin', '--data', folder]).stdout))
    ).trim();
    running = await startSidecar(folder);
    const { url } = running;
    const statusOf = async (headers = {}): Promise<number> =>
      (await fetch(`${url}/api/v1/status`, { headers })).status;
    expect(await statusOf({ authorization: `Bearer ${token}` })).toBe(200);
    expect(await statusOf()).toBe(401);
    rmSync(join(folder, 'tokens.json'));
    const isRead = await eventually(
      () => Promise.resolve(running?.words().includes('the tokens were read again') === true),
      Boolean,
    );
    expect(isRead).toBe(true);
    expect(await statusOf()).toBe(401);
    expect(await statusOf({ authorization: `Bearer ${token}` })).toBe(401);
  });

  test('it refuses to listen beyond this machine without a token, and says what to do', async () => {
    const child = runPresage(['serve', '--listen', '0.0.0.0:0', '--data', newFolder()]);
    const words = await text(outputOf(child.stderr));
    expect(words).toContain('presage token create');
    expect(child.exitCode ?? (await new Promise((resolve) => child.once('exit', resolve)))).toBe(2);
  });

  test('a second sidecar on the same data folder, or on the same port, is refused with a sentence and no stack', async () => {
    const folder = newFolder();
    running = await startSidecar(folder);
    const { host } = new URL(running.url);
    const onFolder = runPresage(['serve', '--listen', '127.0.0.1:0', '--data', folder]);
    const onPort = runPresage(['serve', '--listen', host, '--data', newFolder()]);
    const [folderWords, portWords] = await Promise.all([
      text(outputOf(onFolder.stderr)),
      text(outputOf(onPort.stderr)),
    ]);
    expect(folderWords).toMatch(/another process|in use|locked/i);
    expect(portWords).toContain(`Presage cannot listen on ${host}`);
    expect(`${folderWords}${portWords}`).not.toMatch(/\n\s+at /);
  });

  test('a data folder that is none, or of another version, is refused with a sentence and no stack', async () => {
    const [file, later] = [join(newFolder(), 'file'), newFolder()];
    writeFileSync(file, '');
    mkdirSync(join(later, 'journal'));
    writeFileSync(
      join(later, 'journal', `journal-${'1'.padStart(10, '0')}-${'0'.repeat(16)}.segment`),
      LATER_SEGMENT,
    );
    const words = await Promise.all(
      [file, later].map((folder) =>
        text(outputOf(runPresage(['serve', '--listen', '127.0.0.1:0', '--data', folder]).stderr)),
      ),
    );
    expect(words[0]).toContain('not a directory');
    expect(words[1]).toContain('has a format of another version of Presage');
    expect(words.join('')).not.toMatch(/\n\s+at /);
  });

  test('a stop with SIGTERM ends with code 0 and loses nothing that was acknowledged', async () => {
    const folder = newFolder();
    running = await startSidecar(folder);
    await insert(
      running.url,
      Array.from({ length: 500 }, (_, i) => ({ _msg: `line ${i}` })),
    );
    expect(await running.stop()).toBe(0);
    running = await startSidecar(folder);
    const { url } = running;
    expect(
      await eventually(
        () => count(url),
        (n) => n >= 500,
      ),
    ).toBe(500);
  });

  test('a stop whose state the disk does not take ends all the same and loses nothing', async () => {
    const folder = newFolder();
    running = await startSidecar(folder);
    await insert(
      running.url,
      Array.from({ length: 200 }, (_, i) => ({ _msg: `line ${i}` })),
    );
    rmSync(join(folder, 'state', 'partitions'), { recursive: true, force: true });
    writeFileSync(join(folder, 'state', 'partitions'), 'no folder');
    expect(await running.stop()).toBe(0);
    expect(running.words()).toContain('the state cannot be saved');
    rmSync(join(folder, 'state', 'partitions'));
    running = await startSidecar(folder);
    const { url } = running;
    expect(
      await eventually(
        () => count(url),
        (n) => n >= 200,
      ),
    ).toBe(200);
  });

  test('stops and starts while a store that is away has filled the outbox end in time and lose nothing', async () => {
    const folder = newFolder();
    const settings = {
      PRESAGE_VICTORIALOGS_URL: 'http://127.0.0.1:1',
      PRESAGE_VICTORIAMETRICS_URL: 'http://127.0.0.1:1',
      PRESAGE_OUTBOX_MAX_BYTES: '64KiB',
    };
    const thousand = () =>
      Array.from({ length: 1000 }, () => ({ _msg: `order ${randomUUID()}`, service: 'shop' }));
    running = await startSidecar(folder, settings);
    for (let i = 0; i < 5; i++) await insert(running.url, thousand());
    const full = running;
    await eventually(
      () => Promise.resolve(full.words()),
      (told) => told.includes('the pipeline waits'),
    );
    expect(await running.stop()).toBe(0);
    running = await startSidecar(folder, settings);
    await insert(running.url, thousand());
    expect(running.words()).toContain('lines of an earlier run still wait to be decided');
    expect(await running.stop()).toBe(0);
    running = await startSidecar(folder, settings);
    await insert(running.url, thousand());
    await running.kill();
    running = await startSidecar(folder);
    const { url } = running;
    expect(
      await eventually(
        () => count(url),
        (n) => n >= 7000,
      ),
    ).toBe(7000);
  });
});

describe('presage classify', () => {
  test('every line of stdin comes back in order with class, severity, template and who decided', async () => {
    const folder = newFolder();
    const child = runPresage(['classify', '--aliases', join(folder, 'aliases.json')]);
    child.stdin?.end(
      'plain text one\n{"_msg":"Out of memory: Killed process 1 (x)"}\n{broken json\n{"_msg":"","a":1}\n',
    );
    const lines = (await text(outputOf(child.stdout)))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>);
    expect(lines.map((line) => line['_msg'])).toEqual([
      'plain text one',
      'Out of memory: Killed process 1 (x)',
      '{broken json',
      '',
    ]);
    expect(lines[1]).toMatchObject({ presage_class: 'incident', presage_by: 'signature' });
    const ids = new Set(lines.map((line) => line['presage_template_id']));
    expect(
      Object.keys(JSON.parse(readFileSync(join(folder, 'aliases.json'), 'utf8')) as object).sort(),
    ).toEqual([...ids].sort());
  });
});
