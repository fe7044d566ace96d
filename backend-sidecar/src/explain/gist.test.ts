import { describe, expect, test } from '@jest/globals';
import { gistOf } from './gist.ts';
import { mentions } from './kinship.ts';
import { gathered } from './rules/case.fixture.ts';

describe('gistOf', () => {
  test('leaves out what Celery and Redis write before what they say', () => {
    expect(gistOf('[2026-01-05 08:00:00,001: CRITICAL/MainProcess] Unrecoverable error')).toBe(
      'Unrecoverable error',
    );
    expect(gistOf('1:M 05 Jan 2026 08:00:00.001 # Out of memory')).toBe('Out of memory');
  });

  test.each([
    [
      "thread 'main' panicked at src/main.rs:10:5:\nindex out of bounds",
      "thread 'main' panicked at src/main.rs:10:5: index out of bounds",
    ],
    [
      "RuntimeError (boom):\n  app/models/x.rb:3:in `foo'",
      "RuntimeError (boom); at app/models/x.rb:3:in `foo'",
    ],
    [
      'Unhandled exception.\n   at Shop.Total() in /src/Cart.cs:line 42',
      'Unhandled exception.; at Shop.Total() in /src/Cart.cs:line 42',
    ],
    ['E, [2026-01-05T08:00:00.1 #42] ERROR -- : boom', 'boom'],
    [
      '[Mon Jan 05 08:00:00.1 2026] [php:error] [pid 12:tid 13] PHP Fatal error: boom',
      'PHP Fatal error: boom',
    ],
    ['{"log":"{\\"level\\":\\"error\\",\\"msg\\":\\"inner\\"}\\n","stream":"stderr"}', 'inner'],
    ['https://anna:letmein1@git.example.org/shop?x=1 failed', 'git.example.org failed'],
  ])('of %j is what it says', (message, said) => {
    expect(gistOf(message)).toBe(said);
  });

  test('keeps the deepest cause of a long error', () => {
    const thrown = `Job nightly-report failed: ${'com.example.report.'.repeat(12)}ReportException: no connection`;
    const message = `${thrown}\n\tat shop.Job.run(Job.java:44)\nCaused by: java.sql.SQLException: Access denied for user 'report'`;
    expect(gistOf(message).slice(0, 160)).toContain('Access denied for user');
  });

  test('cuts no character in two', () => {
    expect(gistOf('🙂'.repeat(300)).isWellFormed()).toBe(true);
    expect(gistOf(`a${'🙂'.repeat(300)}`).isWellFormed()).toBe(true);
  });

  test('leaves out what MySQL and MongoDB write before what they say', () => {
    expect(gistOf('2026-01-05T08:00:00Z 0 [ERROR] [MY-012592] [InnoDB] error number 30')).toBe(
      '[InnoDB] error number 30',
    );
    const mongo = { t: { $date: '2026-01-05T08:00:00Z' }, s: 'I', c: 'REPL', msg: 'Stepping down' };
    expect(gistOf(JSON.stringify(mongo))).toBe('Stepping down');
  });

  test('of a Python traceback is what was thrown, and where', () => {
    const text = [
      'Traceback (most recent call last):',
      '  File "/srv/load.py", line 12, in main',
      '    run()',
      '  File "/srv/price.py", line 88, in run',
      '    total += Decimal(row["price"])',
      "decimal.InvalidOperation: [<class 'decimal.ConversionSyntax'>]",
    ].join('\n');
    expect(gistOf(text)).toBe(
      "decimal.InvalidOperation: [<class 'decimal.ConversionSyntax'>]; at /srv/price.py:88",
    );
    expect(gistOf(`load of 7 failed ${text}`)).toMatch(/^load of 7 failed; decimal\.InvalidOperation/);
  });
});

describe('mentions', () => {
  test('finds a service where a word begins, not inside another', () => {
    const { target } = gathered([0, 'x', '>bad', 'cartdb answers, capital is low']);
    expect([mentions(target, 'cart'), mentions(target, 'api')]).toEqual([true, false]);
  });
});
