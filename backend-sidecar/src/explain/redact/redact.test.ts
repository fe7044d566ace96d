import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { POSITIVES } from './positives.fixture.ts';
import { Pseudonyms, restore } from './pseudonyms.ts';
import { redactField } from './redact-field.ts';
import { redact } from './redact.ts';
import { cpuMillis } from '../../cpu-time.fixture.ts';

const PSEUDONYM = /<[A-Z_]+_\d+>/;

describe('what is hidden', () => {
  test('the set holds at least a hundred cases', () => {
    expect(POSITIVES.length).toBeGreaterThanOrEqual(100);
  });

  test.each(POSITIVES)('$what is hidden', ({ line, value }) => {
    const { text, hidden } = redact(line);
    expect(text).not.toContain(value);
    expect(text).toMatch(PSEUDONYM);
    expect(hidden).toBeGreaterThanOrEqual(1);
  });

  test.each(POSITIVES)('$what leaves no half of itself behind', ({ line, value }) => {
    const { text } = redact(line);
    const half = Math.ceil(value.length / 2);
    if (value.length >= 8) expect(text).not.toContain(value.slice(half));
    if (value.length >= 8) expect(text).not.toContain(value.slice(0, half));
  });

  test.each(POSITIVES)('$what is hidden also between other words', ({ line, value }) => {
    expect(redact(`2026-01-01 ERROR shop\t${line}`).text).not.toContain(value);
  });

  test.each(POSITIVES)('$what, once hidden, is not hidden a second time', ({ line }) => {
    const once = redact(line).text;
    expect(redact(once).text).toBe(once);
  });

  test('IP addresses and hosts are hidden only when asked', () => {
    const line = 'connect to db-1.shop.internal (10.1.2.3, 2001:db8::7) refused';
    expect(redact(line).text).toBe(line);
    expect(redact(line, { ips: true, hosts: true }).text).toBe(
      'connect to <HOST_1> (<IP_1>, <IP_2>) refused',
    );
  });
});

