import { describe, expect, test } from '@jest/globals';
import type { SlotName } from '../../../knowledge/signature.ts';
import { readValue } from './values.ts';

describe('a deciding value', () => {
  const cases: readonly [SlotName, string, string, number][] = [
    ['status', '"GET /orders/500/x?id=404 HTTP/1.1" 200 512', 'HTTP/1.1"', 200],
    ['status', 'GET /orders/500 503 12ms', 'GET ', 503],
    ['status', '{"statusCode":502,"ms":404}', 'status', 502],
    [
      'status',
      'app/<NOSRV> 0/-1/-1/-1/7 503 212 - - SC-- 1/1/0/0/0 0/0 {a|b} "GET /404 HTTP/1.1"',
      'GET ',
      503,
    ],
    ['status', '503 |    1.2ms |  192.0.2.7 | GET      "/cart/404"', 'GET ', 503],
    ['status', 'batch 1/2 512 items, then GET /x', 'GET ', NaN],
    ['status', 'status=12', 'status', NaN],
    ['status', 'status 5001', 'status', NaN],
    ['exit', 'Main process exited, code=exited, status=1/FAILURE', 'exited', 1],
    ['exit', 'exit code: -1', 'exit code', -1],
    ['exit', 'exited', 'exited', NaN],
    ['percent', 'disk=40% mem_used=96% cpu=3%', 'mem', 96],
    ['percent', '92.5% of memory in use', 'memory', 92.5],
    ['percent', 'inode_used_pct=99', 'inode', 99],
    ['percent', 'cpu 250% of one core', 'cpu', NaN],
    ['percent', 'disk /dev/sda1 has 12 files', 'disk', NaN],
    ['share', 'pool at 48 of 50 connections', 'pool', 96],
    ['share', 'used 96 MB of 128 MB', 'used', 75],
    ['share', 'used 3.6GiB/4GiB', 'used', 90],
    ['share', '94% used', 'used', 94],
    ['share', 'last used 11/12/2026', 'used', NaN],
    ['share', 'used 12 MB of 3 files', 'used', NaN],
    ['duration_ms', 'pause took 2.5s', 'pause', 2500],
    ['duration_ms', 'pause_ms=1500', 'pause', 1500],
    ['duration_ms', 'Pause Young 7786M->826M(850M) 176ms', 'Pause', 176],
    ['duration_ms', 'pause took 3 minutes', 'pause', 180_000],
    ['days', 'expires in 9 days', 'expires', 9],
    ['days', 'days_left: 12', 'left', 12],
    ['number', 'lag is 182331', 'lag', 182_331],
    ['number', 'lag of v2client', 'lag', NaN],
  ];
  test.each(cases)('%s of `%s` at `%s` is %d', (slot, line, anchor, value) => {
    expect(readValue(slot, line, anchor)).toBe(value);
  });

  test('is missing from a line without the anchor', () => {
    expect(readValue('percent', 'cpu 99%', 'disk')).toBeNaN();
  });
});
