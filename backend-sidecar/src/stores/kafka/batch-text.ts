import { zstdDecompressSync } from 'node:zlib';
import type { OutboxBatch } from '../store.ts';

/** The lines of a batch as one text. */
export function batchText({ payload }: OutboxBatch): string {
  return zstdDecompressSync(payload).toString('utf8');
}