describe('what stays', () => {
  test('the host behind the password of a URL', () => {
    expect(redact('dial mongodb+srv://shop:let!me1@cluster0.example.net/shop').text).toBe(
      'dial mongodb+srv://shop:<PASSWORD_1>@cluster0.example.net/shop',
    );
  });

  test.each([
    'Failed password for root from 10.0.0.1 port 22 ssh2',
    'Accepted publickey for anna from 10.0.0.1 port 51234 ssh2: RSA SHA256:abcdef',
    'password changed for user anna',
    'pam_unix(gdm-password:session): session opened for user anna',
    'pam_unix(passwd:chauthtok): password changed for anna',
    'password: required',
    'Invalid token: expired',
    'Unexpected token: < at position 0',
    'max_tokens=4096 tokens=17 finish=stop',
    'token=Token{a64f992 ActivityRecord{de9231d}}',
    'lock token: android.os.BinderProxy@2bd79ce',
    'at 12:30:45 the worker 00:1a:2b:3c:4d:5e answered',
    'commit 9fceb02d0ae598e95dc970b74767f19372d61af8 deployed',
    'trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span_id=00f067aa0ba902b7',
    'order 6a2f41a3-c54c-fce8-32d2-0324e1c32e22 was paid at 1767225600123',
    'GET http://shop.example.com:8080/items?page=2&code=404 200 in 12ms',
    'session id 20260101-101112-0042 opened',
    'java.lang.IllegalStateException at org.example.Shop.pay(Shop.java:42)',
    'blk_-1608999687919862906 replicated to 10.250.19.102:50010',
    'basic authentication is required',
    'unit foo@bar.service entered failed state',
    'Linux version 6.1.0-13-amd64 (builder@build.example.org) (gcc 12.2.0)',
    'password=****** token=<redacted> secret=${SECRET}',
    'sudo: deploy : TTY=pts/0 ; PWD=/home/deploy ; USER=root',
    'suite done: pass=12 fail=0 first_pass=3 skip=1',
    'Secret: default/web-tls was not found',
    'token_type=Bearer scope=read',
    'key: value, keyboard: qwerty, monkey=1',
    'fetch of git@git.example.org:shop/web.git failed',
    'authorization: denied for user anna',
    'log-in with password authentication is off',
    'gpio pin=12 mode=out, status code: 50301',
    'copied 12 files for $5.00 to $HOME/data',
    'net user growth was 5 percent',
    'net users 1200 active',
    'docker run -p 8080:80 nginx',
    'ssh -p 2222 deploy@host',
    'mysql -h db --port 3306 -u root',
    'redis-cli -h cache -p 6379 ping',
    'curl -w %{http_code} https://example.com',
    "INSERT INTO orders (id, note) VALUES (1, 'password reset asked')",
    'INSERT INTO users (id, password) VALUES ($1, ?)',
    'UPDATE users SET password = ? WHERE id = ?',
    'the device is identified by serial',
    'etag 4bf92f3577b34da6a3ce929d0e0e4736:00f067aa0ba902b7:0:1',
    'pull shop/web:1.25@sha256:4bf92f3577b34da6a3ce929d0e0e47364bf92f3577b34da6a3ce929d0e0e4736',
    'postgres://db:5432/shop and app@corp',
    'kafka://broker1:9092,broker2:9092/topic@group',
    'PASS tests/cart.test.ts',
    'password 3 of 5 attempts',
    'rman target / , sqlplus / as sysdba',
    'GET /reset/form/step-two-of-three-please 200',
    'COMMAND=/usr/bin/passwd anna',
  ])('%s', (line) => {
    expect(redact(line)).toEqual({ text: line, hidden: 0, pseudonyms: new Map() });
  });

  test('an address like 1.2.3.4.5 or a time of day is no IP address', () => {
    for (const line of ['version 1.2.3.4.5', 'at 12:30:45', 'mac 00:1a:2b:3c:4d:5e', 'Foo::bar()'])
      expect(redact(line, { ips: true }).hidden).toBe(0);
  });

  test('a Java package and a file are no hosts', () => {
    for (const line of [
      'org.apache.hadoop.mapreduce.Job failed',
      'main.rs:10 panicked',
      'read /etc/app.conf',
    ])
      expect(redact(line, { hosts: true }).hidden).toBe(0);
  });

  test('a number that fails the check digits is no card and no IBAN', () => {
    expect(redact('order 4111111111111112').hidden).toBe(0);
    expect(redact('ref DE89370400440532013001').hidden).toBe(0);
  });
});

describe('fields', () => {
  test.each([
    ['password', '<PASSWORD_1>'],
    ['db.password', '<PASSWORD_1>'],
    ['dbPassword', '<PASSWORD_1>'],
    ['password_hash', '<PASSWORD_1>'],
    ['nt_hash', '<PASSWORD_1>'],
    ['http.request.headers.authorization', '<TOKEN_1>'],
    ['headers.cookie', '<COOKIE_1>'],
    ['client_secret', '<SECRET_1>'],
    ['access_token', '<SECRET_1>'],
    ['apiKey', '<SECRET_1>'],
  ])('the value of %s is hidden whatever it looks like', (name, expected) => {
    expect(redactField(name, 'letmein')).toEqual({ text: expected, hidden: 1, pseudonyms: new Map() });
  });

  test.each(['tokens', 'max_tokens', 'token_count', 'compass', 'bypass', 'monkey', 'key', 'user', 'class'])(
    'the value of %s is read like any text',
    (name) => {
      expect(redactField(name, 'letmein').hidden).toBe(0);
      expect(redactField(name, 'password=letmein').text).toBe('password=<PASSWORD_1>');
    },
  );

  test('an empty or hidden secret stays as it is', () => {
    for (const value of ['', '***', 'null', '<PASSWORD_1>'])
      expect(redactField('password', value)).toEqual({ text: value, hidden: 0, pseudonyms: new Map() });
  });

  test('a value has one name in the text and in the field', () => {
    const names = new Pseudonyms();
    redact('password=letmein', { names });
    expect(redactField('password', 'letmein', { names }).text).toBe('<PASSWORD_1>');
  });
});

