import { describe, expect, test } from '@jest/globals';
import { createLog, type LogOptions } from './log.ts';

function logging(options: Partial<LogOptions> = {}) {
  const lines: string[] = [];
  const log = createLog({ level: 'debug', destination: { write: (line) => lines.push(line) }, ...options });
  const facts = (): Record<string, unknown> => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown>;
  return { lines, log, facts };
}

describe('createLog', () => {
  test('a line is JSON with level, RFC 3339 time, message and facts', () => {
    const { log, facts } = logging();
    log.info('listening', { port: 9480 });
    expect(facts()).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown,
      msg: 'listening',
      port: 9480,
    });
  });

  test('lines under the level are not written', () => {
    const { log, lines } = logging({ level: 'warn' });
    log.info('quiet');
    log.warn('loud');
    expect(lines).toHaveLength(1);
  });

  test('a value under a secret name is not written, at any depth', () => {
    const { log, lines } = logging();
    log.error('refused', {
      headers: { Authorization: 'Bearer abc', cookie: ['x=1'] },
      apiKey: 'AIza',
      token: 'abc',
    });
    expect(lines.join('')).not.toMatch(/abc|x=1|AIza/);
  });

  test('a number under a name like `tokens` is no secret', () => {
    const { log, facts } = logging();
    log.info('started', { tokens: 3 });
    expect(facts()['tokens']).toBe(3);
  });

  test('a token within a text is not written', () => {
    const { log, lines } = logging();
    log.warn('odd', { error: new Error(`no such token presage_${'a'.repeat(43)}`) });
    expect(lines.join('')).toContain('no such token <secret>');
  });

  test('an error is told with its message and its cause', () => {
    const { log, facts } = logging();
    log.error('failed', { error: new Error('outer', { cause: new Error('inner') }) });
    expect(facts()['error']).toMatchObject({ message: 'outer', cause: { message: 'inner' } });
  });

  test('facts that hold themselves do not end the process', () => {
    const { log, lines } = logging();
    const facts: Record<string, unknown> = {};
    facts['self'] = facts;
    log.info('round', facts);
    expect(lines).toHaveLength(1);
  });

  test('a pretty line is one line with readable facts and no control characters of its facts', () => {
    const { log, lines } = logging({ pretty: true });
    log.warn('store is slow', { store: 'sqlite', message: 'two words\n\u001b[2J', waited: 3 });
    expect(lines[0]).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} .*warn .*store is slow store=sqlite message="two words\\n\\u001b\[2J" waited=3\n$/,
    );
  });
});
