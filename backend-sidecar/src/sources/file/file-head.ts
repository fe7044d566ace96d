import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

/** Bytes at a file's start by which it is known again. */
export const HEAD_BYTES = 1024;

/** The fingerprint of a file: its first bytes, as many as there were when it was taken. */
export interface FileHead {
  readonly headBytes: number;
  /** 16 hex. */
  readonly headHash: string;
}

export async function readHead(handle: FileHandle): Promise<Buffer> {
  const buffer = Buffer.alloc(HEAD_BYTES);
  const { bytesRead } = await handle.read(buffer, 0, HEAD_BYTES, 0);
  return buffer.subarray(0, bytesRead);
}

export function headOf(bytes: Buffer): FileHead {
  return { headBytes: bytes.length, headHash: hash(bytes) };
}

/** Whether a file that begins with `bytes` is the one that had this head. */
export function hasHead(bytes: Buffer, head: FileHead): boolean {
  return bytes.length >= head.headBytes && hash(bytes.subarray(0, head.headBytes)) === head.headHash;
}

function hash(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
