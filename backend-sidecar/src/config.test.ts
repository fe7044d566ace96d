import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { isLoopback, readConfig } from './config.ts';
import { llmEngine, llmModels } from './settings/llm-choice.ts';

describe('configuration', () => {
  test('an empty environment gives every default', () => {
    const config = readConfig({});
    expect(config.listen).toEqual({ host: '127.0.0.1', port: 9480 });
    expect(config.retention).toBe(7 * 86_400_000);
    expect(config.journalMaxBytes).toBe(8 * 1024 ** 3);
    expect(config.victoriaLogsUrl).toBeUndefined();
    expect(config.files).toEqual([]);
  });

  test('an unknown name is refused with the nearest known one', () => {
    expect(() => readConfig({ PRESAGE_LISTN: 'x' })).toThrow(
      'PRESAGE_LISTN is not a setting. Did you mean PRESAGE_LISTEN?',
    );
  });

  test.each([
    ['PRESAGE_JOURNAL_MAX_BYTES', '0', 'is 0; it takes at least 1'],
    ['PRESAGE_IN_FLIGHT_MAX_BYTES', '0MiB', 'is 0; it takes at least 1'],
    ['PRESAGE_BODY_TIMEOUT', '0s', 'is 0; it takes from 1ms to 24d'],
    ['PRESAGE_QUERY_TIMEOUT', '365d', 'is too long; it takes from 1ms to 24d'],
  ])('%s=%s would let nothing through and is refused', (name, value, words) => {
    expect(() => readConfig({ [name]: value })).toThrow(`${name} ${words}`);
  });

  test('what Kubernetes says of a service called presage is no setting and no mistake', () => {
    const links = {
      PRESAGE_SERVICE_HOST: '10.0.0.7',
      PRESAGE_SERVICE_PORT: '9480',
      PRESAGE_SERVICE_PORT_HTTP: '9480',
      PRESAGE_PORT: 'tcp://10.0.0.7:9480',
      PRESAGE_PORT_9480_TCP: 'tcp://10.0.0.7:9480',
      PRESAGE_PORT_9480_TCP_ADDR: '10.0.0.7',
      PRESAGE_INTERNAL_SERVICE_HOST: '10.0.0.8',
    };
    expect(readConfig(links)).toEqual(readConfig({}));
    expect(() => readConfig({ PRESAGE_LISTEN_PORTS: '1' })).toThrow('is not a setting');
  });

  test('all problems are told at once, with what the setting takes', () => {
    const read = () => readConfig({ PRESAGE_LISTEN: 'nowhere', PRESAGE_RETENTION: '7 weeks' });
    expect(read).toThrow('PRESAGE_LISTEN is "nowhere"; it takes host:port');
    expect(read).toThrow('PRESAGE_RETENTION is "7 weeks"; it takes a time with its unit');
  });

  test('a secret is read from its file and never printed', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'presage-config-')), 'token');
    writeFileSync(file, 'open-sesame\n');
    const config = readConfig({ PRESAGE_READ_TOKEN_FILE: file });
    expect(config.readToken?.reveal()).toBe('open-sesame');
    expect(`${JSON.stringify(config)}${inspect(config)}${String(config.readToken)}`).not.toContain('sesame');
  });

  test('a secret given twice, and a secret file that is missing, are refused', () => {
    expect(() => readConfig({ PRESAGE_READ_TOKEN: 'a', PRESAGE_READ_TOKEN_FILE: 'b' })).toThrow('both set');
    expect(() => readConfig({ PRESAGE_READ_TOKEN_FILE: '/nowhere/at/all' })).toThrow(
      'PRESAGE_READ_TOKEN_FILE cannot be read',
    );
  });

  test('one store URL without the other is refused', () => {
    expect(() => readConfig({ PRESAGE_VICTORIALOGS_URL: 'http://127.0.0.1:9428' })).toThrow(
      'belong together',
    );
  });

  test('an engine without what it needs is refused with what is missing', () => {
    expect(() => readConfig({ PRESAGE_LLM: 'gemini' })).toThrow('set GEMINI_API_KEY or GEMINI_API_KEY_FILE');
    const local = () => readConfig({ PRESAGE_LLM: 'openai-compatible' });
    expect(local).toThrow('set PRESAGE_LLM_BASE_URL');
    expect(local).toThrow('No model is named');
    const named = { GEMINI_API_KEY: 'k', PRESAGE_LLM_BASE_URL: 'http://ann:sesame@127.0.0.1:1' };
    expect(() => readConfig(named)).toThrow('holds a user or password');
    expect(() => readConfig({ PRESAGE_LLM: 'gpt' })).toThrow('it takes none, gemini or openai-compatible');
  });

  test('a key or a base URL implies its engine, and none can be asked for', () => {
    const engine = (settings: Record<string, string>) => llmEngine(readConfig(settings));
    const named = { PRESAGE_LLM_EXPLAIN_MODEL: 'small' };
    expect(engine({})).toBe('none');
    expect(engine({ GEMINI_API_KEY: 'k', PRESAGE_LLM_BASE_URL: 'http://127.0.0.1:1' })).toBe('gemini');
    expect(engine({ PRESAGE_LLM_BASE_URL: 'http://127.0.0.1:1/v1', ...named })).toBe('openai-compatible');
    expect(engine({ GEMINI_API_KEY: 'k', PRESAGE_LLM: 'none' })).toBe('none');
  });

  test('one named model of a compatible server does both jobs, and Gemini has its own two', () => {
    const local = readConfig({ PRESAGE_LLM_BASE_URL: 'http://127.0.0.1:1', PRESAGE_LLM_CLASSIFY_MODEL: 'm' });
    expect(llmModels(local)).toEqual({ classify: 'm', explain: 'm' });
    const gemini = llmModels(readConfig({ GEMINI_API_KEY: 'k' }));
    expect(gemini.classify).toContain('flash-lite');
    expect(gemini.explain).not.toBe(gemini.classify);
  });

  test('the command line wins over the environment', () => {
    expect(readConfig({ PRESAGE_LISTEN: '127.0.0.1:1' }, { listen: '127.0.0.1:2' }).listen.port).toBe(2);
  });

  test('only loopback addresses count as this machine', () => {
    expect(['127.0.0.1', '127.9.9.9', '::1', 'localhost'].every(isLoopback)).toBe(true);
    expect(['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example.org'].some(isLoopback)).toBe(false);
  });
});
