import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Explanation } from '@presage/contract';
import { startFakeModels, type FakeModels } from './explain/drivers/fake-models.ts';
import { saidText } from './explain/model/model.fixture.ts';
import { eventually, insert, newFolder, query, startSidecar, type Sidecar } from './sidecar.fixture.ts';

let models: FakeModels;
let running: Sidecar | undefined;
beforeEach(async () => {
  models = await startFakeModels(saidText());
});
afterEach(async () => {
  await running?.kill();
  running = undefined;
  await models.close();
});

const SECRET = ['geheim', 'nis', '9931x'].join('');

async function start(folder: string, more: Readonly<Record<string, string>> = {}): Promise<Sidecar> {
  const settings = { GEMINI_API_KEY: 'any', PRESAGE_LLM_BASE_URL: models.url, PRESAGE_LLM_LABELS: 'false' };
  running = await startSidecar(folder, { ...settings, ...more });
  return running;
}

/** Event id of the newest line with these words, once it is stored. */
async function eventOf(url: string, text: string): Promise<string> {
  const found = await eventually(
    async () => {
      const { frames } = await query(url, { query_type: 'logs', text });
      const at = frames[0]?.schema.fields.findIndex(({ name }) => name === 'presage_event_id') ?? -1;
      return frames[0]?.data.values[at]?.[0];
    },
    (id) => typeof id === 'string',
  );
  return String(found);
}

async function explain(url: string, body: object): Promise<Explanation> {
  const reply = await fetch(`${url}/api/v1/explain`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await reply.json()) as Explanation;
}

const asked = (): typeof models.seen =>
  models.seen.filter(({ body }) => JSON.stringify(body).includes('Explain the line'));

describe('presage serve with a language model', () => {
  test('a stored line is explained by it, once for all restarts, without what is secret', async () => {
    const folder = newFolder();
    const { url } = await start(folder);
    await insert(url, [
      { _msg: 'mount=/srv used=100%', service: 'disk-agent', host: 'a' },
      { _msg: `write failed: disk is full password=${SECRET}`, service: 'shop', host: 'a', level: 'error' },
    ]);
    const id = await eventOf(url, 'write failed');
    const first = await explain(url, { event_id: id });
    expect(first).toMatchObject({
      engine: { name: 'gemini' },
      cached: false,
      redacted: 1,
      log_class: 'incident',
    });
    expect(asked()).toHaveLength(1);
    expect(JSON.stringify(models.seen)).not.toContain(SECRET);
    await running?.stop();
    const again = await start(folder);
    const second = await explain(again.url, { event_id: id, engine: 'cached' });
    expect(second).toMatchObject({ cached: true, created_at: first.created_at });
    expect(asked()).toHaveLength(1);
  });

  test('over the budget the rules answer and say why', async () => {
    const { url } = await start(newFolder(), { PRESAGE_LLM_PER_DAY: '3' });
    const messages = [
      'disk is full on /srv',
      'connection refused by db',
      'out of memory in worker',
      'segfault in x',
    ];
    const reasons: string[] = [];
    for (const message of messages) {
      const { engine } = await explain(url, { message });
      if (engine.reason !== undefined) reasons.push(engine.reason);
    }
    expect(reasons.some((reason) => reason.includes('budget of 3 calls'))).toBe(true);
  });

  test('feedback outlives a restart, and the metrics count it', async () => {
    const folder = newFolder();
    const { url } = await start(folder);
    const { id } = await explain(url, { message: 'disk is full' });
    const rate = (at: string): Promise<Response> =>
      fetch(`${at}/api/v1/explain/${id}/feedback`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-grafana-user': 'anna' },
        body: JSON.stringify({ thumbs: 'up' }),
      });
    expect((await rate(url)).status).toBe(200);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain('presage_explain_feedback_total{thumbs="up"} 1');
    expect(metrics).toMatch(/presage_explain_seconds_count\{engine="model"\} 1/);
    await running?.kill();
    const again = await start(folder);
    expect((await rate(again.url)).status).toBe(200);
  });

  test('a runbook of the user is the first step of the keyless answer', async () => {
    const runbooks = join(newFolder(), 'runbooks');
    mkdirSync(runbooks);
    writeFileSync(
      join(runbooks, 'disk.md'),
      '---\nmatch: disk is full\ntitle: Full disks\n---\nCall storage.',
    );
    const { url } = await start(newFolder(), { PRESAGE_RUNBOOKS: runbooks });
    const { remediation } = await explain(url, { message: 'disk is full', engine: 'rules' });
    expect(remediation[0]?.step).toBe('Follow your runbook “Full disks” (disk.md)');
  });
});
