/**
 * Jobs of uploaded files, each a file and its facts in a folder of the sidecar, so that a restart goes on where the last one ended.
 * A finished job keeps its facts for a week and gives its file back.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job, Log } from '@presage/contract';
import { messageOf } from '../../errors.ts';
import { replaceFile } from '../replace-file.ts';
import type { UploadAsk } from './upload-plan.ts';

/** A job with what is not told to everyone. */
export interface KeptJob {
  readonly tenant: string;
  readonly ask: UploadAsk;
  readonly job: Job;
  /** Rows that are durable in the journal. */
  readonly rows: number;
}

const KEPT_MS = 7 * 24 * 3_600_000;
const ID = /^[0-9a-f]{12}$/;

export class JobBook {
  readonly #folder: string;
  readonly #jobs = new Map<string, KeptJob>();
  /** Whose files are on their way. */
  readonly #arriving = new Set<string>();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(folder: string, log: Log, nowMs: number): Promise<JobBook> {
    const book = new JobBook(folder);
    await mkdir(folder, { recursive: true });
    const files = await readdir(folder);
    for (const file of files) await book.#recall(file, log, nowMs);
    for (const file of files) if (JobBook.#isLeftBehind(file, files)) await rm(join(folder, file));
    return book;
  }

  /** The id of a job whose file is on its way, until `arrived`. */
  expect(): string {
    const id = randomBytes(6).toString('hex');
    this.#arriving.add(id);
    return id;
  }

  arrived(id: string): void {
    this.#arriving.delete(id);
  }

  /** Files that are on their way or wait to be read. */
  get open(): number {
    return this.#arriving.size + this.all().filter(({ job }) => isOpen(job)).length;
  }

  /** Where a job's file lies. */
  fileOf(id: string): string {
    return join(this.#folder, `${id}.data`);
  }

  get(id: string): KeptJob | undefined {
    return this.#jobs.get(id);
  }

  /** Newest first. */
  all(): KeptJob[] {
    return [...this.#jobs.values()].sort((a, b) => (a.job.created_at < b.job.created_at ? 1 : -1));
  }

  /** The oldest that is not done. */
  next(): KeptJob | undefined {
    return this.all()
      .reverse()
      .find(({ job }) => isOpen(job));
  }

  /** Durable when it resolves. */
  async keep(kept: KeptJob): Promise<void> {
    const { id, state } = kept.job;
    await replaceFile(join(this.#folder, `${id}.json`), JSON.stringify(kept));
    if (state === 'done' || state === 'failed') await rm(this.fileOf(id), { force: true });
    await this.#forgetOld(Date.parse(kept.job.finished_at ?? ''));
    this.#jobs.set(id, kept);
  }

  async #forgetOld(nowMs: number): Promise<void> {
    for (const [id, { job }] of this.#jobs) {
      if (!(nowMs - Date.parse(job.finished_at ?? '') > KEPT_MS)) continue;
      this.#jobs.delete(id);
      // What cannot be removed now is removed at the next start.
      await rm(join(this.#folder, `${id}.json`), { force: true }).catch(() => undefined);
    }
  }

  /** A file that was on its way when the process was killed: its sender was told nothing, and sends it again. */
  static #isLeftBehind(file: string, files: readonly string[]): boolean {
    const [id = '', ending, ...more] = file.split('.');
    return ID.test(id) && ending === 'data' && more.length === 0 && !files.includes(`${id}.json`);
  }

  async #recall(file: string, log: Log, nowMs: number): Promise<void> {
    const [id = '', ending] = file.split('.');
    const path = join(this.#folder, file);
    if (!ID.test(id) || ending !== 'json' || file.endsWith('.new')) return;
    try {
      const kept = JSON.parse(await readFile(path, 'utf8')) as KeptJob;
      const ended = Date.parse(kept.job.finished_at ?? '');
      if (nowMs - ended > KEPT_MS) await rm(path);
      else this.#jobs.set(id, kept);
    } catch (thrown) {
      log.warn('the facts of an upload cannot be read; upload the file again', {
        job: id,
        reason: messageOf(thrown),
      });
    }
  }
}

function isOpen({ state }: Job): boolean {
  return state === 'queued' || state === 'running';
}
