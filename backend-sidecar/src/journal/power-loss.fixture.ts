import { dirname } from 'node:path';
import type { FileSeam, OpenFile } from './files.ts';

type Call = 'writev' | 'sync' | 'open' | 'syncFolder' | 'truncate' | 'read';

/** A call that is to fail, after so many that are not. */
export interface Fault {
  readonly call: Call;
  readonly skip?: number;
  readonly code: string;
}

interface Inode {
  /** What a reader sees: the page cache. */
  live: Buffer;
  /** What the disk has. */
  durable: Buffer;
  /** What a sync would write, in sectors. After a failed sync nothing: the kernel calls the pages clean. */
  readonly dirty: Set<number>;
}

const SECTOR_BYTES = 64;

/**
 * A file system in memory that forgets what was not synced: losePower takes back content without fdatasync and names
 * without a sync of their folder. kill takes back nothing. Both end every seam given out before: a dead process does nothing more.
 */
export class PowerLossFiles {
  /** Calls to fail, each once; of several for one call the first comes first. */
  readonly faults: Fault[] = [];
  /** What happens when so many more of these calls (of any, when it names none) have come. */
  doom: { calls: number; readonly call?: Call; readonly strike: () => void } | undefined;
  /** ENOSPC above. */
  capacity = Infinity;
  readonly counts = { sync: 0, syncAfterFailure: 0 };
  #live = new Map<string, Inode>();
  #durable = new Map<string, Inode>();
  #boot = 0;

  /** What a process started now sees. */
  seam(): FileSeam {
    const boot = this.#boot;
    return {
      makeFolder: () => Promise.resolve(),
      list: async (folder) => {
        await this.#enter(boot);
        return [...this.#live]
          .filter(([path]) => dirname(path) === folder)
          .map(([path, inode]) => ({ name: path.slice(folder.length + 1), size: inode.live.length }));
      },
      open: async (path, mode) => {
        await this.#enter(boot, 'open');
        return this.#openFile(this.#inode(path, mode), boot);
      },
      unlink: async (path) => {
        await this.#enter(boot);
        if (!this.#live.delete(path)) throw failure('ENOENT');
      },
      syncFolder: async (folder) => {
        await this.#enter(boot, 'syncFolder');
        this.#syncNames(folder);
      },
    };
  }

  /** The process ends; the operating system goes on. */
  kill(): void {
    this.#boot++;
    this.faults.length = 0;
  }

  /** `survives(n)`: whether the n-th sector of what was not synced reached the disk nevertheless. */
  losePower(survives: (sector: number) => boolean = () => false): void {
    this.kill();
    this.#live = new Map(this.#durable);
    for (const inode of this.#live.values()) {
      const reached = [...inode.dirty].filter(survives);
      const end = Math.max(0, ...reached.map((sector) => (sector + 1) * SECTOR_BYTES));
      persist(inode, reached, Math.max(inode.durable.length, Math.min(end, inode.live.length)));
      inode.live = inode.durable;
      inode.dirty.clear();
    }
  }

  /** Content of every file now, to look at and to damage. */
  contents(): Map<string, Buffer> {
    return new Map([...this.#live].map(([path, inode]) => [path, inode.live]));
  }

  /** Damage on the disk itself. */
  flip(path: string, bit: number): void {
    const inode = this.#live.get(path);
    if (!inode || inode.live.length === 0) return;
    const at = Math.floor(bit / 8) % inode.live.length;
    inode.live = Buffer.from(inode.live);
    inode.live[at] = (inode.live[at] ?? 0) ^ (1 << (bit % 8));
    inode.durable = inode.live;
  }

  #inode(path: string, mode: 'read' | 'create' | 'edit' | 'keep'): Inode {
    let inode = this.#live.get(path);
    if (inode && mode === 'create') throw failure('EEXIST');
    if (!inode && (mode === 'read' || mode === 'edit')) throw failure('ENOENT');
    inode ??= { live: Buffer.alloc(0), durable: Buffer.alloc(0), dirty: new Set() };
    this.#live.set(path, inode);
    return inode;
  }

  #syncNames(folder: string): void {
    for (const path of [...this.#durable.keys()]) {
      if (dirname(path) === folder && !this.#live.has(path)) this.#durable.delete(path);
    }
    for (const [path, inode] of this.#live) if (dirname(path) === folder) this.#durable.set(path, inode);
  }

  #openFile(inode: Inode, boot: number): OpenFile {
    let hasFailed = false;
    return {
      size: () => Promise.resolve(inode.live.length),
      read: async (into, at) => {
        await this.#enter(boot, 'read');
        return inode.live.copy(into, 0, at, at + into.length);
      },
      writev: async (parts, at) => {
        await this.#enter(boot, 'writev');
        return this.#write(inode, Buffer.concat(parts), at);
      },
      sync: async () => {
        this.counts.sync++;
        if (hasFailed) this.counts.syncAfterFailure++;
        await this.#enter(boot, 'sync').catch((thrown: unknown) => {
          hasFailed = true;
          if (boot === this.#boot) inode.dirty.clear();
          throw thrown;
        });
        persist(inode, inode.dirty, inode.live.length);
        inode.dirty.clear();
      },
      truncate: async (size) => {
        await this.#enter(boot, 'truncate');
        inode.live = inode.live.subarray(0, size);
        for (const sector of inode.dirty) if (sector * SECTOR_BYTES >= size) inode.dirty.delete(sector);
      },
      close: () => Promise.resolve(),
    };
  }

  /** A write that does not fit is short, as on a real disk; the next one fails. */
  #write(inode: Inode, bytes: Buffer, at: number): number {
    const others = [...this.#live.values()].reduce((sum, { live }) => sum + live.length, -inode.live.length);
    const fits = Math.min(bytes.length, Math.floor(this.capacity) - others - at);
    if (fits <= 0) throw failure('ENOSPC');
    const live = Buffer.alloc(Math.max(inode.live.length, at + fits));
    inode.live.copy(live);
    bytes.copy(live, at, 0, fits);
    inode.live = live;
    const last = Math.floor((at + fits - 1) / SECTOR_BYTES);
    for (let sector = Math.floor(at / SECTOR_BYTES); sector <= last; sector++) inode.dirty.add(sector);
    return fits;
  }

  /** Takes a turn of the event loop, as a real call does; fails for a dead process, and when told to. */
  async #enter(boot: number, call?: Call): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    if (boot === this.#boot && this.doom && (this.doom.call ?? call) === call && --this.doom.calls < 0) {
      const { strike } = this.doom;
      this.doom = undefined;
      strike();
    }
    if (boot !== this.#boot) throw failure('EBADF');
    const index = this.faults.findIndex((fault) => fault.call === call);
    const fault = this.faults[index];
    if (fault?.skip) this.faults[index] = { ...fault, skip: fault.skip - 1 };
    else if (fault) this.faults.splice(index, 1);
    if (fault && !fault.skip) throw failure(fault.code);
  }
}

/** Brings sectors of the live content to the disk, where the file then has this size; what never came there is zeros. */
function persist(inode: Inode, sectors: Iterable<number>, size: number): void {
  const durable = Buffer.alloc(size);
  inode.durable.copy(durable);
  for (const sector of sectors) {
    const at = sector * SECTOR_BYTES;
    inode.live.copy(durable, at, at, Math.min(at + SECTOR_BYTES, inode.live.length));
  }
  inode.durable = durable;
}

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: told to fail`), { code });
}
