import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { SILENT_LOG, SILENT_METER } from '@presage/contract';
import { PresageError } from '../errors.ts';
import { ENTRY_TYPES } from '../journal/journal.ts';
import type { OutboxBatch, Sink, WriteOutcome } from '../stores/store.ts';
import { SYSTEM_CLOCK } from './clock.ts';
import { CursorFile } from './cursor-file.ts';
import { DeadLetters } from './dead-letters.ts';
import { Drain } from './drain.ts';
import { MemoryJournal } from './memory-journal.fixture.ts';
import { encodeOutboxEntry } from './outbox-entry.ts';

/** A sink that notes what it is given, and fails or waits when told to. */
class NotingSink implements Sink {
  readonly name = 'memory';
  readonly kinds = ['rows'] as const;
  concurrency = 2;
  readonly written: { firstId: string; doubtful: boolean }[] = [];
  failures = 0;
  isSettled = true;
  refused: WriteOutcome['refused'] = [];

  write(batch: OutboxBatch, { doubtful }: { doubtful: boolean }): Promise<WriteOutcome> {
    if (this.failures-- > 0)
      return Promise.reject(new PresageError('store_unavailable', 'down', { retryAfter: 0 }));
    this.written.push({ firstId: batch.firstId, doubtful });
    return Promise.resolve({ stored: batch.count, refused: this.refused });
  }

  settle(): Promise<'wait' | WriteOutcome> {
    return Promise.resolve(this.isSettled ? { stored: 0, refused: [] } : 'wait');
  }