describe('pseudonyms', () => {
  test('one value has one name through all lines of a request', () => {
    const names = new Pseudonyms();
    const first = redact('10.0.0.1 called 10.0.0.2', { names, ips: true });
    const second = redact('10.0.0.2 called 10.0.0.3', { names, ips: true });
    expect(first.text).toBe('<IP_1> called <IP_2>');
    expect(second.text).toBe('<IP_2> called <IP_3>');
    expect(names.size).toBe(3);
  });

  test('a secret is not among the values that can be shown again', () => {
    const mail = 'anna' + '@example.com';
    const { text, hidden, pseudonyms } = redact(`user=${mail} password=abcdef1`);
    expect(text).toBe('user=<EMAIL_1> password=<PASSWORD_1>');
    expect(hidden).toBe(2);
    expect([...pseudonyms]).toEqual([['<EMAIL_1>', mail]]);
    expect(restore(text, pseudonyms)).toBe(`user=${mail} password=<PASSWORD_1>`);
  });

  test('overlapping values become one, and a secret if one of them is', () => {
    const { text, pseudonyms } = redact('login password=anna@example.com');
    expect(text).toBe('login password=<PASSWORD_1>');
    expect(pseudonyms.size).toBe(0);
  });

  test('a restored value is not searched for names again', () => {
    const values = new Map([
      ['<EMAIL_1>', '<IP_1>'],
      ['<IP_1>', '10.0.0.1'],
    ]);
    expect(restore('<EMAIL_1> <IP_1> <HOST_1>', values)).toBe('<IP_1> 10.0.0.1 <HOST_1>');
  });
});

describe('properties', () => {
  const some = fc.shuffledSubarray(POSITIVES.slice(), { minLength: 2, maxLength: 6 });
  const breaks = fc.constantFrom('\n', '\r\n', '\n\tat ', ' | \n');

  test('no value survives among the lines of a stack of others', () => {
    fc.assert(
      fc.property(some, breaks, (positives, separator) => {
        const { text } = redact(positives.map(({ line }) => line).join(separator));
        for (const { value } of positives) expect(text).not.toContain(value);
      }),
      { numRuns: 300 },
    );
  });

  test('with nothing hidden the text is the very same', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const result = redact(text);
        if (result.hidden === 0) expect(result.text).toBe(text);
        else expect(result.text).not.toBe(text);
      }),
    );
  });

  test.each([
    'a',
    '1',
    'a@b.de ',
    '-',
    'a.',
    'A1 ',
    '+1 ',
    'eyJ',
    '://a:',
    'password=',
    '-----BEGIN PRIVATE KEY-----',
    'x:',
    'mysql -p ',
    "curl -u 'a",
    "into t (password) values ('",
    'into t (token) values (a),((',
    '$NTLM$',
    '::0',
    'net use /user:',
    'grant identified ',
    '/reset',
    'echo |',
    "INSERT INTO t (password) VALUES ('",
  ])('sixteen times %j takes at most some sixty times as long', (unit) => {
    const millisFor = (length: number) => {
      const text = unit.repeat(length / unit.length);
      return cpuMillis(() => redact(text, { ips: true, hosts: true }));
    };
    millisFor(10_000);
    const short = Math.min(millisFor(10_000), millisFor(10_000), millisFor(10_000));
    // A quadratic rule would take 256 times as long; 250 ms cover a busy machine.
    expect(Math.min(millisFor(160_000), millisFor(160_000))).toBeLessThan(64 * short + 250);
  });

  test.each(["'", "f('", "'', '"])('a row of quotes behind %j is read in one way only', (before) => {
    const text = `INSERT INTO users (id, password) VALUES (${before}${"'".repeat(64)}`;
    expect(cpuMillis(() => redact(text, { ips: true, hosts: true }))).toBeLessThan(500);
  });
});
