/**
 * Compressed files that were there when a pattern was first followed: rotated logs from before Presage came. Each is read once, as
 * old lines. Files that are compressed later were followed while they were plain, and are left alone.
 */
import type { BigIntStats } from 'node:fs';
import { glob, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '@presage/contract';
import { messageOf } from '../../errors.ts';
import { readExpanded } from '../compressed-file.ts';
import { WorkingFeed, type FeedStatus } from '../feed.ts';
import { POSITION_FIELD, withPosition } from '../json-row.ts';
import { linesOf, type Line } from '../lines-of.ts';
import { offerUntilTaken } from '../offer.ts';
import { originOf } from '../origin.ts';
import { replaceFile } from '../replace-file.ts';
import type { Intake } from '../source.ts';
import { findMoved, isReadablePack } from './find-files.ts';
import { RecordAssembler, type RecordGroup } from '../record-assembler.ts';
import { serviceName } from './service-name.ts';

export interface PackedBacklogOptions {
  readonly patterns: readonly string[];
  readonly zoneOffsetMinutes: number;
  readonly tenant: string;
  readonly host: string;
  /** Gets `packed-files.json`. */
  readonly folder: string;
  /** Key of a file → position text of its newest entry in the journal. */
  readonly recalled: ReadonlyMap<string, string>;
  readonly intake: Intake;
  readonly log: Log;
  readonly nowMs: () => number;
}

interface PackedFile {
  readonly path: string;
  readonly device: string;
  readonly inode: string;
  /** Decompressed bytes whose lines are in the journal. */
  readonly offset: number;
  readonly isDone: boolean;
}

interface Known {
  readonly patterns: readonly string[];
  readonly files: readonly PackedFile[];
}

const NAME = 'file-backlog';
const FILE = 'packed-files.json';
const BATCH_BYTES = 512 * 1024;

export class PackedBacklog extends WorkingFeed {
  readonly name = NAME;
  readonly #options: PackedBacklogOptions;
  #known: Known = { patterns: [], files: [] };

  constructor(options: PackedBacklogOptions) {
    super(options.nowMs);
    this.#options = options;
  }

  override async start(): Promise<void> {
    this.#known = await this.#look(await this.#load());
    await this.#saveIfPossible();
    await super.start();
  }

  status(): FeedStatus {
    const left = this.#known.files.filter(({ isDone }) => !isDone).length;
    return this.state.status(
      left === 0 ? 'every compressed file is read' : `${left} compressed files to read`,
    );
  }

  async #load(): Promise<Known> {
    try {
      const known: unknown = JSON.parse(await readFile(join(this.#options.folder, FILE), 'utf8'));
      if (isKnown(known)) return known;
      throw new Error(`${FILE} does not hold a list of files`);
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT')
        this.#options.log.warn('which compressed files were read cannot be known; none is read again', {
          reason: messageOf(thrown),
        });
      return (thrown as NodeJS.ErrnoException).code === 'ENOENT'
        ? { patterns: [], files: [] }
        : { patterns: this.#options.patterns, files: [] };
    }
  }

  /** What patterns that are new find now; later finds were followed while they were plain. */
  async #look(known: Known): Promise<Known> {
    const files = [...known.files];
    for (const pattern of this.#options.patterns) {
      if (known.patterns.includes(pattern)) continue;
      for await (const path of glob(pattern)) {
        const found = isReadablePack(path) ? await this.#found(path) : undefined;
        if (found === undefined) continue;
        const { dev, ino } = found;
        if (!files.some(({ device, inode }) => device === String(dev) && inode === String(ino)))
          files.push({ path, device: String(dev), inode: String(ino), offset: 0, isDone: false });
      }
    }
    return { patterns: [...new Set([...known.patterns, ...this.#options.patterns])], files };
  }

  /** Undefined, with a word, for what cannot be looked at: a link that leads nowhere is no reason not to start. */
  async #found(path: string): Promise<BigIntStats | undefined> {
    try {
      return await stat(path, { bigint: true });
    } catch (thrown) {
      this.#options.log.warn('a compressed file cannot be looked at and is left out', {
        path,
        reason: messageOf(thrown),
      });
      return undefined;
    }
  }

  /** What a full disk does not take, the journal knows. */
  async #saveIfPossible(): Promise<void> {
    try {
      await replaceFile(join(this.#options.folder, FILE), JSON.stringify(this.#known));
    } catch (thrown) {
      this.state.failed(
        `How far compressed files are read cannot be saved, until then the journal alone knows it: ${messageOf(thrown)}`,
      );
    }
  }

  /** The oldest first, so that lines come in the order in which they were written. */
  protected async run(): Promise<void> {
    const byAge = await withTimes(this.#known.files.filter(({ isDone }) => !isDone));
    for (const file of byAge) {
      if (this.isStopped()) return;
      try {
        await this.#read(file);
        this.state.recovered();
      } catch (thrown) {
        if (this.isStopped()) return;
        this.#fail(file, thrown);
      }
    }
  }

  /** What cannot be read to its end is tried again at the next start; the others go on. */
  #fail({ path }: PackedFile, thrown: unknown): void {
    const message = `${path} cannot be read to its end: ${messageOf(thrown)}. Mend or remove it, and start again.`;
    this.state.failed(message);
    this.#options.log.warn(message);
  }

  async #read(file: PackedFile): Promise<void> {
    const path = (await isAt(file)) ? file.path : await findMoved(file.path, file.device, file.inode);
    if (path === undefined) return this.#note(file, { isDone: true });
    const key = keyOf(file);
    const from = Math.max(file.offset, Number(this.#options.recalled.get(key) ?? 0));
    const assembler = new RecordAssembler();
    let end = from;
    let offered = from;
    try {
      for await (const { text, start, end: lineEnd } of linesBehind(path, from)) {
        assembler.line(text, start, lineEnd, 0);
        end = lineEnd;
        if (end - offered < BATCH_BYTES) continue;
        offered = end;
        await this.#offer(file, key, assembler.take());
      }
    } catch (thrown) {
      // What could be read of a file that is cut short is kept.
      if (!this.isStopped()) await this.#offerRest(file, key, assembler);
      throw thrown;
    }
    await this.#offerRest(file, key, assembler);
    await this.#note(file, { offset: end, isDone: true });
  }

  async #offerRest(file: PackedFile, key: string, assembler: RecordAssembler): Promise<void> {
    assembler.closeAll();
    for (let group = assembler.take(); group !== undefined; group = assembler.take())
      await this.#offer(file, key, group);
  }

  async #offer(file: PackedFile, key: string, group: RecordGroup | undefined): Promise<void> {
    if (group === undefined) return;
    const { intake, tenant, host, zoneOffsetMinutes } = this.#options;
    const signal = this.stopped;
    await this.state.resumed(signal);
    const lines = group.records.map(
      ({ start, text }) => `${withPosition(`"_msg":${JSON.stringify(text)}`, start)}\n`,
    );
    await offerUntilTaken(
      intake,
      {
        tenant,
        source: NAME,
        origin: key,
        position: String(group.end),
        backfill: true,
        parameters: {
          rawText: { zoneOffsetMinutes },
          extraFields: { filename: file.path, host, service: serviceName(unpackedName(file.path)) },
          positionField: POSITION_FIELD,
        },
        body: Buffer.from(lines.join('')),
      },
      { signal, refused: (error) => this.state.failed(error.message) },
    );
    await this.#note(file, { offset: group.end });
  }

  async #note(file: PackedFile, change: Partial<PackedFile>): Promise<void> {
    const isFile = ({ device, inode }: PackedFile): boolean => device === file.device && inode === file.inode;
    const files = this.#known.files.map((each) => (isFile(each) ? { ...each, ...change } : each));
    this.#known = { ...this.#known, files };
    await this.#saveIfPossible();
  }
}

/** Lines behind an offset of the decompressed text. */
async function* linesBehind(path: string, from: number): AsyncGenerator<Line> {
  for await (const line of linesOf((await readExpanded(path, Infinity)) as AsyncIterable<Buffer>))
    if (line.start >= from && line.text !== '') yield line;
}

function keyOf({ device, inode }: PackedFile): string {
  return originOf(`packed ${device} ${inode}`);
}

function unpackedName(path: string): string {
  return path.replace(/\.(gz|zst)$/i, '');
}

/** Rejects when that cannot be known: a file that is merely out of reach is not gone. */
async function isAt({ path, device, inode }: PackedFile): Promise<boolean> {
  const found = await stat(path, { bigint: true }).catch((thrown: unknown) => {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  });
  return found !== undefined && String(found.dev) === device && String(found.ino) === inode;
}

async function withTimes(files: readonly PackedFile[]): Promise<PackedFile[]> {
  const aged = await Promise.all(
    files.map(async (file) => ({
      file,
      mtimeMs: (await stat(file.path).catch(() => undefined))?.mtimeMs ?? 0,
    })),
  );
  return aged.sort((a, b) => a.mtimeMs - b.mtimeMs).map(({ file }) => file);
}

function isKnown(value: unknown): value is Known {
  const { patterns, files } = (value ?? {}) as Partial<Known>;
  return Array.isArray(patterns) && Array.isArray(files);
}
