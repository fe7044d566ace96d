import { describe, expect, test } from '@jest/globals';
import { gistOf } from '../gist.ts';
import { mentions } from '../kinship.ts';
import { gathered, type Told } from './case.fixture.ts';
import { answerByRules } from './rules-engine.ts';
import { surroundingsOf } from './surroundings.ts';

const ask = (...told: readonly Told[]) => answerByRules(gathered(...told)).answer;

describe('what an answer by rules says', () => {
  test('a cause that comes again and again is told since its first line, and cites the last as well', () => {
    const { likely_causes: causes } = ask(
      [0, 'stock-db', 'bad', 'FATAL: sorry, too many clients already'],
      [20, 'stock-db', 'bad', 'FATAL: sorry, too many clients already'],
      [47, 'stock-db', 'bad', 'FATAL: sorry, too many clients already'],
      [49, 'stock', '>bad', 'no connection to stock-db within 30 s'],
    );
    expect(causes[0]).toMatchObject({ evidence_ids: ['L1', 'L3'] });
    expect(causes[0]?.text).toMatch(/^stock-db, since 49 s before: /);
  });

  test('a cause that came once, or was over long before the line, is told by its moment', () => {
    const once = ask(
      [0, 'stock-db', 'bad', 'FATAL: sorry, too many clients already'],
      [49, 'stock', '>bad', 'no connection to stock-db within 30 s'],
    );
    const over = ask(
      [0, 'stock-db', 'bad', 'FATAL: sorry, too many clients already'],
      [5, 'stock-db', 'bad', 'FATAL: sorry, too many clients already'],
      [49, 'stock', '>bad', 'no connection to stock-db within 30 s'],
    );
    for (const { likely_causes: causes } of [once, over]) {
      expect(causes[0]).toMatchObject({ evidence_ids: ['L1'] });
      expect(causes[0]?.text).toMatch(/^stock-db, 49 s before: /);
    }
  });

  test('a quoted sentence does not end twice', () => {
    const { what_happened: text } = ask([0, 'stock', '>bad', 'The pool has no free connection.']);
    expect(text).toContain('“The pool has no free connection”.');
  });

  test('a kind of line that the lines themselves show earlier is not called new', () => {
    const told = gathered(
      [0, 'stock', 'bad', 'column "zone" does not exist'],
      [200, 'stock', '>bad', 'column "zone" does not exist'],
    );
    const firstSeenMs = told.target.timeMs + 600_000;
    const said = (earlier: number): string =>
      answerByRules({ ...told, novelty: { firstSeenMs, recent: 2, earlier } }).answer.what_happened;
    expect(said(0)).toContain('new: the first came 3 min before');
    expect(said(4)).not.toContain('new');
  });

  test('one line is named as one, and a minute as no second', () => {
    const { target } = gathered([0, 'stock', '>bad', 'failed']);
    const onsets = [{ service: 'mail', time: '2026-01-05T07:58:00.000Z', count: 1 }];
    expect(surroundingsOf(target, { onsets })).toBe('Before it trouble began in mail (07:58 UTC, 1 line).');
  });

  test('a rising value without a name is called a value', () => {
    const { likely_causes: causes } = ask(
      [0, 'search', 'warn', '7010M->6100M(8192M)'],
      [60, 'search', 'warn', '7600M->7000M(8192M)'],
      [120, 'search', '>bad', '8100M->8010M(8192M)'],
    );
    expect(causes.map(({ text }) => text)).toContain(
      'It has been building up: a value rose from 6100M to 8010M.',
    );
  });

  test('a Windows service that stopped is the one to restart, not the program that tells of it', () => {
    const { remediation } = ask(
      [
        0,
        'Service Control Manager',
        'bad',
        'The Ledger Sync service terminated unexpectedly. It has done this 1 time(s).',
      ],
      [9, 'ledger-web', '>bad', 'connection refused by Ledger Sync'],
    );
    expect(remediation.map(({ step }) => step)).toContain(
      'Check that Ledger Sync runs again, and restart it if not',
    );
  });

  test('who guessed until it worked got in: that is no recovery, and is ended first', () => {
    const guess = (at: number): Told => [
      at,
      'gate',
      'warn#auth.failed-login',
      `Failed password for root from 198.51.100.4 port ${4000 + at} ssh2`,
    ];
    const [at, service, , message] = guess(9);
    const { evidence, remediation } = ask(
      ...[0, 2, 4, 6].map(guess),
      [at, service, '>warn#auth.failed-login', message],
      [12, 'gate', 'normal', 'Accepted password for deploy from 198.51.100.4 port 4100 ssh2'],
    );
    expect(evidence).toContainEqual({ id: 'L6', why: 'Got in here' });
    expect(remediation[0]?.step).toContain('End the session that got in (L6)');
  });

  test('an error of its own that repeats what another answered is behind what follows it', () => {
    const { likely_causes: causes } = ask(
      [0, 'ledger', 'bad#http.server-error', 'secret read failed: Code: 503. Errors: * Vault is sealed'],
      [30, 'ledger', '>bad', 'cannot start: database credentials unavailable'],
    );
    expect(causes[0]).toMatchObject({ evidence_ids: ['L1'] });
  });

  test('a link that went down is behind the session over it', () => {
    const { likely_causes: causes } = ask(
      [0, 'edge-2', 'bad#network.link-down', '%LINK-3-UPDOWN: Interface Te0/0/1, changed state to down'],
      [
        40,
        'edge-2',
        '>warn',
        '%BGP-5-ADJCHANGE: neighbor 198.51.100.1 Down BGP Notification sent, hold time expired',
      ],
    );
    expect(causes[0]).toMatchObject({ evidence_ids: ['L1'] });
  });
});

