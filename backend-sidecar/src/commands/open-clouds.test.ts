import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { SILENT_LOG } from '@presage/contract';
import { readConfig } from '../config.ts';
import { cloudFeeds } from './open-clouds.ts';

test('each region is a feed of its own, so that none waits for another', () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-clouds-'));
  const file = join(folder, 'clouds.yml');
  writeFileSync(
    file,
    [
      'cloudwatch:',
      '  shop: {regions: [eu-west-1, us-east-1], groups: [web]}',
      '  bank: {regions: [eu-west-1], prefixes: [/bank/]}',
    ].join('\n'),
  );
  const intake = {
    accept: () => Promise.reject(new Error('nothing is started')),
    inspect: () => ({ accepted: 0, rejected: 0, errors: [] }),
    reserve: () => ({ release: () => undefined }),
  };
  const road = { intake, positionsOf: () => new Map<string, string>() };
  const config = readConfig({ PRESAGE_CLOUD_SOURCES: file, PRESAGE_DATA_DIR: folder });
  expect(cloudFeeds({ config, road, log: SILENT_LOG }).map(({ name }) => name)).toEqual([
    'cloudwatch:shop:eu-west-1',
    'cloudwatch:shop:us-east-1',
    'cloudwatch:bank',
  ]);
});
