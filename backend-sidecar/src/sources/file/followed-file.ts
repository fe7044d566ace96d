/**
 * One open file: its bytes in, arrivals out, in order, each acknowledged before the next. Told apart from what replaces it under the
 * same path by its first bytes. Nothing is skipped: what the intake refuses is offered again, the same bytes.
 */
import type { BigIntStats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { Log } from '@presage/contract';
import { POSITION_FIELD, withPosition } from '../json-row.ts';
import type { Arrival, Intake } from '../source.ts';
import { hasHead, headOf, readHead } from './file-head.ts';
import { CHUNK_BYTES, LineCutter, type TakeLine } from './line-cutter.ts';
import type { FilePosition, Positions } from './positions.ts';
import { RecordAssembler, type RecordGroup } from '../record-assembler.ts';
import { serviceName } from './service-name.ts';

/** A last line without its end is handed on when nothing came for this long, ms. */
const UNFINISHED_MS = 5000;

export interface FileParts {
  readonly intake: Intake;
  readonly log: Log;
  readonly positions: Positions;
  readonly tenant: string;
  readonly host: string;
  readonly zoneOffsetMinutes: number;
}

/** `more`: there may be more to read at once. `quiet`: read to its end, as it is now. */
export type StepResult = 'more' | 'quiet';

export class FollowedFile {
  /** Where the file is now, for messages; the name its lines carry. */
  path: string;
  /** Its path has another file or none: it is read to its end and let go. */
  isMoved = false;
  /** Steps in a row that found nothing. */
  quietSteps = 0;
  lastError: string | undefined;
  readonly handle: FileHandle;
  readonly #parts: FileParts;
  #position: FilePosition;
  #cutter: LineCutter;
  #assembler = new RecordAssembler();
  #offered: { readonly arrival: Arrival; readonly position: FilePosition } | undefined;
  #isTruncated = false;
  #size = 0;
  #modified = -1n;
  /** When its last byte was read. */
  grewMs: number;

  constructor(parts: FileParts, handle: FileHandle, position: FilePosition, nowMs: number) {
    this.#parts = parts;
    this.handle = handle;
    this.path = position.path;
    this.#position = position;
    this.#cutter = new LineCutter(position.offset);
    this.grewMs = nowMs;
  }

  get key(): string {
    return this.#position.key;
  }

  /** Behind the last acknowledged byte. */
  get offset(): number {
    return this.#position.offset;
  }

  /** Bytes, when last looked at. */
  get size(): number {
    return this.#size;
  }

  /**
   * Reads one chunk at most and hands on what is whole.
   * Rejects with the intake's refusal, after which the next step offers the same again, or with the file system's error.
   */
  async step(buffer: Buffer, nowMs: number): Promise<StepResult> {
    await this.#offer();
    if (!this.#isTruncated) await this.#read(buffer, nowMs);
    await this.#handOn();
    if (this.#isTruncated) {
      await this.#startGeneration();
      return 'more';
    }
    return this.quietSteps === 0 ? 'more' : 'quiet';
  }

  /** Hands on all that was read, also a line without its end: nothing will follow. */
  async finish(nowMs: number): Promise<void> {
    await this.#offer();
    this.#endLines(nowMs);
    await this.#handOn();
  }

  async #read(buffer: Buffer, nowMs: number): Promise<void> {
    const before = await this.handle.stat({ bigint: true });
    if (this.#isUnchanged(before)) {
      this.#rest(nowMs);
      return;
    }
    const from = this.#cutter.next;
    const kept = this.#cutter.prepare(buffer);
    const { bytesRead } = await this.handle.read(buffer, kept, CHUNK_BYTES, from);
    // Looked at after reading: had the file been replaced before, the bytes just read would not be its own.
    const after = await this.handle.stat({ bigint: true });
    if (!(await this.#isSameFile(after, from + bytesRead))) {
      this.#isTruncated = true;
      this.#endLines(nowMs);
      return;
    }
    this.#size = Number(after.size);
    this.#modified = bytesRead === 0 ? before.mtimeNs : -1n;
    if (bytesRead === 0) this.#rest(nowMs);
    else this.#take(buffer, kept + bytesRead, nowMs);
  }

  #isUnchanged(stats: BigIntStats): boolean {
    return Number(stats.size) === this.#cutter.next && stats.mtimeNs === this.#modified;
  }

  #take(buffer: Buffer, filled: number, nowMs: number): void {
    this.quietSteps = 0;
    this.grewMs = nowMs;
    this.#cutter.cut(buffer, filled, this.#toAssembler(nowMs));
    this.#assembler.closeQuiet(nowMs);
    this.#tellDropped();
  }

  #rest(nowMs: number): void {
    this.quietSteps++;
    if (this.#cutter.hasUnfinished && nowMs - this.grewMs >= UNFINISHED_MS) this.#endLines(nowMs);
    else this.#assembler.closeQuiet(nowMs);
  }

  #endLines(nowMs: number): void {
    this.#cutter.finish(this.#toAssembler(nowMs));
    this.#assembler.closeAll();
    this.#tellDropped();
  }

  #toAssembler(nowMs: number): TakeLine {
    return (text, start, end) => this.#assembler.line(text, start, end, nowMs);
  }

  #tellDropped(): void {
    if (this.#cutter.dropped === 0) return;
    this.#parts.log.warn('a line over 1 MiB was cut; its start goes to the dead letters', {
      path: this.path,
      skipped_bytes: this.#cutter.dropped,
    });
    this.#cutter.dropped = 0;
  }

  /** Not truncated and not replaced in place; learns the head of a file that was short. */
  async #isSameFile(stats: BigIntStats, end: number): Promise<boolean> {
    const head = await readHead(this.handle);
    if (Number(stats.size) < end || !hasHead(head, this.#position)) return false;
    if (head.length > this.#position.headBytes) this.#position = { ...this.#position, ...headOf(head) };
    return true;
  }

  async #startGeneration(): Promise<void> {
    const { positions, log } = this.#parts;
    const { device, inode, key } = this.#position;
    const head = headOf(await readHead(this.handle));
    const newKey = positions.newKey(device, inode, head);
    positions.copies.ended(this.#position);
    this.#position = { ...this.#position, ...head, key: newKey, offset: 0, backfillUntil: 0 };
    this.#cutter = new LineCutter(0);
    this.#assembler = new RecordAssembler();
    this.#isTruncated = false;
    this.#modified = -1n;
    positions.remove(key);
    positions.put(this.#position);
    log.info('a file was truncated or replaced in place; it is read from its start', { path: this.path });
  }

  async #handOn(): Promise<void> {
    const group = this.#assembler.take();
    if (!group) return;
    const position = { ...this.#position, path: this.path, offset: group.end };
    this.#offered = { arrival: this.#arrival(group, position), position };
    await this.#offer();
  }

  async #offer(): Promise<void> {
    if (!this.#offered) return;
    const { arrival, position } = this.#offered;
    await this.#parts.intake.accept(arrival);
    this.#offered = undefined;
    this.#position = { ...this.#position, offset: position.offset };
    this.#parts.positions.put(this.#position);
  }

  #arrival(group: RecordGroup, position: FilePosition): Arrival {
    const { tenant, host, zoneOffsetMinutes } = this.#parts;
    const newest = group.records[group.records.length - 1];
    let body = '';
    for (const { start, text } of group.records) {
      body += `${withPosition(`"_msg":${JSON.stringify(text)}`, start)}\n`;
    }
    return {
      tenant,
      source: 'file',
      origin: position.key,
      position: JSON.stringify(position),
      backfill: newest !== undefined && newest.start < position.backfillUntil,
      parameters: {
        rawText: { zoneOffsetMinutes },
        extraFields: { filename: this.path, host, service: serviceName(this.path) },
        positionField: POSITION_FIELD,
      },
      body: Buffer.from(body),
    };
  }
}
