import { expect, test } from '@jest/globals';
import { SILENT_LOG, SILENT_METER } from '@presage/contract';
import type { RecordBatch } from '../pipeline/record.ts';
import { Backlog } from './backlog.ts';
import { SYSTEM_CLOCK } from './clock.ts';
import { DeadLetters } from './dead-letters.ts';
import { RoadIntake } from './intake.ts';
import { KeyMemory } from './key-memory.ts';
import { batchOf } from './line-entry.ts';
import { MemoryJournal } from './memory-journal.fixture.ts';

function newIntake() {
  const journal = new MemoryJournal();
  const clock = { ms: journal.nowMs };
  const handed: RecordBatch[] = [];
  const letters = new MemoryJournal();
  const intake = new RoadIntake(
    {
      journal,
      deadLetters: new DeadLetters(letters, SILENT_METER),
      keys: new KeyMemory(),
      clock: { ...SYSTEM_CLOCK, nowMs: () => clock.ms },
      meter: SILENT_METER,
      log: SILENT_LOG,
      inFlightBytes: 1024,
      maxTenants: 2,
      backlog: new Backlog(1024 * 1024),
      handOver: (batch) => void handed.push(batch),
      closedBecause: () => undefined,
    },
    [],
  );
  const arrival = { tenant: '0:0', source: 'jsonline', backfill: false, parameters: {} };
  const send = (body: string) => intake.accept({ ...arrival, body: Buffer.from(body) });
  return { journal, letters, send, clock, handed };
}

test('a disk that takes no dead letter makes the sender come again, and nothing of its request is kept', async () => {
  const { journal, letters, send } = newIntake();
  letters.isFull = true;
  await expect(send('{"_msg":"good"}\n{"_msg":\n')).rejects.toMatchObject({
    code: 'journal_full',
    retryable: true,
    retryAfter: 10,
  });
  expect(journal.entries).toEqual([]);
  letters.isFull = false;
  await expect(send('{"_msg":"good"}\n{"_msg":\n')).resolves.toMatchObject({ accepted: 1, rejected: 1 });
});

test('what is handed over after the clock was put back is what a replay reads from the journal', async () => {
  const { journal, send, clock, handed } = newIntake();
  await send('{"_msg":"before"}');
  clock.ms -= 3_600_000;
  await send('{"_msg":"after"}');
  expect(handed.map(({ arrivalMs }) => arrivalMs)).toEqual([journal.nowMs, journal.nowMs]);
  expect(handed.map(({ clockMs }) => clockMs)).toEqual([undefined, clock.ms]);
  expect(journal.entries.map((entry) => batchOf(entry, journal.writer))).toEqual(handed);
});
