import { describe, expect, test } from '@jest/globals';
import { readHead } from './message.ts';
import { cpuMillis } from '../../cpu-time.fixture.ts';

/** Body, level and logger of a message. */
function read(message: string): [string, string | undefined, string] {
  const head = readHead(message);
  return [message.slice(head.bodyStart), head.level, message.slice(head.loggerStart, head.loggerEnd)];
}

describe('a head of many shapes', () => {
  test.each([
    // Programs with a mark of their own
    ['[10.30 16:49:06] 7shelf.exe - till.example:443 opened', 'till.example:443 opened', '7shelf.exe'],
    ['[10.30 16:49:06] 3Dshelf.exe *32 - till.example:443 opened', 'till.example:443 opened', '3Dshelf.exe'],
    ['[10.30 16:49:06] Shelf Helper.exe *64 - a:4 opened', 'a:4 opened', 'Shelf Helper.exe'],
    ['2026-01-02 03:04:05 shelf.exe (32 bit) - a:4 opened', 'a:4 opened', 'shelf.exe'],
    ['2026-01-02 03:04:05 shelf-d #12 - opened', 'opened', 'shelf-d'],
    ['2026-01-02 03:04:05 tilld[77]: opened', 'opened', 'tilld'],
    ['[1767323045.678901] tilld[77]: opened', 'opened', 'tilld'],
    // Syslog and its collectors
    ['Jan  2 03:04:05 box1 Shop Helper[77]: opened', 'opened', 'Shop Helper'],
    ['Jan  2 03:04:05 box1 Shop Helper (Plugin)[77]: opened', 'opened', 'Shop Helper (Plugin)'],
    ['Jan  2 03:04:05 box1 shop.init[1] (shop.till.77): gone with 1', 'gone with 1', 'shop.init'],
    ['Jan  2 03:04:05 box1 tilld[58] (TillKit)[77]: opened', 'opened', 'tilld'],
    ['Fri 2026-01-02 03:04:05 UTC box1 tilld[77]: opened', 'opened', 'tilld'],
    ['1767323045.678901 box1 tilld[77]: opened', 'opened', 'tilld'],
    ['2026-01-02 03:04:05 box1 tilld[77]: opened', 'opened', 'tilld'],
    ['2026-01-02T03:04:05.678901+01:00 box1 kernel: opened', 'opened', 'kernel'],
    ['- 1767323045 2026.01.02 n12 Jan 2 03:04:05 n12/n12 till(pam)[77]: opened', 'opened', 'till(pam)'],
    ['- 1767323045 2026.01.02 #7# Jan 2 03:04:05 #7#/#7# tilld: opened', 'opened', 'tilld'],
    // Columns before the time
    ['712345 shelf-7 unit.power change.down 1767323045 1 Shelf-7 is gone', 'Shelf-7 is gone', ''],
    ['90210 gate-D3 pump boot 1767323777 1 Boot (order 12) Error: none', 'Boot (order 12) Error: none', ''],
  ])('without a level: %s', (message, body, logger) => {
    expect(read(message)).toEqual([body, undefined, logger]);
  });

  test.each([
    // Servers
    ['2026-01-02T03:04:05.678+0000 I NETWORK  [conn77] opened', 'opened', 'info', ''],
    ['2026-01-02T03:04:05.678+0000 W STORAGE  [conn77] late', 'late', 'warning', ''],
    ['2026-01-02 03:04:05 UTC [77]: [3-1] user=till,db=cart ERROR:  no shelf', 'no shelf', 'error', ''],
    ['2026-01-02 03:04:05 UTC [77]: LOG:  opened', 'opened', 'info', ''],
    ['[NOTICE]   (77) : New worker (78) forked', 'New worker (78) forked', 'info', ''],
    ['[ALERT] 002/030405 (77) : no shelf', 'no shelf', 'critical', ''],
    ['77:C 02 Jan 03:04:05.678 # low', 'low', 'warning', ''],
    ['[77] 02 Jan 03:04:05.678 * opened', 'opened', 'info', ''],
    ['260102  3:04:05 [ERROR] no shelf', 'no shelf', 'error', ''],
    [
      '2026-01-02 03:04:05.678 7 ERROR till.manager [req-1 - -] [cart: b9] lost',
      '[cart: b9] lost',
      'error',
      '',
    ],
    // Java
    ['2026-01-02 03:04:05 [e-1] ERROR shop.Cart.add(Cart.java:77) - full', 'full', 'error', 'shop.Cart.add'],
    ['2026-01-02 03:04:05,678 INFO  [shop.Till] (Server Thread Pool -- 77) opened', 'opened', 'info', ''],
    ['03:04:05,678 WARN  [shop.till] (main) late', 'late', 'warning', ''],
    [
      '02-Jan-2026 03:04:05.678 INFO [main] org.shop.till.Cart.add opened',
      'opened',
      'info',
      'org.shop.till.Cart.add',
    ],
    ['ERROR   2026-01-02 03:04:05,678   [main] org.shop.Till   - full', 'full', 'error', 'org.shop.Till'],
    ['WARN  [main] 2026-01-02 03:04:05,678 Till.java:77 - late', 'late', 'warning', 'Till.java:77'],
    // Python, Elixir, Rust, .NET, Go
    ['2026-01-02 03:04:05 | INFO | cart.py:77 | add | opened', 'opened', 'info', 'add'],
    ['[2026-01-02 03:04:05,678: INFO/MainProcess] opened', 'opened', 'info', ''],
    ['[2026-01-02 03:04:05,678] {cart.py:77} INFO - opened', 'opened', 'info', ''],
    ['2026-01-02 03:04:05,678 cart.py[WARNING]: late', 'late', 'warning', 'cart.py'],
    ['2026-01-02 03:04:05.678 INFO (MainThread) [shop.cart] opened', 'opened', 'info', ''],
    ['2026-01-02 03:04:05,678 INFO     shop.cart:77 opened', 'opened', 'info', 'shop.cart:77'],
    ['2026-01-02 03:04:05.678 [notice] <0.77.0> opened', 'opened', 'info', ''],
    ['2026-01-02 03:04:05.678 [debug] <0.77.0>@cart_node:init:88 opened', 'opened', 'debug', ''],
    ['03:04:05.678 request_id=F77 [info] GET /', 'GET /', 'info', ''],
    ['2026-01-02T03:04:05.678Z INFO shop::cart: opened', 'opened', 'info', 'shop::cart'],
    [
      '2026-01-02T03:04:05Z  WARN ThreadId(02) shop::cart: src/cart.rs:77: late',
      'late',
      'warning',
      'shop::cart',
    ],
    ['[2026-01-02T03:04:05Z INFO  shop::cart] opened', 'opened', 'info', ''],
    ['[03:04:05 INF] opened', 'opened', 'info', ''],
    ['[INFO 2026-01-02 03:04:05 cart.c:77] opened', 'opened', 'info', ''],
    ['info: Shop.Till.Cart[14]\n      opened', 'opened', 'info', 'Shop.Till.Cart'],
    ['fail: Shop.Till.Cart[14]\n      full', 'full', 'error', 'Shop.Till.Cart'],
    ['[2026-01-02 03:04:05] production.ERROR: no price for tax', 'no price for tax', 'error', 'production'],
    ['Jan 02, 2026 3:04:05 AM shop.Cart run\nSEVERE: it closed', 'it closed', 'error', 'shop.Cart run'],
    ['02-Jan-2026 03:04:05.678 SCHWERWIEGEND [main] shop.Cart.run zu', 'shop.Cart.run zu', 'error', ''],
    ['2026-01-02 03:04:05.678 CET [77] FEHLER:  Relation fehlt', 'Relation fehlt', 'error', ''],
    ['2026-01-02 03:04:05.678 CET [77] ПРЕДУПРЕЖДЕНИЕ:  мало места', 'мало места', 'warning', ''],
    ['2026-01-02 03:04:05 [错误] 数据库连接失败', '数据库连接失败', 'error', ''],
    ['[2026-01-02, 03:04:05 UTC] {cart.py:77} INFO - opened', 'opened', 'info', ''],
    ['3:04AM ERR full', 'full', 'error', ''],
    ['2026-01-02T03:04:05.678Z\t8601b555-6a83-4c12-8269-97c8e32cdb22\tWARN\tlate', 'late', 'warning', ''],
    ['Error\t1/2/2026 3:04:05 AM\tThe job ended', 'The job ended', 'error', ''],
    ['2026-01-02 03:04:05.678-0700 cart\tINFO\ttill.go:8\topened', 'opened', 'info', 'till.go:8'],
    ['2026-01-02 03:04:05 [77] (cart) INFO opened', 'opened', 'info', ''],
    // Browsers, phones, network devices
    ['[0102/030405.678:ERROR:cart.cc(88)] full', 'full', 'error', ''],
    ['[77:88:0102/030405.678901:WARNING:cart.cc(9)] late', 'late', 'warning', ''],
    ['2026-01-02 03:04:05.678 1702-2395/com.shop.cart E/TillManager: full', 'full', 'error', 'TillManager'],
    ['*Jan  2 03:04:05.678: %TILL-3-DOWN: Till x is down', '%TILL-3-DOWN: Till x is down', 'error', ''],
    // The level before the time
    ['ERROR 2026-01-02 03:04:05 full', 'full', 'error', ''],
    ['[WARN] 2026/01/02 03:04:05 late', 'late', 'warning', ''],
    ['info: 2026-01-02T03:04:05Z opened', 'opened', 'info', ''],
    ['Jan 02, 2026 3:04:05 PM WARNING: late', 'late', 'warning', ''],
    ['1/2/2026 3:04:05 PM ERROR full', 'full', 'error', ''],
  ])('with a level: %j', (message, body, level, logger) => {
    const said = read(message);
    expect(said.slice(0, 2)).toEqual([body, level]);
    if (logger !== '') expect(said[2]).toBe(logger);
  });

  test.each([
    ['2026-01-02 03:04:05 ERROR (deprecated) use carts', '(deprecated) use carts'],
    ['2026-01-02 03:04:05 ERROR shelf-1[3] is full', 'shelf-1[3] is full'],
    ['2026-01-02 03:04:05 ERROR add(3) failed', 'add(3) failed'],
    ['2026-01-02 03:04:05 ERROR [client 10.0.0.1] no cart', '[client 10.0.0.1] no cart'],
    ['2026-01-02 03:04:05 WARN user=anna till=3 late', 'user=anna till=3 late'],
    ['2026-01-02 03:04:05 12 carts - 3 full', '12 carts - 3 full'],
    ['2026-01-02 03:04:05 cart {a:1} is full', 'cart {a:1} is full'],
    ['300 carts of shelf 7 since 1767323045 are full', '300 carts of shelf 7 since 1767323045 are full'],
    ['1401390016 carts were counted', '1401390016 carts were counted'],
    ['1767323045 INFO cart is full', 'cart is full'],
    ['1767323045 box1 tilld[7]: cart is full', 'cart is full'],
    ['[cart 1] May be full', '[cart 1] May be full'],
    ['2026-01-02, a day', '2026-01-02, a day'],
    ['Attention: it closes at ten', 'Attention: it closes at ten'],
    ['fail: to add is human', 'fail: to add is human'],
    ['[2026-01-02 03:04:05] cart.add: no price', 'no price'],
    ['[GIN] 2026/01/02 - 03:04:05 | 503 | 1.2ms | ::7 | GET "/cart"', '503 | 1.2ms | ::7 | GET "/cart"'],
    ['2026/01/02 - 03:04:05 | INFO | 777 | opened', 'opened'],
  ])('does not take what is said: %s', (message, body) => {
    expect(read(message)[0]).toBe(body);
  });

  test('of a hostile text is read in linear time', () => {
    const time = '2026-01-02 03:04:05 ';
    const texts = [
      'Aa '.repeat(100_000),
      'a[1'.repeat(100_000),
      'a.b '.repeat(100_000),
      '(a'.repeat(100_000),
    ];
    const leads = [time, `${time}INFO `, 'Jan  2 03:04:05 h '];
    const readAll = () => texts.map((text) => leads.map((lead) => readHead(lead + text)));
    expect(cpuMillis(readAll)).toBeLessThan(1000);
  });
});
