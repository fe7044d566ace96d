import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { readSignatures } from '../knowledge/own/read-signatures.ts';
import { claims } from '../src/pipeline/classify/claims.ts';
import { signaturesPage } from './signatures-page.ts';

const committed = readFileSync(new URL('../../docs/signatures.md', import.meta.url), 'utf8');

test('docs/signatures.md says what the signatures say', () => {
  expect(committed).toBe(signaturesPage());
});

test('the example of docs/signatures.md can be used as it stands', () => {
  const [, example = ''] = /```json\n(.*?)\n```/s.exec(committed) ?? [];
  const read = readSignatures(example);
  const signatures = 'signatures' in read ? read.signatures.map(({ signature }) => signature) : [];
  expect(signatures).toHaveLength(1);
  for (const signature of signatures) {
    const { positive, negative } = signature.examples;
    expect(positive.map((line) => claims(signature, line))).toEqual([true]);
    expect(negative.map((line) => claims(signature, line))).toEqual([false]);
  }
});
