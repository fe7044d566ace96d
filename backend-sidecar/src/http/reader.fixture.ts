import { zstdCompressSync } from 'node:zlib';
import { openMemoryStore } from '../stores/memory/store.ts';
import type { OutboxBatch, Reader, StoredRow } from '../stores/store.ts';
import { rowText } from './row-text.ts';

export interface ScorePoint {
  readonly name: 'anomaly_score' | 'y' | 'yhat' | 'yhat_lower' | 'yhat_upper';
  readonly service: string;
  readonly for: string;
  readonly timeMs: number;
  readonly value: number;
}

/** What one tenant's stores hold. */
export interface Shelf {
  readonly rows: readonly StoredRow[];
  readonly scores: readonly ScorePoint[];
}

/** The memory store's reader over these rows and scores, tenant by tenant. */
export async function shelfReader(shelves: Readonly<Record<string, Shelf>>): Promise<Reader> {
  const { sink, reader } = openMemoryStore({ now: () => Number.MAX_SAFE_INTEGER / 2 });
  const options = { doubtful: false, signal: new AbortController().signal };
  for (const [tenant, { rows, scores }] of Object.entries(shelves)) {
    for (const batch of [
      batchOf('rows', tenant, rows.map(rowText)),
      batchOf('samples', tenant, scores.map(sampleText)),
    ]) {
      const { refused } = await sink.write(batch, options);
      if (refused[0] !== undefined) throw new Error(`The fixture is refused: ${refused[0].message}`);
    }
  }
  return reader;
}

function sampleText({ name, service, for: detector, timeMs, value }: ScorePoint): string {
  return `${name}{for="${detector}",service="${service}",instance="test",job="presage"} ${value} ${timeMs}`;
}

function batchOf(kind: 'rows' | 'samples', tenant: string, lines: readonly string[]): OutboxBatch {
  const payload = zstdCompressSync(lines.map((line) => `${line}\n`).join(''));
  const span = { minTimeMs: 0, maxTimeMs: Number.MAX_SAFE_INTEGER, firstId: '', lastId: '' };
  return { kind, tenant, streamFields: [], count: lines.length, ...span, payload };
}