  health(): Promise<{ name: string; ok: boolean; message: string }> {
    return Promise.resolve({ name: this.name, ok: true, message: '' });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const drains: Drain[] = [];
afterEach(async () => {
  await Promise.all(drains.splice(0).map((drain) => drain.stop()));
});

function batch(kind: OutboxBatch['kind'], firstId: string): OutboxBatch {
  return {
    kind,
    tenant: '0:0',
    streamFields: [],
    count: 1,
    minTimeMs: 0,
    maxTimeMs: 0,
    firstId,
    lastId: firstId,
    payload: Buffer.from(firstId),
  };
}

async function appendEntry(outbox: MemoryJournal, through: number, ...batches: OutboxBatch[]): Promise<void> {
  const head = {
    type: ENTRY_TYPES.decided,
    tenant: '',
    source: 'pipeline',
    position: '',
    backfill: false,
    parameters: '',
    count: 1,
  };
  await outbox.append(
    head,
    encodeOutboxEntry({ throughSequence: through, throughTickMs: 0, decidedMs: 1 }, batches),
  );
}

function newDrain(
  outbox: MemoryJournal,
  sink: Sink,
  file = new CursorFile(join(mkdtempSync(join(tmpdir(), 'presage-drain-')), 'cursor.json')),
) {
  const deadLetters = new DeadLetters(new MemoryJournal(), SILENT_METER);
  let wakeUp = (): void => undefined;
  const moved = (): void => wakeUp();
  const drain = new Drain(
    {
      sink,
      outbox,
      cursorFile: file,
      deadLetters,
      clock: SYSTEM_CLOCK,
      meter: SILENT_METER,
      log: SILENT_LOG,
      random: () => 0,
      moved,
    },
    outbox.tail(),
  );
  drains.push(drain);
  const reached = async (offset: number): Promise<void> => {
    while (drain.cursor.offset < offset) await new Promise<void>((resolve) => (wakeUp = resolve));
  };
  return { drain, deadLetters, file, reached };
}

describe('a drain', () => {
  test('sends each batch of its kinds once, in order, and passes over the others', async () => {
    const outbox = new MemoryJournal();
    const sink = new NotingSink();
    const { drain, reached } = newDrain(outbox, sink);
    drain.start();
    await appendEntry(outbox, 0, batch('rows', 'a'), batch('samples', 's'));
    await appendEntry(outbox, 1, batch('samples', 't'));
    await appendEntry(outbox, 2, batch('rows', 'b'), batch('rows', 'c'));
    drain.wake();
    await reached(3);
    expect(sink.written).toEqual(['a', 'b', 'c'].map((firstId) => ({ firstId, doubtful: false })));
    expect(drain.throughSequence).toBe(2);
  });

  test('tries again for ever, and asks first what an attempt without an answer may have stored', async () => {
    const outbox = new MemoryJournal();
    const sink = new NotingSink();
    sink.failures = 2;
    const { drain, reached } = newDrain(outbox, sink);
    drain.start();
    await appendEntry(outbox, 0, batch('rows', 'a'));
    drain.wake();
    await reached(1);
    expect(sink.written).toEqual([{ firstId: 'a', doubtful: true }]);
    expect(drain.trouble).toBeUndefined();
  });

  test('keeps its cursor until the batch is on the disk of the store, and after a restart asks for it before it sends', async () => {
    const outbox = new MemoryJournal();
    const sink = new NotingSink();
    sink.isSettled = false;
    const first = newDrain(outbox, sink);
    first.drain.start();
    await appendEntry(outbox, 0, batch('rows', 'a'));
    first.drain.wake();
    expect(await first.drain.acknowledged(5000)).toBe(true);
    await first.drain.stop();
    expect(await first.file.load()).toEqual({ segment: 1, offset: 0 });

    sink.isSettled = true;
    const second = newDrain(outbox, sink, first.file);
    second.drain.start();
    await second.reached(1);
    expect(sink.written).toEqual([
      { firstId: 'a', doubtful: false },
      { firstId: 'a', doubtful: true },
    ]);
  });

  test('rows that the store refuses become dead letters with its words', async () => {
    const outbox = new MemoryJournal();
    const sink = new NotingSink();
    sink.refused = [{ line: '{"_msg":"x"}', reason: 'store_rejected', message: 'too odd' }];
    const { drain, deadLetters, reached } = newDrain(outbox, sink);
    drain.start();
    await appendEntry(outbox, 0, batch('rows', 'a'));
    drain.wake();
    await reached(1);
    expect(deadLetters.summary('0:0')).toMatchObject({
      counts: { store_rejected: 1 },
      recent: [{ message: 'too odd', text: '{"_msg":"x"}' }],
    });
  });

  test('goes on where its cursor cannot be written, and notes it once it can', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'presage-drain-'));
    const outbox = new MemoryJournal();
    const sink = new NotingSink();
    const { drain, file, reached } = newDrain(
      outbox,
      sink,
      new CursorFile(join(folder, 'full', 'cursor.json')),
    );
    drain.start();
    for (const [i, id] of ['a', 'b'].entries()) {
      await appendEntry(outbox, i, batch('rows', id));
      drain.wake();
      await reached(i + 1);
    }
    expect(sink.written.map(({ firstId }) => firstId)).toEqual(['a', 'b']);
    mkdirSync(join(folder, 'full'));
    await drain.stop();
    expect(await file.load()).toEqual({ segment: 1, offset: 2 });
  });

  test('an outbox that cannot be read for a moment is read on from where it was', async () => {
    const outbox = new MemoryJournal();
    const sink = new NotingSink();
    const read = outbox.read.bind(outbox);
    let failures = 1;
    outbox.read = (from) => {
      if (failures-- > 0) throw Object.assign(new Error('too many open files'), { code: 'EMFILE' });
      return read(from);
    };
    const { drain, reached } = newDrain(outbox, sink);
    await appendEntry(outbox, 0, batch('rows', 'a'));
    drain.start();
    await reached(1);
    expect(sink.written.map(({ firstId }) => firstId)).toEqual(['a']);
    expect(drain.trouble).toBeUndefined();
  });

  test('says how far the store is behind', async () => {
    const outbox = new MemoryJournal();
    const sink = new NotingSink();
    sink.failures = Number.POSITIVE_INFINITY;
    const { drain } = newDrain(outbox, sink);
    drain.start();
    for (let i = 0; i < 5; i++) await appendEntry(outbox, i, batch('rows', String(i)));
    drain.wake();
    while (drain.trouble === undefined) await new Promise((resolve) => setImmediate(resolve));
    expect(drain.lag().batches).toBe(5);
    expect(drain.lag().seconds).toBeGreaterThan(0);
    expect(drain.trouble).toBe('down');
  });
});
