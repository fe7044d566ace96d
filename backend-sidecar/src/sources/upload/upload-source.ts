/**
 * Uploaded files: each is kept whole on disk, then read row by row into the road as old lines, one file at a time. A restart goes
 * on behind the last row that the journal has; a row has the same event id however often it is read.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '@presage/contract';
import { messageOf } from '../../errors.ts';
import { WorkingFeed, type FeedStatus } from '../feed.ts';
import { offerUntilTaken } from '../offer.ts';
import type { Arrival, Intake, Receipt } from '../source.ts';
import type { JobBook, KeptJob } from './job-book.ts';
import { beginningOf, readExpanded } from '../compressed-file.ts';
import { parametersOf, planUpload, type UploadPlan } from './upload-plan.ts';
import { whyUnreadable } from './unreadable.ts';
import { uploadRows } from './upload-rows.ts';

export interface UploadSourceOptions {
  readonly jobs: JobBook;
  readonly intake: Intake;
  /** Job id → position text of its newest entry in the journal. */
  readonly recalled: ReadonlyMap<string, string>;
  readonly maxDecompressedBytes: number;
  readonly log: Log;
  readonly nowMs: () => number;
}

const SOURCE = 'upload';
const BATCH_BYTES = 512 * 1024;
const TOLD_ERRORS = 20;
const RETRY_MS = 1000;

export class UploadSource extends WorkingFeed {
  readonly name = SOURCE;
  readonly #options: UploadSourceOptions;

  constructor(options: UploadSourceOptions) {
    super(options.nowMs);
    this.#options = options;
  }

  override start(): Promise<void> {
    this.wake();
    return Promise.resolve();
  }

  /** A job was added. */
  wake(): void {
    if (this.isStopped()) return;
    this.work ??= this.run().finally(() => {
      this.work = undefined;
      if (this.#options.jobs.next() !== undefined) this.wake();
    });
  }

  status(): FeedStatus {
    const open = this.#options.jobs.all().filter(({ job }) => ['queued', 'running'].includes(job.state));
    return this.state.status(
      open.length === 0 ? 'no upload is being read' : `${open.length} uploads to read`,
    );
  }

  protected async run(): Promise<void> {
    const { jobs } = this.#options;
    for (let kept = jobs.next(); kept !== undefined && !this.isStopped(); kept = jobs.next()) {
      try {
        await this.#read(kept);
      } catch (thrown) {
        if (!this.isStopped()) await this.#fail(kept, thrown);
      }
    }
  }

  async #fail({ job: { id } }: KeptJob, thrown: unknown): Promise<void> {
    const { jobs, log } = this.#options;
    const kept = jobs.get(id);
    if (kept === undefined) return;
    const message = `The file cannot be read further: ${messageOf(thrown)}. Rows before that are kept.`;
    log.warn('an upload ended early', { job: id, rows: kept.rows });
    await this.#end(kept, 'failed', message);
  }

  async #read(kept: KeptJob): Promise<void> {
    const { jobs, maxDecompressedBytes } = this.#options;
    const path = jobs.fileOf(kept.job.id);
    // A kill between the journal's record and the job's facts leaves a batch that is taken and not counted.
    const journalled = Number(this.#options.recalled.get(kept.job.id) ?? 0);
    const beginning = await beginningOf(path);
    const unreadable = whyUnreadable(beginning);
    if (unreadable !== undefined) return this.#end(kept, 'failed', unreadable);
    const plan = planUpload(kept.ask, beginning);
    let current = this.#begun(kept, plan);
    const input = await readExpanded(path, maxDecompressedBytes);
    let batch: string[] = [];
    let bytes = 0;
    let row = 0;
    try {
      for await (const line of uploadRows(input, plan)) {
        if (row++ < current.rows) continue;
        batch.push(line);
        bytes += line.length + 1;
        if (row < journalled || (row > journalled && bytes < BATCH_BYTES)) continue;
        const taken = batch;
        [batch, bytes] = [[], 0];
        current =
          row === journalled ? this.#counted(current, plan, taken) : await this.#offer(current, plan, taken);
      }
    } catch (thrown) {
      // The rows before the place that cannot be read.
      if (batch.length > 0 && !this.isStopped()) await this.#offer(current, plan, batch);
      throw thrown;
    }
    if (batch.length > 0) current = await this.#offer(current, plan, batch);
    await this.#end(current, 'done', 'read to its end');
  }

  #end(kept: KeptJob, state: 'done' | 'failed', message: string): Promise<void> {
    const finished_at = new Date(this.#options.nowMs()).toISOString();
    return this.#keep({ ...kept, job: { ...kept.job, state, message, finished_at } });
  }

  #begun(kept: KeptJob, plan: UploadPlan): KeptJob {
    const { format, message, time, level, service } = plan;
    const columns = Object.entries({ message, time, level, service }).flatMap(([name, column]) =>
      column === undefined ? [] : [[name, column] as const],
    );
    return {
      ...kept,
      job: {
        ...kept.job,
        state: 'running',
        message: 'is being read',
        format,
        columns: Object.fromEntries(columns),
      },
    };
  }

  /** Rows that the journal has are read again only to count them: they give the same receipt as they gave when they were taken. */
  #counted(kept: KeptJob, plan: UploadPlan, batch: readonly string[]): KeptJob {
    const arrival = arrivalOf(kept, plan, batch);
    return progressed(kept, batch, this.#options.intake.inspect(arrival));
  }

  async #offer(kept: KeptJob, plan: UploadPlan, batch: readonly string[]): Promise<KeptJob> {
    const { intake } = this.#options;
    const signal = this.stopped;
    await this.state.resumed(signal);
    const receipt = await offerUntilTaken(intake, arrivalOf(kept, plan, batch), {
      signal,
      refused: (error) => this.state.failed(error.message),
    });
    const next = progressed(kept, batch, receipt);
    await this.#keep(next);
    return next;
  }

  /** A disk that is full is waited out: read anew, the job would hand on once more what the journal has taken. */
  async #keep(kept: KeptJob): Promise<void> {
    do {
      try {
        await this.#options.jobs.keep(kept);
        this.state.recovered();
        return;
      } catch (thrown) {
        this.state.failed(
          `The facts of an upload cannot be written and are tried again: ${messageOf(thrown)}`,
        );
        await wait(RETRY_MS, undefined, { signal: this.stopped }).catch(() => undefined);
      }
    } while (!this.isStopped());
  }
}

function arrivalOf(kept: KeptJob, plan: UploadPlan, batch: readonly string[]): Arrival {
  return {
    tenant: kept.tenant,
    source: SOURCE,
    origin: kept.job.id,
    position: String(kept.rows + batch.length),
    backfill: true,
    parameters: parametersOf(kept.ask, plan),
    body: Buffer.from(`${batch.join('\n')}\n`),
  };
}

function progressed(kept: KeptJob, batch: readonly string[], receipt: Receipt): KeptJob {
  const { job, rows } = kept;
  const { accepted, rejected, errors } = receipt;
  const told = errors.map(({ line, reason, message }) => ({ row: rows + line, reason, message }));
  return {
    ...kept,
    rows: rows + batch.length,
    job: {
      ...job,
      accepted: job.accepted + accepted,
      rejected: job.rejected + rejected,
      errors: [...job.errors, ...told].slice(0, TOLD_ERRORS),
    },
  };
}
