import { describe, expect, test } from '@jest/globals';
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

  test('a quote cuts no character in two', () => {
    const { what_happened: text } = ask([0, 'x', '>bad', `a${'🙂'.repeat(300)}`]);
    expect(text.isWellFormed()).toBe(true);
  });

  test('a quoted sentence does not end twice', () => {
    const { what_happened: text } = ask([0, 'stock', '>bad', 'The pool has no free connection.']);
    expect(text).toContain('“The pool has no free connection”.');
  });

  test('what led to a line is not also told as what followed it', () => {
    const { what_happened: text, likely_causes: causes } = ask(
      [0, 'web', '>bad', 'pay answered 500'],
      [0, 'pay', 'bad', 'disk quota exceeded'],
    );
    expect(causes[0]).toMatchObject({ evidence_ids: ['L2'] });
    expect(text).not.toContain('L2');
  });

  test('what led to a line and goes on is not told as what followed it', () => {
    const busy = (at: number): Told => [at, 'stock', 'warn', `pool stock-db active=20 waiting=${at}`];
    const { what_happened: text, likely_causes: causes } = ask(
      busy(10),
      [12, 'stock', '>bad', 'order failed: no connection in pool stock-db'],
      busy(13),
    );
    expect(causes[0]?.evidence_ids).toEqual(['L1']);
    expect(text).not.toContain('Then');
  });

  test('a line of a rise that is told is no cause of its own', () => {
    const used = (at: number, verdict: string, value: number): Told => [
      at,
      'feed',
      verdict,
      `heap used=${value}MB`,
    ];
    const { likely_causes: causes } = ask(
      used(0, 'normal', 210),
      used(600, 'normal', 640),
      used(1200, 'warn', 1010),
      [1600, 'feed', '>bad', 'FATAL ERROR: heap used up, JavaScript heap out of memory'],
    );
    const citing = causes.filter(({ evidence_ids: ids }) => ids.includes('L3'));
    expect(citing.map(({ evidence_ids: ids }) => ids)).toEqual([['L1', 'L3']]);
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
  test('of two lines of one matter the one that says the same is the cause', () => {
    const { likely_causes: causes, remediation } = ask(
      [0, 'intake', 'bad', 'remote error: tls: bad certificate'],
      [20, 'intake', 'bad#tls.expired', 'x509: certificate has expired or is not yet valid'],
      [
        40,
        'shipper',
        '>bad#tls.expired',
        'push to intake failed: x509: certificate has expired or is not yet valid',
      ],
    );
    expect(causes[0]).toMatchObject({ evidence_ids: ['L2'] });
    expect(remediation.map(({ step }) => step).join(' ')).toContain('Renew the certificate');
  });

  test('who is blocked by a broker waits for no lock', () => {
    const { likely_causes: causes } = ask([
      0,
      'mailer',
      '>bad',
      'publish timed out: connection is blocked by broker',
    ]);
    expect(causes.map(({ text }) => text).join(' ')).not.toContain('lock that it waits for');
  });

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

  test('what a program printed before it ended is told, though both are one known failure', () => {
    const { likely_causes: causes } = ask(
      [
        0,
        'backup',
        'bad#storage.backup-failed',
        'dump failed: password authentication failed for user "backup"',
      ],
      [1, 'backup', '>bad#storage.backup-failed', 'nightly backup failed with exit code 1'],
    );
    expect(causes[0]?.evidence_ids).toEqual(['L1']);
  });

  test('what two causes have in common is said once', () => {
    const { likely_causes: causes } = ask(
      [0, 'kernel', 'bad#kernel.oom-kill', 'Out of memory: Killed process 21877 (api)'],
      [1, 'systemd', 'bad#kernel.oom-kill', "api.service: Failed with result 'oom-kill'."],
      [60, 'web', '>bad#network.refused', 'connect ECONNREFUSED 10.1.0.7:8080 (api)'],
    );
    const meanings = causes.filter(({ text }) => text.includes('ran out of memory and killed'));
    expect(causes.slice(0, 2).map(({ evidence_ids: ids }) => ids)).toEqual([['L1'], ['L2']]);
    expect(meanings).toHaveLength(1);
  });

  test('several kinds of lines about one failure are not called repeated', () => {
    const { what_happened: text } = ask(
      [0, 'sw1', 'bad#network.link-down', '%LINK-3-UPDOWN: Interface Gi1/0/24, changed state to down'],
      [1, 'sw1', 'bad#network.link-down', '%LINEPROTO-5-UPDOWN: Line protocol on Gi1/0/24, changed to down'],
      [2, 'sw1', '>bad#network.link-down', '%OSPF-5-ADJCHG: Nbr 10.255.0.2 on Gi1/0/24 from FULL to DOWN'],
    );
    expect(text).not.toContain('Repeated');
  });

  test('a server’s error is explained by what its own words say', () => {
    const { likely_causes: causes } = ask([
      0,
      'pay',
      '>bad#http.server-error',
      'GET secret: code 503, errors: Vault is sealed',
    ]);
    expect(causes[0]?.text).toContain('A store of secrets is sealed');
  });

  test('a number of an inode says nothing of a full disk', () => {
    const { likely_causes: causes } = ask([
      0,
      'kernel',
      '>bad',
      'EXT4-fs error (device sdb1): ext4_find_entry: inode #2: comm nfsd: reading directory lblock 0',
    ]);
    expect(causes.map(({ text }) => text)).toEqual(['A disk or array does not work as it should.']);
  });

  test('a keeper of other programs is not to be run by hand', () => {
    for (const keeper of ['dockerd', 'swarm', 'gitlab-runner']) {
      const { remediation } = ask([0, keeper, '>bad', 'task 3: non-zero exit (137)']);
      expect(remediation.map(({ step }) => step).join()).not.toContain('by hand');
    }
  });

  test('a new kind of JSON line is told by what it says', () => {
    const { target } = gathered([0, 'stock', '>bad', 'failed']);
    const template = '{"level":"warn","msg":"retrying charge","attempt":<*>,"order":"<*>"}';
    const one = { template_id: 't1', service: 'pay', template, class: 'preventive_action' as const };
    const templates = [{ ...one, count: 1, before: 0, trend: 'new' as const }];
    expect(surroundingsOf(target, { templates })).toBe(
      'New shortly before: pay: “retrying charge attempt=<*> order=<*>”.',
    );
  });

  test('of the same line again those nearest to it are cited, and of related ones three of a kind', () => {
    const refused = (at: number): Told => [
      at,
      'stock-db',
      'bad',
      `connection ${at}: too many clients already`,
    ];
    const failed = (at: number): Told => [
      at,
      'stock',
      'bad',
      `order ${at} failed: no connection to stock-db`,
    ];
    const { evidence, related_event_ids: related } = ask(
      failed(0),
      failed(1),
      ...[600, 601, 602, 603, 604].map(refused),
      failed(606),
      failed(607),
      [608, 'stock', '>bad', 'order 608 failed: no connection to stock-db'],
    );
    const again = evidence.filter(({ why }) => why === 'The same again').map(({ id }) => id);
    expect(again).toEqual(['L9', 'L8']);
    expect(related).toHaveLength(3);
  });

  test('a log-in that worked after many that failed from its address is no routine', () => {
    const tried = (at: number, address: string): Told => [
      at,
      'sshd',
      'warn#auth.failed-login',
      `Failed password for root from ${address} port 51234 ssh2`,
    ];
    const got: Told = [
      60,
      'sshd',
      '>normal#auth.session',
      'Accepted password for root from 203.0.113.7 port 2',
    ];
    const same = ask(...[0, 10, 20].map((at) => tried(at, '203.0.113.7')), got);
    expect(same.log_class).toBe('incident');
    expect(same.what_happened).toMatch(
      /^A log-in worked after 3 that failed from its address in the 60 s before/,
    );
    expect(same.likely_causes[0]?.evidence_ids).toEqual(['L1', 'L2', 'L3']);
    const others = ask(...[0, 10, 20].map((at) => tried(at, '198.51.100.4')), got);
    expect(others.what_happened).toContain('Nothing to do');
  });

  test('a pause of a service that a call names is told as what is behind it', () => {
    const { likely_causes: causes } = ask(
      [0, 'stock', 'warn', 'gc pause 6100 ms'],
      [3, 'checkout', '>bad', 'context deadline exceeded calling stock.v1/Reserve'],
    );
    expect(causes[0]?.evidence_ids).toEqual(['L1']);
  });

  test('no trace is pointed to where there is none', () => {
    const { remediation } = ask([
      0,
      'zk',
      '>warn',
      'closing, reconnect except it is a SessionExpiredException',
    ]);
    expect(remediation.map(({ step }) => step).join()).not.toContain('trace');
  });

  test('of what did not answer the usual cause is told behind that these lines do not say', () => {
    const { likely_causes: causes } = ask([
      0,
      'api',
      '>bad#network.refused',
      'connect ECONNREFUSED 10.1.0.7:80',
    ]);
    expect(causes.map(({ text }) => text.slice(0, 12))).toEqual(['The cause is', 'Usual cause:']);
    expect(causes[1]?.confidence).toBeLessThan(causes[0]?.confidence ?? 0);
  });

  test('an instance that went down on purpose is told as a change', () => {
    const { likely_causes: causes } = ask(
      [0, 'app2', 'normal', 'shutting down for deploy'],
      [2, 'haproxy', '>bad', 'Server be_app/app2 is DOWN, reason: connection refused'],
    );
    expect(causes.map(({ text }) => text)).toContain(
      'A change 2 s before: app2: “shutting down for deploy”.',
    );
  });
});
