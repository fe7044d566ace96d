import { mkdir, open, readdir, stat, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/** The file-system calls of the segment log, so that a test can lose power. Errors carry Node's `code`. */
export interface FileSeam {
  /** Makes the folder and those above it. */
  makeFolder(folder: string): Promise<void>;
  /** Regular files with their sizes in bytes. */
  list(folder: string): Promise<readonly { readonly name: string; readonly size: number }[]>;
  /** `create` and `edit` may write; `create` refuses a file that exists, `keep` makes one that does not. */
  open(path: string, mode: 'read' | 'create' | 'edit' | 'keep'): Promise<OpenFile>;
  unlink(path: string): Promise<void>;
  /** Makes created and unlinked names of a folder durable. */
  syncFolder(folder: string): Promise<void>;
}

export interface OpenFile {
  size(): Promise<number>;
  /** Bytes read into the front of `into`; fewer than its length only near the end, 0 at the end. */
  read(into: Uint8Array, at: number): Promise<number>;
  /** Bytes written, possibly fewer than given. */
  writev(parts: readonly Uint8Array[], at: number): Promise<number>;
  /** fdatasync: content and size. */
  sync(): Promise<void>;
  truncate(size: number): Promise<void>;
  close(): Promise<void>;
}

const FLAGS = { read: 'r', create: 'wx+', edit: 'r+', keep: 'a+' } as const;

/** Raw log lines are private: only the owner may read them. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** The real file system. */
export const realFiles: FileSeam = {
  async makeFolder(folder) {
    await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  },
  async list(folder) {
    const names = (await readdir(folder, { withFileTypes: true })).filter((found) => found.isFile());
    return Promise.all(
      names.map(async ({ name }) => ({ name, size: (await stat(join(folder, name))).size })),
    );
  },
  open: async (path, mode) => openFile(await open(path, FLAGS[mode], FILE_MODE)),
  unlink,
  async syncFolder(folder) {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};

function openFile(handle: FileHandle): OpenFile {
  return {
    size: async () => (await handle.stat()).size,
    read: async (into, at) => (await handle.read(into, 0, into.length, at)).bytesRead,
    writev: async (parts, at) => (await handle.writev(parts, at)).bytesWritten,
    sync: () => handle.datasync(),
    truncate: (size) => handle.truncate(size),
    close: () => handle.close(),
  };
}

/** Writes all parts, however many calls it takes. */
export async function writeAll(file: OpenFile, parts: readonly Uint8Array[], at: number): Promise<void> {
  let rest = parts.filter((part) => part.length > 0);
  let position = at;
  while (rest.length > 0) {
    const written = await file.writev(rest, position);
    if (written <= 0) throw new Error('the file system wrote no byte and gave no reason');
    position += written;
    rest = dropBytes(rest, written);
  }
}

function dropBytes(parts: readonly Uint8Array[], count: number): Uint8Array[] {
  let left = count;
  let index = 0;
  for (let part = parts[index]; part !== undefined && left >= part.length; part = parts[index]) {
    left -= part.length;
    index++;
  }
  const rest = parts.slice(index);
  if (left > 0 && rest[0] !== undefined) rest[0] = rest[0].subarray(left);
  return rest;
}

/** Node's code of a file-system error; '' = none. */
export function codeOf(thrown: unknown): string {
  // Not instanceof Error: an error of Node's is no Error of the vm that tests run in.
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return '';
  return typeof thrown.code === 'string' ? thrown.code : '';
}

export function isNoSpace(thrown: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(codeOf(thrown));
}
