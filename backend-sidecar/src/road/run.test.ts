import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BUCKET_MS, SILENT_LOG, SILENT_METER, type Marker } from '@presage/contract';
import { zstdDecompressSync } from 'node:zlib';
import { ENTRY_TYPES, type EntryHead } from '../journal/journal.ts';
import type { Emit, Pipeline, TickOutput, Verdict } from '../pipeline/verdict.ts';
import type { RecordBatch } from '../pipeline/record.ts';
import { DeadLetters } from './dead-letters.ts';
import { batchOf } from './line-entry.ts';
import { MemoryJournal } from './memory-journal.fixture.ts';
import { decidedThrough, Outbox } from './outbox.ts';
import { decodeOutboxEntry } from './outbox-entry.ts';
import type { EntryGuard } from './entry-guard.ts';
import { PipelineRunner } from './run.ts';

const VERDICT: Verdict = {
  templateId: '0'.repeat(16),
  class: 'normal',
  severity: 'info',
  category: 'other',
  by: 'default',
  confidence: 0.5,
  signature: undefined,
};

/** A pipeline that writes down what it is asked, and fails on a message that says so. */
class NotingPipeline implements Pipeline {
  readonly asked: string[] = [];
  readonly templates = {
    list: () => ({ templates: [], total: 0 }),
    get: () => undefined,
    detail: () => undefined,
    corrected: () => [],
  };

  decide(batch: RecordBatch, from: number, to: number, emit: Emit): void {
    for (let i = from; i < to; i++) {
      const record = batch.records[i];
      if (!record) continue;
      if (record.message === 'poison') throw new Error('it cannot be digested');
      this.asked.push(record.message);
      emit(record, VERDICT, 0, 's', i);
    }
  }
  tick(nowMs: number): TickOutput {
    this.asked.push(`tick ${nowMs}`);
    return {
      samples: [{ tenant: '0:0', samples: [{ name: 'y', labels: {}, value: 1, timeMs: nowMs }] }],
      templates: [],
    };
  }
  correct(): void {
    this.asked.push('correction');
  }
  label(): void {
    this.asked.push('label');
  }
  mark(_tenant: string, { text }: Marker, sequence: number, nowMs: number): void {
    this.asked.push(`marker ${text} ${sequence} ${nowMs}`);
  }
  classify(): never {
    throw new Error('not asked here');
  }
  save(): [] {
    return [];
  }
  restore(): void {
    this.asked.push('restore');
  }
  adopt(): void {
    this.asked.push('adopt');
  }
  size(): { partitions: number; templates: number } {
    return { partitions: 0, templates: 0 };
  }
}

const START = 100 * BUCKET_MS;

class Bench {
  readonly journal = new MemoryJournal();
  readonly outboxLog = new MemoryJournal();
  readonly deadLetters = new DeadLetters(new MemoryJournal(), SILENT_METER);
  nowMs = START;
  /** Where the clock is, when it was put back behind the arrivals. */
  clockMs: number | undefined;

  async mark(text: string): Promise<void> {
    this.journal.nowMs = this.nowMs;
    const rest = { source: 'api', position: '', backfill: false, parameters: '', count: 1 };
    const head: EntryHead = { type: ENTRY_TYPES.marker, tenant: '0:0', ...rest };
    await this.journal.append(head, Buffer.from(JSON.stringify({ text })));
  }

  async send(...messages: string[]): Promise<void> {
    this.journal.nowMs = this.nowMs;
    const head: EntryHead = {
      type: ENTRY_TYPES.lines,
      tenant: '0:0',
      source: 'test',
      position: '',
      backfill: false,
      parameters: JSON.stringify({ referenceMs: this.clockMs ?? this.nowMs }),
      count: messages.length,
    };
    await this.journal.append(
      head,
      Buffer.from(messages.map((text) => JSON.stringify({ _msg: text })).join('\n')),
    );
  }

