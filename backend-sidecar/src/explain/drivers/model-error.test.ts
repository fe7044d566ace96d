import { describe, expect, test } from '@jest/globals';
import { errorOfStatus, errorOfThrown } from './model-error.ts';

describe('the wait that a server asks for', () => {
  test.each([
    ['{"error":{"details":[{"retryDelay":"37s"}]}}', null, 37],
    ['{"error":{"details":[{"retryDelay": "0.5s"}]}}', '9', 0.5],
    [String.raw`[{"error":{"message":"{\"retryDelay\": \"12s\"}"}}]`, null, 12],
    ['{}', '20', 20],
    ['{}', 'Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['{}', 'soon', undefined],
    ['', null, undefined],
  ])('of the body %j and the header %j is %p s', (body, header, expected) => {
    expect(errorOfStatus(429, body, header).retryAfter).toBe(expected);
  });

  test('also stands beside a 503', () => {
    expect(errorOfStatus(503, '', '4')).toMatchObject({ fault: 'failed', retryable: true, retryAfter: 4 });
  });
});

test('a key that a server repeats is not in the message', () => {
  const key = 'sk' + '-proj-' + 'q7Xw2LmZ'.repeat(5);
  expect(errorOfStatus(401, `{"error":{"message":"Incorrect key ${key}"}}`).message).not.toContain(key);
  expect(
    errorOfThrown(new Error(`bad header Authorization: Bearer ${key}`), 'opening').message,
  ).not.toContain(key);
});

test('a body of many lines becomes one short sentence', () => {
  const { message } = errorOfStatus(502, `<html>\n${'<p>Bad gateway</p>\n'.repeat(500)}`);
  expect(message).not.toContain('\n');
  expect(message.length).toBeLessThan(400);
});

test('an empty body gives no reason', () => {
  expect(errorOfStatus(500, '').message).toBe("The model's server failed (500): no reason given.");
});
