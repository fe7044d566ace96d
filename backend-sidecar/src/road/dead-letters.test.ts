import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { SILENT_METER } from '@presage/contract';
import { openSegmentLog } from '../journal/segment-log.ts';
import { DeadLetters } from './dead-letters.ts';

const MAX_BYTES = 64 * 1024;
const LETTERS = 400;

test('beyond the cap the oldest letters go, and as many are counted as went', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-letters-'));
  const log = await openSegmentLog({ folder, name: 'dead-letters', maxBytes: MAX_BYTES });
  let dropped = 0;
  const letters = new DeadLetters(log, {
    ...SILENT_METER,
    add: (name, _labels, amount = 1) => {
      if (name === 'presage_dead_letters_dropped_total') dropped += amount;
    },
  });
  const letter = {
    tenant: '0:0',
    source: 'jsonline',
    reason: 'not_json',
    message: 'It is no JSON.',
  } as const;
  for (let n = 0; n < LETTERS; n += 2)
    await letters.add(
      [
        { ...letter, text: `${n} ${'x'.repeat(500)}` },
        { ...letter, text: `${n + 1}` },
      ],
      0,
    );
  expect(log.bytes()).toBeLessThanOrEqual(MAX_BYTES);
  const again = new DeadLetters(log, SILENT_METER);
  await again.load();
  const kept = again.counts('0:0')['not_json'] ?? 0;
  expect(kept).toBeGreaterThan(0);
  expect(kept + dropped).toBe(LETTERS);
  expect(again.summary('0:0').recent[0]?.text).toBe(`${LETTERS - 1}`);
  await log.close();
});
