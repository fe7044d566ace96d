import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { SILENT_LOG, SILENT_METER, type Log, type Meter } from '@presage/contract';
import { SIGNATURES } from '../../knowledge/signatures.ts';
import { FreshSignatures } from './fresh-signatures.ts';
import { readSignatureFile } from './signature-file.ts';

const OWN = {
  id: 'shop.payment-refused',
  match: { all: ['payment refused'] },
  class: 'incident',
  severity: 'error',
  category: 'workflow',
  meaning: 'A customer could not pay.',
};

let path: string;
let words: string[];
let gauges: Map<string, number>;
let heard: number[];

const log: Log = {
  ...SILENT_LOG,
  error: (message, facts) => void words.push(`${message} ${String(facts?.['reason'])}`),
};
const meter: Meter = {
  ...SILENT_METER,
  set: (name, labels, value) => void gauges.set([name, ...Object.values(labels)].join(' '), value),
};

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'presage-test-')), 'signatures.json');
  words = [];
  gauges = new Map();
  heard = [];
});

function write(...entries: object[]): void {
  writeFileSync(path, JSON.stringify(entries, null, 2));
}

/** As `serve` holds it; looked at when the test says so. */
async function opened(): Promise<FreshSignatures> {
  const fresh = new FreshSignatures(path, log, meter);
  await fresh.refresh();
  fresh.onChange((all) => void heard.push(all.length));
  return fresh;
}

describe('the file of own signatures', () => {
  test('is read at the start and again when it changes, and not in between', async () => {
    write(OWN);
    const fresh = await opened();
    expect(fresh.all).toHaveLength(SIGNATURES.length + 1);
    expect([fresh.find(OWN.id)?.meaning, fresh.find('none')]).toEqual([OWN.meaning, undefined]);
    await fresh.refresh();
    expect(heard).toEqual([]);
    write(OWN, { ...OWN, id: 'shop.second' });
    await fresh.refresh();
    expect(heard).toEqual([SIGNATURES.length + 2]);
    expect(gauges.get('presage_signatures own')).toBe(2);
    expect(gauges.get('presage_signatures shipped')).toBe(SIGNATURES.length);
  });

  test('that cannot be used is told once, with line and reason, and the signatures from before stay', async () => {
    write(OWN);
    const fresh = await opened();
    write({ ...OWN, class: 'awful', severity: 'error' }, OWN);
    await fresh.refresh();
    await fresh.refresh();
    expect(words).toHaveLength(1);
    expect(words[0]).toContain(
      'signatures.json cannot be used:\nline 9: `class` is "awful"; it takes incident,',
    );
    expect(heard).toEqual([]);
    expect(fresh.all).toHaveLength(SIGNATURES.length + 1);
    expect(gauges.get('presage_signatures_file_refused')).toBe(1);
  });

  test('counts again once it is mended', async () => {
    writeFileSync(path, '[');
    const fresh = await opened();
    expect(fresh.all).toEqual(SIGNATURES);
    write(OWN);
    await fresh.refresh();
    expect(heard).toEqual([SIGNATURES.length + 1]);
    expect(gauges.get('presage_signatures_file_refused')).toBe(0);
  });

  test('that is removed changes nothing but is told', async () => {
    write(OWN);
    const fresh = await opened();
    rmSync(path);
    await fresh.refresh();
    expect(words[0]).toContain('ENOENT');
    expect(fresh.all).toHaveLength(SIGNATURES.length + 1);
  });

  test('takes the place of a signature that ships by its id', async () => {
    write({ ...OWN, id: 'kernel.oom-kill' });
    const all = await readSignatureFile(path);
    expect(all).toHaveLength(SIGNATURES.length);
    expect(all.filter(({ id }) => id === 'kernel.oom-kill').map(({ meaning }) => meaning)).toEqual([
      OWN.meaning,
    ]);
  });

  test('is refused when an example says otherwise', async () => {
    const examples = { positive: ['payment of 12.50 was taken'], negative: ['payment refused: code 5'] };
    write({ ...OWN, examples });
    await expect(readSignatureFile(path)).rejects.toThrow(
      'line 2: "shop.payment-refused" does not match its positive example "payment of 12.50 was taken".\nline 2: "shop.payment-refused" matches its negative example "payment refused: code 5".',
    );
  });
});
