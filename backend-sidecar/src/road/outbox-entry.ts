import type { OutboxBatch } from '../stores/store.ts';

/**
 * One outbox entry: everything that was decided of a range of the journal, cut into batches by kind, tenant and stream fields.
 * It is written in one piece, so that a restart knows exactly how far decisions were kept. Layout: u32 length of a JSON head,
 * the head, then the batches' payloads one after another.
 */
export interface OutboxHead {
  /** All journal sequences up to here are decided by this entry or an earlier one. */
  readonly throughSequence: number;
  /** All ticks up to here are part of this entry or an earlier one. */
  readonly throughTickMs: number;
  /** When the pipeline gave it out, ms since 1970. */
  readonly decidedMs: number;
  readonly batches: readonly (Omit<OutboxBatch, 'payload'> & { readonly bytes: number })[];
}

export interface OutboxEntry {
  readonly head: OutboxHead;
  readonly batches: readonly OutboxBatch[];
}

export function encodeOutboxEntry(
  position: Omit<OutboxHead, 'batches'>,
  batches: readonly OutboxBatch[],
): Uint8Array[] {
  const head: OutboxHead = {
    ...position,
    batches: batches.map(({ payload, ...batch }) => ({ ...batch, bytes: payload.byteLength })),
  };
  const headBytes = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(headBytes.byteLength);
  return [length, headBytes, ...batches.map((batch) => batch.payload)];
}

export function decodeOutboxEntry(payload: Uint8Array): OutboxEntry {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  const headEnd = 4 + bytes.readUInt32LE(0);
  const head = JSON.parse(bytes.toString('utf8', 4, headEnd)) as OutboxHead;
  let start = headEnd;
  const batches = head.batches.map(({ bytes: size, ...batch }) => {
    const part = bytes.subarray(start, start + size);
    start += size;
    return { ...batch, payload: part };
  });
  return { head, batches };
}
