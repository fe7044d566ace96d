import { describe, expect, test } from '@jest/globals';
import { startsWithLevel, startsWithTime } from './head-shape.ts';

describe('startsWithTime', () => {
  test.each([
    '2026-01-02T03:04:05.123456789Z INFO ready',
    '2026-01-02 03:04:05,123 [main] INFO ready',
    '2026-01-02 ready',
    '[2026-01-02 03:04:05] app.INFO: ready',
    '2026/01/02 03:04:05 [error] 7#7: *1 upstream timed out',
    '26/01/02 03:04:05 INFO ready',
    '01-02 03:04:05.123  1702  2395 D Worker: ready',
    'Jan  2 03:04:05 host-a app[12]: ready',
    '<34>Jan 12 03:04:05 host-a app: ready',
    '<165>1 2026-01-02T03:04:05Z host-a app - - - ready',
    '[Fri Jan 02 03:04:05 2026] [notice] ready',
    '02/Jan/2026:03:04:05 +0000 ready',
    '02-Jan-2026 03:04:05.123 INFO ready',
    'I0102 03:04:05.123456       1 main.go:12] ready',
    'E20260102 03:04:05.123456 1 main.cc:12] ready',
    '03:04:05.123 [main] INFO ready',
    '20260102-03:04:05:606|step|7|ready',
    '260102 030405 148 INFO ready',
    '1767323045 ready',
    '1767323045.123 ready',
    '1767323045123 ready',
  ])('is true of %s', (line) => {
    expect(startsWithTime(line)).toBe(true);
  });

  test.each([
    '',
    'ready',
    '[',
    '[main] ready',
    '10.0.0.1 - - [02/Jan/2026:03:04:05 +0000] "GET / HTTP/1.1" 200 7',
    '10.0.0.1:22 connected',
    '10.0.0.1:22:33 connected',
    '3 retries left',
    '12345 records',
    '1767323045rows',
    'Jan is here',
    'Error: 12 parts at 03:04:05',
    'java.lang.IllegalStateException: at 03:04:05',
    '00:1a:2b:3c:4d:5e joined',
    'I02 started',
    '<not a priority>',
  ])('is false of %s', (line) => {
    expect(startsWithTime(line)).toBe(false);
  });
});

test('a level in brackets begins a record, another word does not', () => {
  expect(['[ERROR] x', '[ warn ] x', '[info] x'].map(startsWithLevel)).toEqual([true, true, true]);
  expect(['[main] x', 'ERROR x', '[ERROR', '[]'].map(startsWithLevel)).toEqual([false, false, false, false]);
});
