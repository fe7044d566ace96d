import { afterEach, describe, expect, test } from '@jest/globals';
import { SILENT_LOG } from '@presage/contract';
import { readConfig } from '../config.ts';
import { createBudget } from '../explain/budget.ts';
import { startFakeModels, type FakeModels } from '../explain/drivers/fake-models.ts';
import { openLlmFile } from '../explain/llm-file.ts';
import { spentStore } from '../explain/spent-hours.ts';
import { eventually, newFolder } from '../sidecar.fixture.ts';
import { check } from './check.ts';
import { ModelWatch } from './model-watch.ts';
import { openDrivers } from './open-model.ts';

let fake: FakeModels | undefined;
afterEach(async () => {
  await fake?.close();
  fake = undefined;
});

async function started(): Promise<FakeModels> {
  return (fake = await startFakeModels('{"ok":true}'));
}

const settingsOf = (url: string) => ({ GEMINI_API_KEY: 'a-key-of-ours', PRESAGE_LLM_BASE_URL: url });

function watchOf(url: string, perDay = 10) {
  const drivers = openDrivers(readConfig(settingsOf(url)));
  if (drivers === undefined) throw new Error('no engine');
  const store = spentStore(openLlmFile(':memory:', SILENT_LOG, 0));
  const budget = createBudget({ perMinute: 10, perDay, inFlight: 1, clock: Date.now, store });
  return { budget, watch: new ModelWatch({ ...drivers, budget }, SILENT_LOG) };
}

describe('the health of models', () => {
  test('each model is asked once by a real call, within the budget', async () => {
    const { url, seen } = await started();
    const { watch, budget } = watchOf(url);
    expect(watch.states().map(({ ok }) => ok)).toEqual([undefined, undefined]);
    watch.start();
    const states = await eventually(
      () => Promise.resolve(watch.states()),
      (all) => all.every(({ ok }) => ok !== undefined),
    );
    expect(states).toMatchObject([
      { purposes: ['explain'], engine: 'gemini', ok: true },
      { purposes: ['classify'], engine: 'gemini', ok: true },
    ]);
    expect(seen).toHaveLength(2);
    expect(budget.remaining().day).toBe(8);
    watch.stop();
  });

  test('a model that does not answer says why, and one over the budget was not tried', async () => {
    const server = await started();
    server.meet({ is: 'unknown model' });
    const { watch } = watchOf(server.url, 2);
    watch.start();
    const [explain] = await eventually(
      () => Promise.resolve(watch.states()),
      (all) => all.every(({ ok }) => ok !== undefined),
    );
    expect(explain).toMatchObject({ ok: false, message: expect.stringContaining('no such model') });
    watch.stop();
    const none = watchOf(server.url, 0).watch;
    none.start();
    expect(none.states()[0]).toMatchObject({ ok: undefined, message: expect.stringContaining('Not tried.') });
    none.stop();
  });
});

describe('presage check', () => {
  const checked = async (settings: Readonly<Record<string, string>>) => {
    const lines: string[] = [];
    const config = readConfig({ PRESAGE_DATA_DIR: newFolder(), ...settings });
    return { isWell: await check(config, (line) => void lines.push(line)), lines };
  };

  test('asks every model and says how it answered', async () => {
    const server = await started();
    const { isWell, lines } = await checked(settingsOf(server.url));
    expect(isWell).toBe(true);
    expect(lines.filter((line) => /^model \S+: ok \(answers in \d+ ms\)$/.test(line))).toHaveLength(2);
  });

  test('one model of an OpenAI-compatible server is asked once, without a key, below its base URL', async () => {
    const server = await started();
    const settings = { PRESAGE_LLM_BASE_URL: `${server.url}/v1/`, PRESAGE_LLM_EXPLAIN_MODEL: 'small' };
    const { isWell, lines } = await checked(settings);
    expect([isWell, lines.filter((line) => line.startsWith('model small: ok')).length]).toEqual([true, 1]);
    expect(server.seen.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ['/v1/chat/completions', undefined],
    ]);
  });

  test('a wrong key fails the check without being told', async () => {
    const server = await started();
    server.meet({ is: 'wrong key' });
    const { isWell, lines } = await checked(settingsOf(server.url));
    expect(isWell).toBe(false);
    expect(lines.join('\n')).toContain('API key not valid: <secret>');
    expect(lines.join('\n')).not.toContain('a-key-of-ours');
  });

  test('without an engine it says how to have one', async () => {
    const { isWell, lines } = await checked({});
    expect([isWell, lines.some((line) => line.startsWith('model: none (set GEMINI_API_KEY'))]).toEqual([
      true,
      true,
    ]);
  });
});
