import { expect, test } from '@jest/globals';
import { serviceOf } from './service.ts';

const record = (...fields: string[]): Parameters<typeof serviceOf>[0] => ({
  timeMs: 0,
  timeNanos: 0,
  message: 'm',
  fields,
});

test.each([
  [['service', 'shop'], 'shop'],
  [['app', 'web', 'service.name', 'shop'], 'shop'],
  [['source', 'file', 'unit', 'x.service', 'program', 'sshd'], 'sshd'],
  [['kubernetes.container_name', 'c', 'kubernetes.labels.app', 'a'], 'a'],
  [['_SYSTEMD_UNIT', 'x.service', 'SYSLOG_IDENTIFIER', 'x'], 'x'],
  [['source', 'cart/add.go:77'], 'unknown'],
  [['source', 'stderr'], 'unknown'],
  [['source', 'shop:8080'], 'shop:8080'],
  [['host', 'h'], 'unknown'],
  [[], 'unknown'],
])('the service of %j is %s', (fields, expected) => {
  expect(serviceOf(record(...fields))).toBe(expected);
});

test('a long name is cut at 128 characters, never inside one', () => {
  expect(serviceOf(record('service', 'x'.repeat(200)))).toHaveLength(128);
  expect(serviceOf(record('service', `${'x'.repeat(127)}😀`))).toBe('x'.repeat(127));
});
