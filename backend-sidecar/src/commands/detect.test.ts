import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { detect } from './detect.ts';

async function answer(csv: string): Promise<{ rows: string[]; told: string[] }> {
  const file = join(mkdtempSync(join(tmpdir(), 'presage-detect-')), 'series.csv');
  writeFileSync(file, csv);
  const output = new PassThrough();
  const told: string[] = [];
  const printed = text(output);
  await detect(file, output, (sentence) => told.push(sentence));
  output.end();
  return { rows: (await printed).trimEnd().split('\n'), told };
}

describe('presage detect', () => {
  test('gives every row back in order, with a score and bounds', async () => {
    const times = Array.from({ length: 300 }, (_, i) => new Date(i * 60_000).toISOString());
    const csv = times.map((time, i) => `${time},${i < 280 ? i % 7 : 500}`).join('\n');
    const { rows } = await answer(`timestamp,value\n${csv}\n`);
    expect(rows[0]).toBe('timestamp,value,anomaly_score,yhat,yhat_lower,yhat_upper');
    expect(rows.slice(1).map((row) => row.split(',')[0])).toEqual(times);
    const anomalous = rows.slice(1).findIndex((row) => Number(row.split(',')[2]) > 1);
    expect(anomalous).toBeGreaterThanOrEqual(280);
    expect(anomalous).toBeLessThan(285);
  });

  test('finds the columns by name, or takes the first two where there is no header', async () => {
    const named = await answer('value,host,time\n3,"a",1700000000\n');
    expect(named.rows[1]).toBe('1700000000,3,0,0,0,0');
    const bare = await answer('2026-01-01 00:00:00,3\n2026-01-01 00:01:00,4\n');
    expect(bare.rows).toHaveLength(3);
  });

  test('keeps a row that cannot be read, without a score, and says so', async () => {
    const { rows, told } = await answer('timestamp,value\n1700000000,1\nnever,2\n1700000060,\n');
    expect(rows.slice(2)).toEqual(['never,2,,,,', '1700000060,,,,,']);
    expect(told).toEqual(['2 of 3 rows have no time or number; they have no score.']);
  });

  test('refuses a file without any point, and one that is not there', async () => {
    await expect(answer('hello\nworld\n')).rejects.toThrow('timestamp,value');
    await expect(detect('/nowhere/x.csv', new PassThrough(), () => undefined)).rejects.toThrow(
      'cannot be read',
    );
  });
});
