import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readCloudFile, readClouds } from './cloud-file.ts';

const GOOD = `
cloudwatch:
  shop:
    regions: [eu-west-1, us-east-1]
    prefixes: [/aws/lambda/]
    filter: '?ERROR ?WARN'
    role: arn:aws:iam::123456789012:role/presage
azure:
  prod:
    workspaces: [11111111-2222-3333-4444-555555555555]
    tables: [AppTraces]
    queries:
      - |
        Syslog
        | where Facility == 'kern'
    every: 30s
`;

test('a file names accounts of both clouds', () => {
  const { cloudwatch, azure } = readClouds(GOOD);
  expect(cloudwatch?.['shop']?.regions).toEqual(['eu-west-1', 'us-east-1']);
  expect(azure?.['prod']?.queries).toEqual(["Syslog\n| where Facility == 'kern'\n"]);
});

test('JSON is read, too; an empty file names nothing', () => {
  expect(
    readClouds('{"cloudwatch":{"a":{"regions":["eu-west-1"],"groups":["x"]}}}').cloudwatch,
  ).toHaveProperty('a');
  expect(readClouds('')).toEqual({});
});

test.each([
  [
    'an unknown key',
    GOOD.replace('filter:', 'fliter:'),
    'line 6: cloudwatch.shop has the unknown key fliter.',
  ],
  ['a missing one', GOOD.replace(/ +regions.*\n/, ''), 'line 4: cloudwatch.shop lacks regions.'],
  ['no group', GOOD.replace(/ +prefixes.*\n/, ''), 'line 4: shop needs groups or prefixes.'],
  ['a time without unit', GOOD.replace('30s', '30'), 'line 16: azure.prod.every must'],
  ['no YAML', 'cloudwatch: [', 'line 1: '],
  ['a query of no table', GOOD.replace('Syslog\n', '(union A, B)\n'), 'azure.prod.queries.0 must match'],
])('a mistake is told with its line: %s', (_name, text, reason) => {
  expect(() => readClouds(text)).toThrow(reason);
});

test('a file that is not there is told with its path', () => {
  expect(() => readCloudFile('/nowhere/clouds.yml')).toThrow(
    'The cloud sources in /nowhere/clouds.yml cannot be used',
  );
  const path = join(mkdtempSync(join(tmpdir(), 'presage-clouds-')), 'clouds.yml');
  writeFileSync(path, GOOD);
  expect(readCloudFile(path)).toHaveProperty('azure');
});
