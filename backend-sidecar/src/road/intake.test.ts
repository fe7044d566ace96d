import { expect, test } from '@jest/globals';
import { SILENT_LOG, SILENT_METER } from '@presage/contract';
import { Backlog } from './backlog.ts';
import { SYSTEM_CLOCK } from './clock.ts';
import { DeadLetters } from './dead-letters.ts';
import { RoadIntake } from './intake.ts';
import { KeyMemory } from './key-memory.ts';
import { MemoryJournal } from './memory-journal.fixture.ts';

function newIntake() {
  const journal = new MemoryJournal();
  const letters = new MemoryJournal();
  const intake = new RoadIntake(
    {
      journal,
      deadLetters: new DeadLetters(letters, SILENT_METER),
      keys: new KeyMemory(),
      clock: SYSTEM_CLOCK,
      meter: SILENT_METER,
      log: SILENT_LOG,
      inFlightBytes: 1024,
      maxTenants: 2,
      backlog: new Backlog(1024 * 1024),
      handOver: () => undefined,
      closedBecause: () => undefined,
    },
    [],
  );
  const arrival = { tenant: '0:0', source: 'jsonline', backfill: false, parameters: {} };
  const send = (body: string) => intake.accept({ ...arrival, body: Buffer.from(body) });
  return { journal, letters, send };
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
