import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { entryHead, readAll, textOf } from './entries.fixture.ts';
import type { Entry, Journal } from './journal.ts';
import { PowerLossFiles } from './power-loss.fixture.ts';
import { openSegmentLog } from './segment-log.ts';

const SEGMENT_BYTES = 600;

function open(files: PowerLossFiles): Promise<Journal> {
  return openSegmentLog({
    folder: '/data/journal',
    name: 'journal',
    maxBytes: 2 ** 30,
    segmentBytes: SEGMENT_BYTES,
    files: files.seam(),
  });
}

type Step =
  | { readonly do: 'append'; readonly sizes: readonly number[] }
  | { readonly do: 'restart' }
  | { readonly do: 'read' }
  | {
      readonly do: 'fail';
      readonly call: 'sync' | 'writev' | 'truncate' | 'syncFolder';
      readonly code: string;
    }
  | { readonly do: 'doom'; readonly calls: number; readonly power: boolean; readonly surviving: number }
  | { readonly do: 'fill'; readonly room: number }
  | { readonly do: 'free'; readonly share: number };

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      sizes: fc.array(fc.nat(400), { minLength: 1, maxLength: 6 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('read' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('fail' as const),
      call: fc.constantFrom('sync' as const, 'writev' as const, 'truncate' as const, 'syncFolder' as const),
      code: fc.constantFrom('EIO', 'ENOSPC'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('doom' as const),
      calls: fc.nat(12),
      power: fc.boolean(),
      surviving: fc.nat(2 ** 30),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fill' as const), room: fc.nat(700) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('free' as const),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
);

/** One log through its life, with a model of what must be read back. */
class Life {
  readonly files = new PowerLossFiles();
  /** Acknowledged, in order; `freed`: may or may not be there. */
  readonly acked: { sequence: number; text: string; segment: number; freed: boolean }[] = [];
  readonly refused = new Set<string>();
  /** What readers have seen under each sequence, acknowledged or not. */
  readonly #seen = new Map<number, string>();
  #highest = -1;
  #count = 0;
  #log: Journal | undefined;

  async run(step: Step): Promise<void> {
    if (step.do === 'append') await this.#append(step.sizes);
    else if (step.do === 'fail') this.files.faults.push({ call: step.call, code: step.code });
    else if (step.do === 'free') await this.#free(step.share);
    else if (step.do === 'read') await this.#read();
    else if (step.do === 'restart') await this.#restart();
    else if (step.do === 'doom') this.#doom(step);
    else this.files.capacity = this.#used() + step.room;
  }

  async log(): Promise<Journal> {
    for (let tries = 0; this.#log === undefined && tries < 40; tries++) {
      this.files.capacity = Infinity;
      this.#log = await open(this.files).catch(() => undefined);
    }
    if (this.#log === undefined) throw new Error('the log does not open');
    return this.#log;
  }

  /** After all faults: the log opens and reads. */
  async end(): Promise<Journal> {
    this.files.doom = undefined;
    this.files.kill();
    this.#log = undefined;
    return this.log();
  }

  /** Every acknowledged entry once, in order, with its bytes; others only if they were refused, and once. */
  expectWhole(entries: readonly Entry[]): void {
    const read = entries.map(textOf);
    expect(new Set(read).size).toBe(read.length);
    const sequences = entries.map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
    const kept = this.acked.filter(({ freed }) => !freed).map(({ text }) => text);
    const gone = new Set(this.acked.filter(({ freed }) => freed).map(({ text }) => text));
    expect(read.filter((text) => !this.refused.has(text) && !gone.has(text))).toEqual(kept);
    for (const entry of entries) {
      expect(this.#seen.get(entry.sequence) ?? textOf(entry)).toBe(textOf(entry));
      this.#seen.set(entry.sequence, textOf(entry));
    }
  }

  async #append(sizes: readonly number[]): Promise<void> {
    const log = await this.log();
    const texts = sizes.map((size) => `${this.#count++} `.padEnd(size, '.'));
    const settled = await Promise.allSettled(
      texts.map((text) => log.append(entryHead({ count: 1 + (text.length % 3) }), Buffer.from(text))),
    );
    for (const [index, outcome] of settled.entries()) {
      const text = texts[index] ?? '';
      if (outcome.status === 'rejected') this.refused.add(text);
      else {
        expect(outcome.value.sequence).toBeGreaterThan(this.#highest);
        this.#highest = outcome.value.sequence + (text.length % 3);
        const { sequence, end } = outcome.value;
        this.acked.push({ sequence, text, segment: end.segment, freed: false });
      }
    }
  }

  async #free(share: number): Promise<void> {
    const log = await this.log();
    const { segment } = log.tail();
    const before = segment + Math.floor(share * (log.head().segment - segment + 1));
    for (const entry of this.acked) entry.freed ||= entry.segment < before;
    await log.free({ segment: before, offset: 0 }).catch(() => undefined);
  }

  async #read(): Promise<void> {
    const log = await this.log();
    const entries = await readAll(log).catch(() => undefined);
    if (entries && this.#log === log) this.expectWhole(entries);
  }

  async #restart(): Promise<void> {
    await (await this.log()).close();
    this.#log = undefined;
  }

  #doom(step: { calls: number; power: boolean; surviving: number }): void {
    const survives = (sector: number): boolean => ((step.surviving >> (sector % 30)) & 1) === 1;
    this.files.doom = {
      calls: step.calls,
      strike: () => {
        if (step.power) this.files.losePower(survives);
        else this.files.kill();
        this.#log = undefined;
      },
    };
  }

  #used(): number {
    return [...this.files.contents().values()].reduce((sum, bytes) => sum + bytes.length, 0);
  }
}

describe('the segment log', () => {
  test('gives back every acknowledged entry once, in order, whatever fails and whenever it dies', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 25 }), async (list) => {
        const life = new Life();
        for (const step of list) await life.run(step);
        const log = await life.end();
        life.expectWhole(await readAll(log));
        expect(life.files.counts.syncAfterFailure).toBe(0);
        const appended = await log.append(entryHead(), Buffer.from('one more'));
        expect(appended.sequence).toBeGreaterThan(life.acked.at(-1)?.sequence ?? -1);
        life.acked.push({ ...appended, text: 'one more', segment: appended.end.segment, freed: false });
        life.files.losePower();
        life.expectWhole(await readAll(await life.end()));
      }),
      { numRuns: 500 },
    );
  });

  test('flipped bits never stop a reader and lose only the entries that they hit', async () => {
    const flips = fc.array(fc.nat(100_000), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(300), { minLength: 2, maxLength: 20 }), flips, async (sizes, bits) => {
        const files = new PowerLossFiles();
        const log = await open(files);
        const places: { text: string; segment: number; end: number; sequence: number }[] = [];
        for (const [index, size] of sizes.entries()) {
          const text = `${index} `.padEnd(size, '.');
          const { end, sequence } = await log.append(entryHead(), Buffer.from(text));
          places.push({ text, segment: end.segment, end: end.offset, sequence });
        }
        await log.close();
        const hit = new Set<string>();
        for (const bit of bits) {
          const paths = [...files.contents().keys()];
          const path = paths[bit % paths.length] ?? '';
          const at = Math.floor(bit / 8) % (files.contents().get(path)?.length ?? 1);
          files.flip(path, at * 8 + (bit % 8));
          // A file's segment number stands behind the log's name.
          const segment = Number(path.split('-')[1]);
          const place = places.find((one) => one.segment === segment && at < one.end);
          if (at < 48)
            for (const one of places) if (one.segment === segment && bits.length > 1) hit.add(one.text);
          if (place && at >= 48) hit.add(place.text);
        }
        const reopened = await open(files);
        const read = (await readAll(reopened)).map(textOf);
        const sure = places.map(({ text }) => text).filter((text) => !hit.has(text));
        expect(read.filter((text) => !hit.has(text))).toEqual(sure);
        expect(reopened.nextSequence()).toBeGreaterThan(places.at(-1)?.sequence ?? -1);
        await reopened.append(entryHead(), Buffer.from('after'));
        expect((await readAll(reopened)).map(textOf).at(-1)).toBe('after');
      }),
      { numRuns: 300 },
    );
  });
});
