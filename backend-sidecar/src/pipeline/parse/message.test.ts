import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { saidBy, readHead } from './message.ts';
import { cpuMillis } from '../../cpu-time.fixture.ts';

/** Body, level, and the logger's name of a message. */
function read(message: string): [string, string | undefined, string] {
  const head = readHead(message);
  return [message.slice(head.bodyStart), head.level, message.slice(head.loggerStart, head.loggerEnd)];
}

describe('a head', () => {
  test.each([
    // Log4j and its kin
    [
      '2026-01-02 03:04:05,678 INFO [main] org.shop.cart.Server: Started',
      'Started',
      'info',
      'org.shop.cart.Server',
    ],
    [
      '2026-01-02 03:04:05,678 - WARN  [Worker[id=1]/0:0:0:0:2181:Pool@77] - slow: 3',
      'slow: 3',
      'warning',
      '',
    ],
    ['26/01/02 03:04:05 ERROR exec.Runner: lost task 3', 'lost task 3', 'error', 'exec.Runner'],
    [
      '081109 203615 148 INFO dfs.Node$Responder: Responder 1 ends',
      'Responder 1 ends',
      'info',
      'dfs.Node$Responder',
    ],
    ['03:04:05.678 [main] DEBUG c.shop.Cart - added 3', 'added 3', 'debug', 'c.shop.Cart'],
    ['03:04:05.678 [main] INFO  root - added 3', 'added 3', 'info', 'root'],
    [
      '2026-01-02T03:04:05.678Z  INFO 12 --- [  main] c.s.App   : Started in 3 s',
      'Started in 3 s',
      'info',
      'c.s.App',
    ],
    ['[2026-01-02T03:04:05,678][INFO ][o.e.n.Node     ] [node-1] started', 'started', 'info', ''],
    [
      '[2026-01-02 03:04:05,678] INFO [Broker id=1] leader is 2 (k.server.Manager)',
      'leader is 2 (k.server.Manager)',
      'info',
      '',
    ],
    // Python, Ruby, Go
    ['2026-01-02 03:04:05,678 - shop.cart - WARNING - cart is full', 'cart is full', 'warning', 'shop.cart'],
    ['2026-01-02 03:04:05,678 - cart - WARNING - cart is full', 'cart is full', 'warning', ''],
    ['WARNING:root:cart is full', 'cart is full', 'warning', 'root'],
    ['error: cart_fill: cart is full', 'cart_fill: cart is full', 'error', ''],
    ['INFO:     10.0.0.1:5000 - "GET / HTTP/1.1" 200', '10.0.0.1:5000 - "GET / HTTP/1.1" 200', 'info', ''],
    ['[2026-01-02 03:04:05 +0000] [12] [INFO] Booting worker', 'Booting worker', 'info', ''],
    ['[W 260102 03:04:05 web:2271] 404 GET /x', '404 GET /x', 'warning', ''],
    ['E, [2026-01-02T03:04:05.678901 #77] ERROR -- shop: cart is full', 'cart is full', 'error', ''],
    ['2026-01-02T03:04:05.678Z\tinfo\tcart/add.go:12\tadded item', 'added item', 'info', 'cart/add.go:12'],
    ['2026-01-02 03:04:05.678901 W | store: slow fsync', 'slow fsync', 'warning', 'store'],
    ['W0102 03:04:05.678901    12 store.go:77] slow fsync', 'slow fsync', 'warning', 'store.go:77'],
    [
      'time="2026-01-02T03:04:05Z" level=warning msg="slow fsync" took=3s',
      '"slow fsync" took=3s',
      'warning',
      '',
    ],
    // Servers
    [
      '[Sun Jan 04 03:04:05 2026] [error] [client 10.0.0.1] no such file',
      '[client 10.0.0.1] no such file',
      'error',
      '',
    ],
    ['[Sun Jan 04 03:04:05.678901 2026] [core:warn] [pid 7:tid 8] slow', 'slow', 'warning', ''],
    ['2026/01/02 03:04:05 [crit] 12#34: *5 open failed', '*5 open failed', 'critical', ''],
    ['2026-01-02T03:04:05.678901Z 0 [Warning] [MY-0101] [Server] low memory', 'low memory', 'warning', ''],
    [
      '2026-01-02 03:04:05.678 UTC [12] shop@db FATAL:  no more connections',
      'no more connections',
      'critical',
      '',
    ],
    ['2026-01-02 03:04:05.678 UTC [12] LOG:  checkpoint complete', 'checkpoint complete', 'info', ''],
    ['12:M 02 Jan 2026 03:04:05.678 # out of memory', 'out of memory', 'warning', ''],
    ['12:M 02 Jan 2026 03:04:05.678 - 3 clients', '3 clients', 'debug', ''],
    [
      '2026-01-02 03:04:05.678 25 INFO api.compute.server [req-1 a b - -] 10.0.0.1 "GET /x"',
      '10.0.0.1 "GET /x"',
      'info',
      '',
    ],
    [
      '10.0.0.1 - alice [02/Jan/2026:03:04:05 +0000] "GET / HTTP/1.1" 200',
      '"GET / HTTP/1.1" 200',
      undefined,
      '',
    ],
    // Android, Windows, bars, super computers
    ['01-02 03:04:05.678  1702  2395 W CartManager: full', 'full', 'warning', 'CartManager'],
    ['01-02 03:04:05.678  1702  2395 I wm_task: [0,12]', '[0,12]', 'info', 'wm_task'],
    ['W/CartManager( 1702): full', 'full', 'warning', 'CartManager'],
    ['2026-01-02 03:04:05, Info                  SVC    Loaded stack', 'Loaded stack', 'info', 'SVC'],
    ['[01.02 03:04:05] shop.exe *64 - host:80 close', 'host:80 close', undefined, 'shop.exe'],
    ['20260102-03:04:5:6|Cart_Add|3001|onAdd 3 4', 'onAdd 3 4', undefined, 'Cart_Add'],
    [
      '- 1767322984 2026.01.02 R0-N1 2026-01-02-03.04.05.678901 R0-N1 SYS DISK INFO part replaced',
      'part replaced',
      'info',
      '',
    ],
    ['web-1  | 2026-01-02 03:04:05 ERROR cart.Add: full', 'full', 'error', 'cart.Add'],
    // Bare levels
    ['ERROR cart is full', 'cart is full', 'error', ''],
    ['[ERROR] cart is full', 'cart is full', 'error', ''],
    ['<warn> cart is full', 'cart is full', 'warning', ''],
    ['(E) cart is full', 'cart is full', 'error', ''],
    ['error: cart is full', 'cart is full', 'error', ''],
    ['[main] ERROR cart.Add - full', 'full', 'error', 'cart.Add'],
    ['\u001b[31mERROR\u001b[0m cart is full', 'cart is full', 'error', ''],
    ['2026-01-02T03:04:05Z \u001b[32mINF\u001b[0m cart is full', 'cart is full', 'info', ''],
    ['2026-01-02 03:04:05 NOTICE: cart is full', 'cart is full', 'info', ''],
    ['[   12.345678] usb 1-1: device found', 'usb 1-1: device found', undefined, ''],
    ['<6>[   12.345678] usb 1-1: device found', 'usb 1-1: device found', 'info', ''],
  ])('%s', (message, body, level, logger) => {
    const [gotBody, gotLevel, gotLogger] = read(message);
    expect([gotBody, gotLevel]).toEqual([body, level]);
    if (logger !== '') expect(gotLogger).toBe(logger);
  });

  test.each([
    ['Jan  2 03:04:05 box1 sshd[77]: session opened', 'session opened', 'sshd'],
    ['Jan  2 03:04:05 box1 sshd(pam_unix)[77]: session opened', 'session opened', 'sshd(pam_unix)'],
    ['Jan  2 03:04:05 box1 kernel: [  12.345678] eth0: up', 'eth0: up', 'kernel'],
    ['Jan  2 03:04:05 box1 syslogd 1.4.1: restart.', 'restart.', 'syslogd'],
    ['2026-01-02T03:04:05.678+01:00 box1 cron[77]: job ends', 'job ends', 'cron'],
    ['<34>Jan  2 03:04:05 box1 su: session opened', 'session opened', 'su'],
    ['<34>1 2026-01-02T03:04:05Z box1 su 77 ID47 [a@1 b="c]"] session opened', 'session opened', 'su'],
  ])('of syslog leaves content and program: %s', (message, body, program) => {
    const head = readHead(message);
    expect([message.slice(head.bodyStart), head.program]).toEqual([body, program]);
  });

  test('of syslog has the priority of its level, and the words of the content stay', () => {
    expect(readHead('<34>Jan  2 03:04:05 box1 su: x').level).toBe('critical');
    expect(read('Jan  2 03:04:05 box1 sshd[77]: error: no key')).toEqual(['error: no key', 'error', 'sshd']);
    const inner = 'Jan  2 03:04:05 box1 app[7]: 2026-01-02 03:04:05 WARN cart.Add: full';
    expect(read(inner)).toEqual(['full', 'warning', 'cart.Add']);
  });

  test.each([
    'error count 0',
    'Error while reading cart',
    'cart has 3 errors',
    'Connection ERROR on line 3',
    'Debug mode is on',
    'ALERT exited with 1',
    'failed: 3, warning: 2',
    'a',
    'I am here',
    '2 carts are full',
    'user=alice level_up=3',
    '- item one',
    '[cart] is full',
    'java.lang.IllegalStateException: cart is full',
    'http://shop.example/cart: not found',
    'at shop.Cart.add(Cart.java:12)',
    'GET /cart ERROR',
    '',
  ])('is not seen in %j', (message) => {
    const head = readHead(message);
    expect([head.bodyStart, head.level]).toEqual([0, undefined]);
  });

  test.each([
    ['2026-01-02 03:04:05 error count 0', 'error count 0'],
    ['2026-01-02 03:04:05 5 carts are full', '5 carts are full'],
    ['2026-01-02 03:04:05 GET /cart ERROR', 'GET /cart ERROR'],
    ['2026-01-02 03:04:05 Connection ERROR: refused', 'Connection ERROR: refused'],
  ])('ends where the sentence begins: %s', (message, body) => {
    expect(read(message).slice(0, 2)).toEqual([body, undefined]);
  });

  test.each([
    ['ERROR java.lang.IllegalStateException: full', 'java.lang.IllegalStateException: full'],
    ['2026-01-02 03:04:05 ERROR Timeout: no answer', 'Timeout: no answer'],
    ['2026-01-02 03:04:05 ERROR http://shop.example/cart: down', 'http://shop.example/cart: down'],
    ['2026-01-02 03:04:05 WARN alice@shop.example: bounced', 'alice@shop.example: bounced'],
  ])('keeps what is said, not who says it: %s', (message, body) => {
    expect(read(message)[0]).toBe(body);
  });

  test('that begins a sentence with its level keeps the word and is a guess', () => {
    expect(readHead('Error: cart is full')).toMatchObject({
      bodyStart: 0,
      level: 'error',
      levelExplicit: false,
    });
    expect(readHead('panic: index out of range')).toMatchObject({
      bodyStart: 0,
      level: 'critical',
      levelExplicit: false,
    });
    expect(readHead('ERROR: cart is full')).toMatchObject({
      bodyStart: 7,
      level: 'error',
      levelExplicit: true,
    });
  });

  test('with nothing behind it is the body', () => {
    expect(read('2026-01-02 03:04:05 INFO ')).toEqual(['2026-01-02 03:04:05 INFO ', 'info', '']);
  });

  test('of JSON text that nobody opened says its level', () => {
    expect(readHead('{"ts":1,"level":"warn","msg":"m"}')).toMatchObject({ bodyStart: 0, level: 'warning' });
    expect(readHead('{"severity": 3}')).toMatchObject({ bodyStart: 0, level: 'error' });
    expect(readHead('{"a":1}').level).toBeUndefined();
    expect(readHead('{"t":1,"s":"E","c":"-","ctx":"main","msg":"m"}').level).toBe('error');
    expect(readHead('{"s":"E","msg":"m"}').level).toBeUndefined();
  });

  test('of JSON text whose first value is a date with a blank is not cut off', () => {
    const head = readHead('{"EventTime":"2026-01-02 03:04:05","Severity":"ERROR","Message":"m"}');
    expect(head.bodyStart).toBe(0);
    expect(readHead('{"at":"2026-01-02 03:04:05","level":"error"}')).toMatchObject({ level: 'error' });
  });

  test('is the same whatever was read before, and never reaches past the text', () => {
    const piece = fc.constantFrom(
      '2026-01-02 03:04:05',
      ' ',
      'INFO',
      'warn',
      '[',
      ']',
      'cart.Add',
      ':',
      ' - ',
      '|',
      '<34>',
      'Jan  2 03:04:05',
      'box1',
      'sshd[7]',
      '12',
      'level=',
      '"',
      '\u001b[1m',
      '{',
      '(',
      '\t',
      'W/T',
      'word',
      '--',
    );
    const message = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((p) => p.join('')),
    );
    fc.assert(
      fc.property(message, message, (first, second) => {
        const head = readHead(first);
        readHead(second);
        expect(readHead(first)).toEqual(head);
        expect(head.bodyStart >= 0 && head.bodyStart <= Math.max(first.length - 1, 0)).toBe(true);
        expect(head.loggerStart <= head.loggerEnd && head.loggerEnd <= first.length).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('of a hostile text is read in linear time', () => {
    const texts = [
      '['.repeat(200_000),
      '\u001b]'.repeat(100_000),
      'a='.repeat(100_000),
      '1 '.repeat(100_000),
      `<34>1 - ${'- '.repeat(100_000)}`,
    ];
    expect(cpuMillis(() => texts.map((text) => readHead(text)))).toBeLessThan(1000);
  });
});

describe('the level of a line', () => {
  const of = (message: string, ...fields: string[]): string | undefined =>
    saidBy({ timeMs: 0, timeNanos: 0, message, fields }, readHead(message)).level;

  test.each([
    ['level', 'WARN', 'warning'],
    ['level', 'Information', 'info'],
    ['level', ' error ', 'error'],
    ['level', 'eRrOr', 'error'],
    ['level', '50', 'error'],
    ['level', '10', 'trace'],
    ['level', '3', 'error'],
    ['level', 'E', 'error'],
    ['level', 'w', 'warning'],
    ['severity', 'NOTICE', 'info'],
    ['severity_text', 'FATAL', 'critical'],
    ['severity_number', '1', 'trace'],
    ['severity_number', '8', 'debug'],
    ['severity_number', '9', 'info'],
    ['severity_number', '17', 'error'],
    ['severity_number', '24', 'critical'],
    ['levelname', 'CRITICAL', 'critical'],
    ['levelno', '40', 'error'],
    ['PRIORITY', '4', 'warning'],
    ['PRIORITY', '7', 'debug'],
    ['@l', 'Verbose', 'trace'],
    ['log.level', 'panic', 'critical'],
    ['loglevel', 'SEVERE', 'error'],
    ['lvl', 'dbg', 'debug'],
    ['SeverityLevel', '2', 'warning'],
    ['severity', '17', 'error'],
    ['level', '13', 'warning'],
    ['level', '35', 'info'],
  ])('in %s %s is %s', (name, value, expected) => {
    expect(of('m', name, value)).toBe(expected);
  });

  test.each([
    ['level', 'high'],
    ['level', '999'],
    ['severity_number', '0'],
    ['severity_number', '25'],
    ['PRIORITY', '165'],
    ['status', 'error'],
    ['level', 'constructor'],
  ])('is not said by %s %s', (name, value) => {
    expect(of('m', name, value)).toBeUndefined();
  });

  test('is a letter in MongoDB’s fields, which are known by their context', () => {
    expect(of('m', 's', 'E', 'ctx', 'conn7')).toBe('error');
    expect(of('m', 's', 'D2', 'ctx', 'conn7')).toBe('debug');
    expect(of('m', 's', 'error', 'ctx', 'conn7')).toBeUndefined();
    expect(of('m', 's', 'E')).toBeUndefined();
  });

  test('is the field’s before the head’s, and the head’s when no field says one', () => {
    expect(of('ERROR x', 'level', 'info')).toBe('info');
    expect(of('ERROR x', 'level', 'high')).toBe('error');
    expect(of('x', 'PRIORITY', '6', 'level', 'error')).toBe('error');
  });
});
