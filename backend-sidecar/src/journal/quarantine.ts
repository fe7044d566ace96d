import { join } from 'node:path';
import type { Log, Meter } from '@presage/contract';
import type { FileSeam, OpenFile } from './files.ts';
import { writeAll } from './files.ts';
import { messageOf } from './log-context.ts';
import { readAround } from './segment-scanner.ts';

/** Bytes of damage kept for a person to look at. */
const CAP_BYTES = 16 * 1024 * 1024;
const PIECE_BYTES = 1024 * 1024;

export interface QuarantineContext {
  readonly folder: string;
  readonly name: string;
  readonly files: FileSeam;
  readonly log: Log;
  readonly meter: Meter;
}

/**
 * Copies damaged bytes of segments to `<log>.quarantine`: for each a line of JSON that says where they stood and how
 * many of them follow, then the bytes, then a line feed. Never throws: a reader goes on whether or not they could be kept.
 */
export class Quarantine {
  readonly #context: QuarantineContext;
  /** Places already dealt with, so that reading twice counts once. */
  readonly #seen = new Set<string>();

  constructor(context: QuarantineContext) {
    this.#context = context;
  }

  /** A bad record that a reader skips: counted and kept. */
  async skip(segment: number, file: OpenFile, start: number, end: number): Promise<void> {
    const place = `${segment}:${start}`;
    if (this.#seen.has(place)) return;
    this.#seen.add(place);
    const { log, meter, name } = this.#context;
    meter.add('presage_journal_quarantined_total', { log: name });
    log.error('Damaged bytes in a segment: skipped, and copied to the quarantine file.', {
      ...this.#facts(segment, start, end),
    });
    await this.keep(segment, file, start, end);
  }

  /** Copies bytes [start, end) of a segment, as far as the cap allows. */
  async keep(segment: number, file: OpenFile, start: number, end: number): Promise<void> {
    try {
      await this.#copy(segment, file, start, end);
    } catch (thrown) {
      this.#context.log.warn('Damaged bytes could not be copied to the quarantine file.', {
        ...this.#facts(segment, start, end),
        error: messageOf(thrown),
      });
    }
  }

  async #copy(segment: number, file: OpenFile, start: number, end: number): Promise<void> {
    const { files, folder, name } = this.#context;
    const target = await files.open(join(folder, `${name}.quarantine`), 'keep');
    try {
      let at = await target.size();
      const bytes = Math.min(end - start, CAP_BYTES - at);
      if (bytes <= 0) return;
      const head = Buffer.from(`${JSON.stringify({ segment, offset: start, of: end - start, bytes })}\n`);
      await writeAll(target, [head], at);
      at += head.length;
      for (let done = 0; done < bytes; done += PIECE_BYTES) {
        const piece = Buffer.alloc(Math.min(PIECE_BYTES, bytes - done));
        await readAround(file, piece, start + done);
        await writeAll(target, [piece], at + done);
      }
      await writeAll(target, [Buffer.from('\n')], at + bytes);
      await target.sync();
    } finally {
      await target.close();
    }
  }

  #facts(segment: number, start: number, end: number): Record<string, unknown> {
    const { name } = this.#context;
    return { log: name, segment, offset: start, bytes: end - start };
  }
}