  async runner(pipeline: Pipeline, guard?: EntryGuard): Promise<PipelineRunner> {
    const clock = { nowMs: () => this.nowMs, monotonicMs: () => performance.now() };
    const outbox = new Outbox(this.outboxLog, SILENT_LOG, () => undefined);
    const live = { active: false, heard: () => undefined };
    const parts = {
      journal: this.journal,
      outbox,
      pipeline,
      deadLetters: this.deadLetters,
      clock,
      meter: SILENT_METER,
      log: SILENT_LOG,
      live,
      ...(guard ? { guard } : {}),
    };
    return new PipelineRunner(
      parts,
      { cursor: this.journal.tail(), sequence: 0, tickMs: START },
      await decidedThrough(this.outboxLog),
    );
  }

  /** A run that decides what is left, and ends. */
  async decided(pipeline: Pipeline, guard?: EntryGuard): Promise<PipelineRunner> {
    const runner = await this.runner(pipeline, guard);
    await runner.start();
    await runner.stop();
    return runner;
  }

  /** Rows and samples in the outbox, in order. */
  given(): string[] {
    return this.outboxLog.entries.flatMap(({ payload }) =>
      decodeOutboxEntry(payload).batches.flatMap((batch) =>
        zstdDecompressSync(batch.payload).toString().trim().split('\n'),
      ),
    );
  }
}

function messagesOf(rows: readonly string[]): string[] {
  return rows.filter((row) => row.startsWith('{')).map((row) => (JSON.parse(row) as { _msg: string })._msg);
}

