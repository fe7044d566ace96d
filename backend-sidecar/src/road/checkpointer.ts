import type { Log } from '@presage/contract';
import { messageOf } from '../errors.ts';
import type { Journal } from '../journal/journal.ts';
import type { Pipeline, SavedPartition } from '../pipeline/verdict.ts';
import type { AlertListener } from './decide.ts';
import type { PipelineRunner } from './run.ts';
import { pause } from './signal.ts';
import type { StateExchange } from './state-exchange.ts';
import type { StateFolder } from './state-folder.ts';

const EVERY_MS = 15_000;
/** Partitions serialised in one go; more would hold up acknowledgements. */
const CHUNK = 8;

/**
 * Saves the pipeline's memory and moves the journal's one cursor. A partition is written only after everything that its state
 * has decided is durable in the outbox: a state that was ahead of the outbox would swallow lines at the next start.
 */
export class Checkpointer {
  readonly #parts: {
    pipeline: Pipeline;
    runner: PipelineRunner;
    journal: Journal;
    folder: StateFolder;
    log: Log;
    alerts?: AlertListener;
    states?: StateExchange;
  };
  readonly #abort = new AbortController();
  /** Serialised but not yet on disk, because an earlier round failed. */
  #unsaved: SavedPartition[] = [];
  #running: Promise<void> = Promise.resolve();

  constructor(parts: {
    pipeline: Pipeline;
    runner: PipelineRunner;
    journal: Journal;
    folder: StateFolder;
    log: Log;
    alerts?: AlertListener;
    states?: StateExchange;
  }) {
    this.#parts = parts;
  }

  start(): void {
    this.#running = this.#loop();
  }

  /** Ends the rounds; the caller makes the last one by `saveIfPossible`. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#running;
  }

  /** One round. What the disk refuses is told, and tried again in the next one. */
  async saveIfPossible(): Promise<void> {
    try {
      await this.#save();
    } catch (thrown) {
      this.#parts.log.error('the state cannot be saved; the journal is kept until it can', {
        reason: messageOf(thrown),
      });
    }
  }

  async #save(): Promise<void> {
    const { runner, folder, journal, pipeline } = this.#parts;
    const position = runner.position();
    await this.#saveChunk(this.#unsaved);
    let chunk: SavedPartition[] = [];
    for (const saved of pipeline.save()) {
      chunk.push(saved);
      if (chunk.length < CHUNK) continue;
      await this.#saveChunk(chunk);
      chunk = [];
    }
    await this.#saveChunk(chunk);
    const alerts = this.#parts.alerts?.save();
    if (alerts !== undefined) await folder.saveAlerts(alerts);
    await folder.saveCheckpoint(position);
    await journal.free(position.cursor);
  }

  async #saveChunk(chunk: readonly SavedPartition[]): Promise<void> {
    const unsaved = new Set([...this.#unsaved, ...chunk]);
    this.#unsaved = [...unsaved];
    await this.#parts.runner.flush();
    for (const saved of chunk) {
      await this.#parts.folder.savePartition(saved);
      this.#parts.states?.leave(saved);
      unsaved.delete(saved);
    }
    this.#unsaved = [...unsaved];
  }

  async #loop(): Promise<void> {
    for (;;) {
      await pause(EVERY_MS, this.#abort.signal);
      if (this.#abort.signal.aborted) return;
      await this.saveIfPossible();
    }
  }
}
