import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '@presage/contract';
import type { Arrival, Intake, Receipt } from '../source.ts';
import { openFileSet } from './file-source.ts';
import type { FileSet } from './file-set.ts';

/** One record as it was handed on. */
export interface HandedOn {
  readonly text: string;
  readonly position: number;
  readonly arrival: Arrival;
}

/** Keeps what it accepts, as the journal does; can refuse, or keep and then fail as a crash before the ack. */
export class MemoryIntake implements Intake {
  readonly arrivals: Arrival[] = [];
  readonly #arrivals = new EventEmitter();
  /** Thrown by the next accepts instead of keeping. */
  refusals: Error[] = [];
  #crash: Error | undefined;

  /** The next accept keeps and then rejects. */
  crashNext(): void {
    this.#crash = new Error('the process is gone');
  }

  get willCrash(): boolean {
    return this.#crash !== undefined;
  }

  accept(arrival: Arrival): Promise<Receipt> {
    const refusal = this.refusals.shift();
    if (refusal) return Promise.reject(refusal);
    this.arrivals.push(arrival);
    this.#arrivals.emit('arrival');
    const crash = this.#crash;
    this.#crash = undefined;
    if (crash) return Promise.reject(crash);
    return Promise.resolve({ accepted: 1, rejected: 0, errors: [] });
  }

  /** Resolves when that many records are here. */
  async arrived(count: number): Promise<void> {
    while (this.records().length < count) await once(this.#arrivals, 'arrival');
  }

  inspect(): Receipt {
    throw new Error('a file source inspects nothing');
  }

  reserve(): { release(): void } {
    return { release: () => undefined };
  }

  records(): HandedOn[] {
    return this.arrivals.flatMap((arrival) =>
      Buffer.from(arrival.body)
        .toString()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => {
          const { _msg: text, presage_position: position } = JSON.parse(line) as {
            _msg: string;
            presage_position: number;
          };
          return { text, position, arrival };
        }),
    );
  }

  texts(): string[] {
    return this.records().map(({ text }) => text);
  }

  /** What the road reads out of the journal at a start. */
  recalled(): Map<string, string> {
    return new Map(this.arrivals.map(({ origin, position }) => [origin ?? '', position ?? '']));
  }
}

export class MemoryLog implements Log {
  readonly told: string[] = [];
  debug(): void {
    // Not looked at.
  }
  info(message: string): void {
    this.told.push(message);
  }
  warn(message: string, facts: Readonly<Record<string, unknown>> = {}): void {
    this.told.push(`${message}: ${Object.values(facts).join(' ')}`);
  }
  error(message: string, facts: Readonly<Record<string, unknown>> = {}): void {
    this.warn(message, facts);
  }
}

/** A folder with log files, a clock that tests move, and a file set on them that can be started anew. */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'presage-files-'));
  readonly intake = new MemoryIntake();
  readonly log = new MemoryLog();
  nowMs = 0;
  files: FileSet | undefined;

  path(name: string): string {
    return join(this.folder, name);
  }

  async start(patterns: readonly string[], from: 'beginning' | 'end' = 'beginning'): Promise<FileSet> {
    this.files = await openFileSet({
      patterns: patterns.map((pattern) => this.path(pattern)),
      from,
      zoneOffsetMinutes: 0,
      tenant: '0:0',
      host: 'host-a',
      folder: this.folder,
      recalled: this.intake.recalled(),
      intake: this.intake,
      log: this.log,
      clock: { monotonicMs: () => this.nowMs },
    });
    return this.files;
  }

  /** Time passes, then rounds until nothing is left to read at once. */
  async poll(ms = 500): Promise<void> {
    this.nowMs += ms;
    while (await this.files?.poll());
  }

  /** Enough polls for whatever is pending to be handed on, and for whatever has ended to be let go. */
  async settle(): Promise<void> {
    for (let i = 0; i < 8; i++) await this.poll(2000);
  }

  async close(): Promise<void> {
    await this.files?.close();
    rmSync(this.folder, { recursive: true });
  }
}
