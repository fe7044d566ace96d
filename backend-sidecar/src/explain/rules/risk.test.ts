import { describe, expect, test } from '@jest/globals';
import { SIGNATURES } from '../../../knowledge/signatures.ts';
import { riskOf } from './risk.ts';
import { TOPICS } from './topics.ts';

describe('what a step risks', () => {
  test.each([
    ['Check the dates: `openssl s_client -connect HOST:443`', 'none'],
    ['Note the name in the line', 'none'],
    ['Do not force an unmount while programs write', 'none'],
    ['Check that shop runs again, and restart it if not', 'medium'],
    ['Raise the limit or reduce the load', 'medium'],
    ['Move or delete old logs', 'high'],
    ['Resync the member from an empty data folder', 'high'],
    ['Take the rights away: `chmod 700 ~/.ssh`', 'medium'],
    ['Let it in again: `FLUSH HOSTS`', 'medium'],
    ['Make the write idempotent', 'low'],
  ])('%s: %s', (step, risk) => {
    expect(riskOf(step)).toBe(risk);
  });

  test('no known failure begins with a step that may lose data or service', () => {
    const begins = SIGNATURES.filter(({ steps: [first] }) => first !== undefined && riskOf(first) === 'high');
    expect(begins.map(({ id }) => id)).toEqual([]);
  });
});

describe('texts of steps', () => {
  const steps = [...SIGNATURES.flatMap((signature) => signature.steps), ...TOPICS.map(({ step }) => step)];

  test('have code between two backticks, and one line', () => {
    for (const step of steps) {
      expect(step.split('`').length % 2).toBe(1);
      expect(step).not.toMatch(/[\n.]$|^[a-z]|``/);
    }
  });

  test('are short', () => {
    const long = steps.filter((step) => step.replace(/`[^`]*`/g, '').split(/\s+/).length > 25);
    expect(long).toEqual([]);
  });
});
