import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checker, QueryReplySchema, type Frame, type QueryReply } from '@presage/contract';
import { fakeApi } from './api.fixture.ts';
import { GOLDEN, GOLDEN_FOLDER, goldenText } from './golden.fixture.ts';
import { serve } from './serve.fixture.ts';

const names = Object.keys(GOLDEN);
const check = checker(QueryReplySchema);
const committed = (name: string): string => readFileSync(join(GOLDEN_FOLDER, `${name}.json`), 'utf8');
const replyOf = (name: string): QueryReply => (JSON.parse(committed(name)) as { reply: QueryReply }).reply;
const server = await serve(fakeApi().api);

describe('golden replies', () => {
  test('every file has its query', () => {
    expect(readdirSync(GOLDEN_FOLDER).toSorted()).toEqual(names.map((name) => `${name}.json`).toSorted());
  });

  // `node backend-sidecar/src/http/golden.fixture.ts` writes them anew.
  test.each(names)('%s is what the query answers, byte for byte', async (name) => {
    const request = GOLDEN[name];
    expect(request && (await goldenText(request))).toBe(committed(name));
  });

  test.each(names)('%s comes over HTTP as it stands in the file', async (name) => {
    const reply = await server.inject({
      method: 'POST',
      url: '/api/v1/query',
      payload: GOLDEN[name] ?? {},
      headers: { 'x-datasource-uid': 'presage-uid' },
    });
    expect(reply.json()).toEqual(replyOf(name));
  });

  test.each(names)('%s is of the form that the contract says', (name) => {
    expect(check(replyOf(name))).toMatchObject({ ok: true });
  });

  test.each(names)('%s has columns of equal length, one for each field', (name) => {
    const frames: Frame[] = Object.values(replyOf(name).results).flatMap((result) => result.frames);
    for (const { schema, data } of frames) {
      expect(data.values).toHaveLength(schema.fields.length);
      expect(new Set(data.values.map((column) => column.length)).size).toBe(1);
    }
  });

  test.each(names.filter((name) => name.includes('instant')))(
    'no two numbers of %s have the same labels',
    (name) => {
      const labels = Object.values(replyOf(name).results)
        .flatMap((result) => result.frames)
        .map((frame) => JSON.stringify(frame.schema.fields[0]?.labels));
      expect(new Set(labels).size).toBe(labels.length);
    },
  );
});