describe('the runner', () => {
  test('ticks at every bucket boundary that an arrival proves to be past, before the arrival', async () => {
    const bench = new Bench();
    await bench.send('a');
    bench.nowMs += 2.5 * BUCKET_MS;
    await bench.send('b');
    const pipeline = new NotingPipeline();
    await bench.decided(pipeline);
    expect(pipeline.asked).toEqual(['a', `tick ${START + BUCKET_MS}`, `tick ${START + 2 * BUCKET_MS}`, 'b']);
  });

  test('lines without a time of their own have that of their arrival, and that of the clock once it was put back', async () => {
    const bench = new Bench();
    bench.nowMs += 3_600_000;
    await bench.send('ahead');
    bench.clockMs = START;
    await bench.send('put back');
    bench.clockMs = bench.nowMs - 5000;
    await bench.send('behind by little');
    await bench.decided(new NotingPipeline());
    const times = bench
      .given()
      .filter((row) => row.startsWith('{'))
      .map((row) => Date.parse((JSON.parse(row) as { _time: string })._time));
    expect(times).toEqual([bench.nowMs, START, bench.nowMs]);
  });

  test('a marker comes to the pipeline at its place, behind the ticks before it', async () => {
    const bench = new Bench();
    await bench.send('a', 'b');
    bench.nowMs += BUCKET_MS;
    await bench.mark('version 2');
    await bench.send('c');
    const pipeline = new NotingPipeline();
    await bench.decided(pipeline);
    const at = START + BUCKET_MS;
    expect(pipeline.asked).toEqual(['a', 'b', `tick ${at}`, `marker version 2 2 ${at}`, 'c']);
  });

  test('a replay shows the pipeline everything again and gives nothing out twice, wherever the run before ended', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 8 }),
        fc.nat(8),
        async (sizes, endsAfter) => {
          const bench = new Bench();
          let number = 0;
          const sendSome = async (some: readonly number[]): Promise<void> => {
            for (const size of some) {
              await bench.send(...Array.from({ length: size }, () => `m${number++}`));
              bench.nowMs += BUCKET_MS / 2;
            }
          };
          await sendSome(sizes.slice(0, endsAfter));
          await bench.decided(new NotingPipeline());
          await sendSome(sizes.slice(endsAfter));
          const pipeline = new NotingPipeline();
          await bench.decided(pipeline);
          const expected = Array.from({ length: number }, (_, i) => `m${i}`);
          expect(pipeline.asked.filter((asked) => asked.startsWith('m'))).toEqual(expected);
          expect(messagesOf(bench.given())).toEqual(expected);
          const samples = bench.given().filter((row) => row.startsWith('y'));
          expect(samples).toEqual([...new Set(samples)]);
        },
      ),
    );
  });

  test('a record on which the pipeline fails twice is stored undecided and set aside; its neighbours are decided', async () => {
    const bench = new Bench();
    await bench.send('a', 'poison', 'b');
    await bench.decided(new NotingPipeline());
    const rows = bench.given().map((row) => JSON.parse(row) as Record<string, string>);
    expect(rows.map((row) => [row['_msg'], row['presage_class']])).toEqual([
      ['a', 'normal'],
      ['poison', undefined],
      ['b', 'normal'],
    ]);
    expect(bench.deadLetters.summary('0:0').counts).toEqual({ pipeline_failed: 1 });
  });

  test('an entry that ended the process twice goes on undecided', async () => {
    const bench = new Bench();
    await bench.send('a');
    await bench.send('b');
    await bench.decided(new NotingPipeline(), { enter: (sequence) => sequence !== 0 });
    const rows = bench.given().map((row) => JSON.parse(row) as Record<string, string>);
    expect(rows.map((row) => [row['_msg'], row['presage_class']])).toEqual([
      ['a', undefined],
      ['b', 'normal'],
    ]);
  });

  test('batches handed over in memory and batches read back give the same rows', async () => {
    const bench = new Bench();
    const handsOver = async (isHandedOver: (i: number) => boolean): Promise<string[]> => {
      bench.outboxLog.entries.length = 0;
      const runner = await bench.runner(new NotingPipeline());
      let at = 0;
      for (const entry of bench.journal.entries) {
        if (isHandedOver(at))
          runner.handOver(
            batchOf(entry, bench.journal.writer),
            { segment: 1, offset: at + 1 },
            entry.payload.byteLength,
          );
        at++;
      }
      await runner.start();
      await runner.stop();
      return bench.given();
    };
    for (let i = 0; i < 9; i++) await bench.send(`x${i}`, `y${i}`);
    const handed = await handsOver(() => true);
    expect(messagesOf(handed)).toHaveLength(18);
    expect(await handsOver(() => false)).toEqual(handed);
    expect(await handsOver((i) => i % 2 === 0)).toEqual(handed);
    expect(await handsOver((i) => i > 4)).toEqual(handed);
  });

  test('time without ticks in which we were down is stepped over', async () => {
    const bench = new Bench();
    await bench.send('a');
    bench.nowMs += 3_600_000;
    const pipeline = new NotingPipeline();
    const runner = await bench.decided(pipeline);
    expect(pipeline.asked).toEqual(['a']);
    expect(runner.position().tickMs).toBe(START + 3_600_000);
  });

  test('so is it before a line that comes while what an earlier run left is still decided', async () => {
    const bench = new Bench();
    await bench.send('a');
    bench.nowMs += 3_600_000;
    const pipeline = new NotingPipeline();
    const runner = await bench.runner(pipeline);
    bench.outboxLog.isFull = true;
    const replayed = runner.start();
    await bench.send('b');
    bench.nowMs += 600_000;
    bench.outboxLog.isFull = false;
    await replayed;
    await runner.stop();
    expect(pipeline.asked).toEqual(['a', 'b']);
    expect(runner.position().tickMs).toBe(START + 3_600_000);
    expect(messagesOf(bench.given())).toEqual(['a', 'b']);
  });

  test('a stop that is out of time leaves the rest in the journal, where its position stands', async () => {
    const bench = new Bench();
    await bench.send('a');
    await bench.send('b');
    const pipeline = new NotingPipeline();
    const runner = await bench.runner(pipeline);
    const replayed = runner.start();
    await runner.stop(0);
    await replayed;
    const { sequence, cursor } = runner.position();
    expect(messagesOf(bench.given())).toEqual(['a', 'b'].slice(0, sequence));
    expect(cursor.offset).toBe(sequence);
    expect(sequence).toBeLessThan(2);
  });

  test('while the outbox is full nothing is lost, and all is given out when it has room', async () => {
    const bench = new Bench();
    await bench.send('a', 'b');
    bench.outboxLog.isFull = true;
    const runner = await bench.runner(new NotingPipeline());
    const replayed = runner.start();
    setImmediate(() => (bench.outboxLog.isFull = false));
    await replayed;
    await runner.stop();
    expect(messagesOf(bench.given())).toEqual(['a', 'b']);
  });
});
