import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PresageError } from '../../errors.ts';
import { Bench } from './file.fixture.ts';

/**
 * A writer that rotates and truncates, and a follower that stops and crashes, in any order. The writer is fair: it truncates only
 * what was read, and rotates only what was seen, since what is gone before anyone looked cannot be read by anyone.
 */
class Schedule {
  readonly bench = new Bench();
  readonly written: string[] = [];
  #rotations = 0;
  #partial = '';

  readonly steps: Readonly<Record<Step, () => Promise<void>>> = {
    append: () => this.#append('\n'),
    appendPart: () => this.#append(' at margin\n    at indented\n'),
    appendUnfinished: () => this.#append(''),
    poll: () => this.bench.poll(),
    wait: () => this.bench.poll(1500),
    rotate: async () => {
      this.#endLine();
      await this.#see();
      renameSync(this.#path, this.bench.path(`old.${this.#rotations++}`));
      writeFileSync(this.#path, '');
      await this.#append('\n');
    },
    truncate: async () => {
      this.#endLine();
      await this.bench.settle();
      writeFileSync(this.#path, '');
      await this.#append('\n');
    },
    restart: async () => {
      await this.bench.files?.close();
      await this.start();
    },
    /** Positions of its last round may not have reached the disk. */
    crash: () => this.#crash(() => this.bench.poll()),
    /** The journal has the lines, the follower never hears of it. */
    crashBeforeAck: () =>
      this.#crash(async () => {
        await this.#append('\n');
        this.bench.intake.crashNext();
        while (this.bench.intake.willCrash) await this.bench.poll(1500);
      }),
    refuse: () => {
      this.bench.intake.refusals.push(new PresageError('busy', 'busy', { retryAfter: 1 }));
      return Promise.resolve();
    },
  };

  get #path(): string {
    return this.bench.path('app.log');
  }

  async start(): Promise<void> {
    await this.bench.start(['app.log']);
  }

  async end(): Promise<void> {
    this.#endLine();
    await this.bench.settle();
    await this.bench.settle();
  }

  /** Ids of the lines that were handed on. */
  handedOn(): string[] {
    return this.bench.intake.texts().flatMap((text) => text.match(/id\d+;/g) ?? []);
  }

  #append(end: string): Promise<void> {
    const id = `id${this.written.length};`;
    this.written.push(id);
    appendFileSync(this.#path, `${id}${end}`);
    this.#partial = end === '' ? id : '';
    return Promise.resolve();
  }

  #endLine(): void {
    if (this.#partial !== '') appendFileSync(this.#path, '\n');
    this.#partial = '';
  }

  /** Until the file of this name is the one that is followed. */
  async #see(): Promise<void> {
    for (let i = 0; i < 4; i++) await this.bench.poll(5000);
  }

  async #crash(until: () => Promise<void>): Promise<void> {
    const positions = this.bench.path('positions.json');
    const before = readFileSync(positions);
    await until();
    await this.bench.files?.abandon();
    writeFileSync(positions, before);
    await this.start();
    await this.bench.poll();
  }
}

const STEPS = [
  'append',
  'appendPart',
  'appendUnfinished',
  'poll',
  'wait',
  'rotate',
  'truncate',
  'restart',
  'crash',
  'crashBeforeAck',
  'refuse',
] as const;
type Step = (typeof STEPS)[number];

test('every line is handed on exactly once, whatever writer and follower do', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...STEPS), { maxLength: 25 }), async (steps) => {
      const schedule = new Schedule();
      writeFileSync(schedule.bench.path('app.log'), '');
      await schedule.start();
      await schedule.bench.poll();
      try {
        for (const step of steps) await schedule.steps[step]();
        await schedule.end();
        expect(schedule.handedOn().sort()).toEqual([...schedule.written].sort());
      } finally {
        await schedule.bench.close();
      }
    }),
    { numRuns: 150 },
  );
});
