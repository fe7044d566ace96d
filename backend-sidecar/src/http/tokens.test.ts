import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addToken, readTokenFile } from './token-file.ts';
import { createTokenBook, declaredToken, makeToken } from './tokens.ts';

describe('createTokenBook', () => {
  test('finds a token by its text and nothing by its hash', () => {
    const { text, hash } = makeToken();
    const token = { id: 'a', role: 'read', hash, created: '2026-03-01T12:00:00.000Z' } as const;
    const book = createTokenBook([declaredToken('ingest', 'plain'), token]);
    expect(book.size).toBe(2);
    expect(book.find(text)).toBe(token);
    expect(book.find('plain')?.role).toBe('ingest');
    expect(book.find(hash)).toBeUndefined();
    expect(book.find('')).toBeUndefined();
  });

  test('a new token has 32 random bytes behind the prefix', () => {
    const { text } = makeToken();
    expect(text).toMatch(/^presage_[\w-]{43}$/);
    expect(makeToken().text).not.toBe(text);
  });
});

describe('the token file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'presage-tokens-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('keeps the hash of a token and never its text', async () => {
    const path = join(folder, 'kept.json');
    const { text, token } = await addToken(path, { role: 'correct', tenant: '7', nowMs: 0 });
    const bytes = await readFile(path, 'utf8');
    expect(bytes).not.toContain(text);
    expect(token).toMatchObject({ role: 'correct', tenant: '7:0', created: '1970-01-01T00:00:00.000Z' });
    expect(await readTokenFile(path)).toEqual([token]);
    expect(createTokenBook(await readTokenFile(path)).find(text)).toEqual(token);
  });

  test('is readable by its owner only', async () => {
    const path = join(folder, 'private.json');
    await addToken(path, { role: 'read', nowMs: 0 });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('that is not there holds no token', async () => {
    expect(await readTokenFile(join(folder, 'none.json'))).toEqual([]);
  });

  test.each(['not json', '{}', '{"tokens":[{"id":"a","role":"king"}]}'])(
    'with %s is refused instead of opening the door',
    async (text) => {
      const path = join(folder, 'broken.json');
      await writeFile(path, text);
      await expect(readTokenFile(path)).rejects.toMatchObject({ code: 'bad_config' });
    },
  );

  test('takes no tenant that is none', async () => {
    const asked = addToken(join(folder, 'tenant.json'), { role: 'read', tenant: 'shop', nowMs: 0 });
    await expect(asked).rejects.toMatchObject({ code: 'bad_request' });
  });
});
