import { describe, expect, test } from '@jest/globals';
import { readHead, saidBy } from './message.ts';

const factOf = (...fields: string[]): string | undefined =>
  saidBy({ timeMs: 0, timeNanos: 0, message: 'request completed', fields }, readHead('request completed'))
    .fact;

describe('the answer to a request', () => {
  test.each([
    ['status', '503'],
    ['http.response.status_code', '500'],
    ['res.statusCode', '500'],
    ['elb_status_code', '502'],
    ['EdgeResponseStatus', '521'],
  ])('%s %s is a failure', (name, value) => {
    expect(factOf(name, value)).toBe('failed');
    expect(factOf('level', 'info', name, value)).toBe('failed');
    expect(factOf(name, value, 'level', '30')).toBe('failed');
  });

  test('too many requests turn a caller away', () => {
    expect(factOf('status_code', '429')).toBe('turned_away');
  });

  test.each([
    ['status', '404'],
    ['status', '5xx'],
    ['status', 'ok'],
    ['size', '500'],
    ['job.status_code', '500'],
  ])('%s %s says nothing', (name, value) => {
    expect(factOf(name, value)).toBeUndefined();
  });
});

describe('an error in a field', () => {
  test.each([
    ['err', 'connection refused'],
    ['error.message', 'no route to host'],
    ['err.stack', 'Error: x at y'],
    ['attr.error', 'HostUnreachable'],
    ['attr.error.codeName', 'HostUnreachable'],
    ['exception', 'KeyError: 7'],
    ['exc_info', 'Traceback (most recent call last)'],
    ['stack_trace', 'at org.example.Shop.pay'],
    ['fields.err', 'EOF'],
    ['error', 'true'],
    ['errno.error', '-110'],
  ])('%s %s is trouble', (name, value) => {
    expect(factOf(name, value)).toBe('troubled');
  });

  test.each([
    'nil',
    '<nil>',
    'null',
    'none',
    'None',
    'false',
    '0',
    '-',
    '{}',
    '[]',
    'OK',
    'no error',
    '0.0312',
    '1.2e-5',
  ])('the value %s means that there was none', (value) => {
    expect(factOf('error', value)).toBeUndefined();
  });

  test.each([
    ['errors', '3'],
    ['error_rate', '0'],
    ['error.count', '4'],
    ['stack', 'production'],
    ['reason', 'deploy'],
    ['log.message', 'x'],
    ['type', 'error'],
  ])('%s %s is none', (name, value) => {
    expect(factOf(name, value)).toBeUndefined();
  });
});

describe('an error that a caller made', () => {
  test.each([
    ['errorCode', 'AccessDenied'],
    ['err', 'context canceled'],
    ['error.message', 'order 7 not found'],
  ])('%s %s turns the caller away', (name, value) => {
    expect(factOf(name, value)).toBe('turned_away');
  });
});

describe('how work ended', () => {
  test.each([
    ['exit_code', '137'],
    ['returncode', '-9'],
    ['process.exitCode', '1'],
  ])('%s %s is a failure', (name, value) => {
    expect(factOf(name, value)).toBe('failed');
  });

  test.each([
    ['success', 'false'],
    ['ok', 'false'],
    ['event.outcome', 'failure'],
    ['result', 'FAILED'],
    ['status', 'failed'],
    ['conclusion', 'timed_out'],
  ])('%s %s is trouble', (name, value) => {
    expect(factOf(name, value)).toBe('troubled');
  });

  test.each([
    ['exit_code', '0'],
    ['exit_code', '143'],
    ['exit_code', 'none'],
    ['success', 'true'],
    ['result', 'success'],
    ['state', 'running'],
    ['result', '42'],
  ])('%s %s says nothing', (name, value) => {
    expect(factOf(name, value)).toBeUndefined();
  });

  test('the worst that fields say counts', () => {
    expect(factOf('status', '429', 'success', 'false')).toBe('troubled');
    expect(factOf('exit_code', '2', 'error', 'x')).toBe('failed');
    expect(factOf('error', 'x', 'exit_code', '2')).toBe('failed');
  });

  test('ten thousand names of a sender that makes them up are read like the first', () => {
    for (let i = 0; i < 10_000; i++) expect(factOf(`n${i}.error`, 'x')).toBe('troubled');
    expect(factOf('error', 'x')).toBe('troubled');
  });
});
