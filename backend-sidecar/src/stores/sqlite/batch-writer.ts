import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import type { Log } from '@presage/contract';
import type { RefusedRow } from '../store.ts';
import { readSample } from '../counters.ts';
import { readRow, refuseTime, timeBounds, type TimeBounds } from '../stored-row.ts';
import type { BatchContent, Written } from './calls.ts';
import { TEMPLATES_FILE, isDamage } from './schema.ts';
import { setAsideFile } from './slice-files.ts';
import { DamagedSliceError, SliceSet, type SliceSetOptions } from './slice-set.ts';
import { TemplateFile } from './template-file.ts';

/** Files that may turn out damaged during one batch before it is given back as failed. */
const MAX_SET_ASIDE = 4;

/** Stores one batch after the other. When write returns, the batch is on the disk; when it throws, it may be sent again. */
export class BatchWriter {
  readonly #slices: SliceSet;
  readonly #retentionMs: number;
  readonly #templatesPath: string;
  readonly #log: Log;
  #templates: TemplateFile | undefined;

  constructor(options: SliceSetOptions) {
    this.#slices = new SliceSet(options);
    this.#retentionMs = options.retentionMs;
    this.#templatesPath = join(options.folder, TEMPLATES_FILE);
    this.#log = options.log;
  }

  write(batch: BatchContent, nowMs: number): Written {
    const lines = zstdDecompressSync(batch.payload)
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '');
    for (let attempt = 0; ; attempt++) {
      try {
        return this.#writeLines(batch, lines, nowMs);
      } catch (thrown) {
        this.#slices.rollback();
        if (attempt === MAX_SET_ASIDE || !this.#setAsideDamaged(thrown, nowMs)) throw thrown;
      }
    }
  }

  /** Gives how many slices were dropped. */
  retain(nowMs: number): number {
    const dropped = this.#slices.retain(nowMs);
    this.#withTemplates(nowMs, (templates) => templates.dropBefore(nowMs - this.#retentionMs));
    return dropped;
  }

  setAside(path: string, nowMs: number, reason: string): void {
    if (path === this.#templatesPath) this.#setAsideTemplates(nowMs, reason);
    else this.#slices.setAside(path, nowMs, reason);
  }

  close(): void {
    this.#slices.close();
    this.#templates?.close();
  }

  #writeLines({ kind, tenant }: BatchContent, lines: readonly string[], nowMs: number): Written {
    if (kind === 'templates') {
      return this.#withTemplates(nowMs, (templates) => templates.put(tenant, lines));
    }
    const put = kind === 'rows' ? this.#putRow : this.#putSample;
    const bounds = timeBounds(nowMs, this.#retentionMs);
    const refused: RefusedRow[] = [];
    let stored = 0;
    for (const line of lines) {
      const outcome = put.call(this, tenant, line, bounds);
      if (typeof outcome === 'object') refused.push(outcome);
      else if (outcome) stored++;
    }
    this.#slices.commit();
    return { stored, known: lines.length - refused.length - stored, refused };
  }

  #putRow(tenant: string, line: string, bounds: TimeBounds): boolean | RefusedRow {
    const row = readRow(line, bounds);
    if ('reason' in row) return row;
    return this.#slices.within(row.timeMs, (writer) => writer.putRow(tenant, row));
  }

  #putSample(tenant: string, line: string, bounds: TimeBounds): boolean | RefusedRow {
    const sample = readSample(line);
    if (!sample)
      return { line, reason: 'store_rejected', message: 'The line is not `name{labels} value ms`.' };
    const refused = refuseTime(line, sample.timeMs, bounds);
    if (refused) return refused;
    // Prometheus text can say that there is no number; then there is no point.
    if (Number.isNaN(sample.value)) return false;
    return this.#slices.within(sample.timeMs, (writer) => writer.putSample(tenant, sample));
  }

  /** False when the error is of another kind. */
  #setAsideDamaged(thrown: unknown, nowMs: number): boolean {
    if (!(thrown instanceof DamagedSliceError)) return false;
    this.#slices.setAside(thrown.path, nowMs, thrown.message);
    return true;
  }

  #withTemplates<Result>(nowMs: number, work: (templates: TemplateFile) => Result): Result {
    try {
      return work((this.#templates ??= new TemplateFile(this.#templatesPath)));
    } catch (thrown) {
      if (!isDamage(thrown)) throw thrown;
      this.#setAsideTemplates(nowMs, String(thrown));
      return work((this.#templates = new TemplateFile(this.#templatesPath)));
    }
  }

  #setAsideTemplates(nowMs: number, reason: string): void {
    this.#templates?.close();
    this.#templates = undefined;
    const file = setAsideFile(this.#templatesPath, nowMs);
    this.#log.error('the template file of the embedded store is damaged and was set aside', { file, reason });
  }
}
