import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { SILENT_LOG, type Log } from '@presage/contract';
import { answerKey, openAnswerCache, type AnswerKeyParts } from './answer-cache.ts';
import { openLlmFile } from './llm-file.ts';

const newPath = (): string => join(mkdtempSync(join(tmpdir(), 'presage-llm-')), 'llm.sqlite');

function openCache(path = ':memory:', maxBytes = 10_000, clock = () => 1000) {
  const file = openLlmFile(path, SILENT_LOG, 1000);
  return { file, cache: openAnswerCache(file, { maxBytes, clock }) };
}

/** What was told, as level and message. */
function ear(): { log: Log; told: string[] } {
  const told: string[] = [];
  const hear = (level: string) => (message: string) => void told.push(`${level}: ${message}`);
  return { log: { ...SILENT_LOG, warn: hear('warn'), error: hear('error') }, told };
}

describe('answers of models', () => {
  test('an answer is there with its age, also after a restart', () => {
    const path = newPath();
    const first = openCache(path);
    first.cache.put('k', '{"a":1}');
    first.file.close();
    const second = openCache(path, 10_000, () => 9000);
    expect(second.cache.get('k')).toEqual({ value: '{"a":1}', createdAt: 1000 });
    expect(second.cache.bytes()).toBe(first.cache.bytes());
    expect(second.cache.get('other')).toBeUndefined();
  });

  test.each(['', '  ', 'null', '""', '{}', '[]', '{"cut":', 'I cannot help'])(
    'what is no answer is not kept: %j',
    (text) => {
      const { cache } = openCache();
      cache.put('k', text);
      expect(cache.get('k')).toBeUndefined();
      expect(cache.bytes()).toBe(0);
    },
  );

  test('above the cap the least recently used go first', () => {
    let now = 0;
    const { cache } = openCache(':memory:', 1000, () => (now += 1));
    const value = JSON.stringify({ text: 'x'.repeat(180) });
    for (const key of ['a', 'b', 'c', 'd', 'e']) cache.put(key, value);
    cache.get('a');
    cache.put('f', value);
    expect(['a', 'b', 'c', 'd', 'e', 'f'].filter((key) => cache.get(key) !== undefined)).toEqual(
      expect.arrayContaining(['a', 'f']),
    );
    expect(cache.get('b')).toBeUndefined();
    expect(cache.bytes()).toBeLessThanOrEqual(1000);
  });

  test('an answer larger than the cap is not kept and drives nothing out', () => {
    const { cache } = openCache(':memory:', 100);
    cache.put('small', '{"a":1}');
    cache.put('large', JSON.stringify({ text: 'x'.repeat(200) }));
    expect([cache.get('small') !== undefined, cache.get('large')]).toEqual([true, undefined]);
  });

  test('an answer put twice counts once', () => {
    const { cache } = openCache();
    cache.put('k', '{"a":1}');
    const once = cache.bytes();
    cache.put('k', '{"a":2}');
    expect([cache.bytes(), cache.get('k')?.value]).toEqual([once, '{"a":2}']);
  });

  test('the key changes with every part, and holds nothing readable', () => {
    const parts: AnswerKeyParts = {
      purpose: 'explain',
      tenant: '0:0',
      template: 'user <*> failed',
      signature: 's',
      promptVersion: 'p1',
      model: 'm',
      language: 'English',
      redact: { ips: false, hosts: false },
    };
    const others: readonly Partial<AnswerKeyParts>[] = [
      { purpose: 'classify' },
      { tenant: '0:1' },
      { template: 'user <*> passed' },
      { signature: 't' },
      { promptVersion: 'p2' },
      { model: 'n' },
      { language: 'German' },
      { redact: { ips: true } },
      { redact: { hosts: true } },
    ];
    const keys = [parts, ...others.map((other) => ({ ...parts, ...other }))].map(answerKey);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.every((key) => /^[0-9a-f]{64}$/.test(key))).toBe(true);
    expect(answerKey({ ...parts, redact: {} })).toBe(keys[0]);
  });
});

describe('the file of answers', () => {
  test('a damaged file is set aside, told and begun anew', () => {
    const path = newPath();
    writeFileSync(path, 'no database at all, and long enough to be looked at'.repeat(100));
    const { log, told } = ear();
    const file = openLlmFile(path, log, 77);
    const cache = openAnswerCache(file, { maxBytes: 1000, clock: () => 1 });
    cache.put('k', '{"a":1}');
    expect(cache.get('k')?.value).toBe('{"a":1}');
    expect(told).toEqual(['warn: the file of model answers is damaged: it is set aside and begun anew']);
    expect(readdirSync(join(path, '..'))).toContain('llm.sqlite.damaged-77');
    file.close();
  });

  test('a file of another format is set aside', () => {
    const path = newPath();
    const foreign = new DatabaseSync(path);
    foreign.exec('PRAGMA user_version = 99');
    foreign.close();
    const { log, told } = ear();
    openLlmFile(path, log, 5).close();
    expect(told).toHaveLength(1);
    expect(readdirSync(join(path, '..'))).toContain('llm.sqlite.damaged-5');
  });

  test('where no file can be made answers are kept in memory, and it is told', () => {
    const { log, told } = ear();
    const file = openLlmFile(join(newPath(), 'no', 'such', 'folder'), log, 1);
    const cache = openAnswerCache(file, { maxBytes: 1000, clock: () => 1 });
    cache.put('k', '{"a":1}');
    expect(cache.get('k')?.value).toBe('{"a":1}');
    expect(told.at(-1)).toContain('they are kept in memory');
  });

  test('a file that fails later is told once, and nothing is thrown', () => {
    const { log, told } = ear();
    const file = openLlmFile(':memory:', log, 1);
    const cache = openAnswerCache(file, { maxBytes: 1000, clock: () => 1 });
    file.run('DROP TABLE answers');
    cache.put('k', '{"a":1}');
    expect(cache.get('k')).toBeUndefined();
    expect(told).toHaveLength(1);
    file.close();
    expect(cache.get('k')).toBeUndefined();
  });
});