describe('what the words of lines decide', () => {
  test('a value that runs out is followed though the level rises with it', () => {
    const { likely_causes: causes } = ask(
      [0, 'ups', 'warn', 'WARN runtime left 12 min'],
      [90, 'ups', 'warn', 'WARN runtime left 6 min'],
      [180, 'ups', '>bad', 'ERROR runtime left 2 min, shutdown pending'],
    );
    expect(causes.map(({ text }) => text).join(' ')).toContain('“runtime left” fell from 12 min to 2 min');
  });

  test('the name of a value is not cut within a word', () => {
    const usage = (at: number, verdict: string, value: number): Told => [
      at,
      'search',
      verdict,
      `after the compaction of old segments the heap usage of node is ${value}%`,
    ];
    const { likely_causes: causes } = ask(
      usage(0, 'warn', 70),
      usage(60, 'warn', 80),
      usage(120, '>bad', 91),
    );
    expect(causes.map(({ text }) => text).join(' ')).toContain(
      '“old segments the heap usage of node is” rose from 70% to 91%',
    );
  });

  test('a line that no signature knows is quoted to its reason', () => {
    const message = `refresh of the searcher for ${'core '.repeat(20)} was refused: too many searchers are being warmed`;
    expect(ask([0, 'search', '>bad', message]).what_happened).toContain('are being warmed');
  });

  test('an account that is locked out for wrong passwords is none to ask a provider about', () => {
    const { remediation } = ask([0, 'gate', '>warn', 'account 5512 locked out after 5 failed attempts']);
    expect(remediation.map(({ step }) => step).join(' ')).not.toContain('provider');
  });

  test('who is told to slow down is not told to speed up', () => {
    const { remediation } = ask([
      0,
      'exporter',
      '>bad',
      'upload failed: SlowDown: Please reduce your request rate',
    ]);
    expect(remediation.map(({ step }) => step).join(' ')).not.toContain('Speed up');
  });

  test('an interface that is merely named is no broken network', () => {
    const { remediation } = ask(
      [0, 'leases', 'bad', 'request from 00:11:22:33:44:55 via eth0: no free leases'],
      [9, 'badge-reader', '>bad', 'no address from leases, offline'],
    );
    expect(remediation[0]?.step).toContain('Enlarge the pool');
  });

  test('what a server answered says more than that it answered with an error', () => {
    const { likely_causes: causes, remediation } = ask(
      [0, 'ledger', 'bad#http.server-error', 'secret read failed: Code: 503. Errors: * Vault is sealed'],
      [30, 'ledger', '>bad', 'cannot start: database credentials unavailable'],
    );
    expect(causes[0]?.text).toContain('A store of secrets is sealed');
    expect(remediation[0]?.step).toContain('Unseal');
  });
});

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

  test('cuts no character in two', () => {
    expect(gistOf('🙂'.repeat(300)).isWellFormed()).toBe(true);
    const { what_happened: text } = ask([0, 'x', '>bad', `a${'🙂'.repeat(300)}`]);
    expect(text.isWellFormed()).toBe(true);
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
