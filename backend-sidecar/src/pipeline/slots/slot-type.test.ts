import { describe, expect, test } from '@jest/globals';
import { typeOf } from './slot-type.ts';

describe('the type of a value', () => {
  test.each([
    ['12', '', 'number', 12],
    ['-3.5', '', 'number', -3.5],
    ['12ms', 'took', 'duration', 12],
    ['1.5 s', 'took', 'duration', 1500],
    ['2 minutes', '', 'duration', 120_000],
    ['7', 'took_ms', 'duration', 7],
    ['7', 'elapsed_seconds', 'duration', 7000],
    ['3 KB', 'sent', 'bytes', 3000],
    ['2MiB', '', 'bytes', 2_097_152],
    ['512', 'body_bytes', 'bytes', 512],
    ['96%', 'used', 'percentage', 96],
    ['96', 'disk_percent', 'percentage', 96],
    ['503', 'status', 'status_code', 503],
    ['503', 'status code', 'status_code', 503],
    ['200 512', '', 'status_code', 200],
    ['77', 'status', 'number', 77],
    ['137', 'exit code', 'exit_code', 137],
    ['1', 'rc', 'exit_code', 1],
    ['12 carts', '', 'text', undefined],
    ['10.0.0.7', 'from', 'ip', undefined],
    ['10.0.0.7:5432', 'from', 'ip', undefined],
    ['fe80::1', 'from', 'ip', undefined],
    ['/var/lib/cart', 'open', 'path', undefined],
    ['https://shop.example/a?b=c', '', 'path', undefined],
    ['C:\\cart', '', 'path', undefined],
    ['2edfed59-3e98-4073-bbb2-28d321ca71a7', '', 'uuid', undefined],
    ['2026-01-02 03:04:05', '', 'time', undefined],
    ['03:04:05', '', 'time', undefined],
    ['anna', 'user', 'text', undefined],
    ['', '', 'text', undefined],
  ])('%j after %j is %s', (value, name, type, amount) => {
    expect(typeOf(value, name, false)).toEqual({ type, amount });
  });

  test('what stands in quotes is a quotation, whatever it says', () => {
    expect(typeOf('12ms', 'took', true)).toEqual({ type: 'quoted', amount: undefined });
  });
});
