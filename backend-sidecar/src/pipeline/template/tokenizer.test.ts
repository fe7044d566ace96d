import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Tokenizer } from './tokenizer.ts';
import { cpuMillis } from '../../cpu-time.fixture.ts';

const tokenizer = new Tokenizer();
const template = (line: string): string => tokenizer.tokenize(line).text(line);
const signature = (line: string): number => tokenizer.tokenize(line).signature();

/** Pieces that meet every rule, and each other. */
const piece = fc.constantFrom(
  ...Array.from('abAfg9 0:./-_@#=,;()[]{}<>"%*+~$|!\n\t\\\r\u001b'),
  ...[
    'user',
    'root',
    'Sun',
    'May',
    'KB',
    'ms',
    'true',
    'null',
    '<*>',
    'http://',
    'at ',
    '...',
    'key:',
    'up',
    'é',
  ],
  ...['for ', ' from ', 'failures ', 'com.', '.log', 'a.b.net', '$In', 'Error', 'anna'],
  ...['tag="', 'error="', '" ', '="', 'false', 'refused '],
  ...['deadbeef', '  ', 'x'.repeat(70), '\n  at a.b(', '\ud800', 'a '.repeat(70)],
);
const line = fc.array(piece, { maxLength: 120 }).map((pieces) => pieces.join(''));

describe('tokenizer', () => {
  test.each([
    ['a word with a digit is a variable', 'worker w7 took job 12', 'worker <*> took job <*>'],
    ['hosts with ports are variables', 'dial db.example.org:5432 failed', 'dial <*> failed'],
    ['absolute and relative paths are variables', 'open /etc/shop.conf and ../x/y', 'open <*> and <*>'],
    ['a URL goes with its query string', 'GET http://a.example/b?c=d&e=f, done', 'GET <*>, done'],
    ['a key keeps its name before a number', 'total:123 free=4', 'total:<*> free=<*>'],
    ['a key keeps its name before null', 'next:null last=nil', 'next:<*> last=<*>'],
    ['a lone flag is what its line says', 'cache ready:true next=null', 'cache ready:true next=<*>'],
    ['several flags are a state', 'ready:true stale=false', 'ready:<*> stale=<*>'],
    ['a flag that stands alone is not masked with user', 'user true', 'user true'],
    ['what is quoted behind a key is one value', 'hold tag="Cart of Anna" n=""', 'hold tag="<*>" n="<*>"'],
    ['what a telling key says is not', 'lastError="shelf is empty" n=1', 'lastError="shelf is empty" n=<*>'],
    ['words of trouble are never a value', 'till="drawer failed" n=1', 'till="drawer failed" n=<*>'],
    ['a flag in quotes is no flag of the line', 'hold tag="true" ready:false', 'hold tag="<*>" ready:false'],
    ['a quotation that does not end is none', 'till="drawer of', 'till="drawer of'],
    ['days, months and zones beside a number belong to it', 'at Mon May 5 10:00:00 UTC 2026 in', 'at <*> in'],
    ['a month without a number beside it is a word', 'you May go', 'you May go'],
    ['units after a number belong to it', 'sent 12 KB in 3 ms at 80%', 'sent <*> in <*> at <*>'],
    ['an amount said twice is one variable', 'sent 1190 bytes (1.16 KB) now', 'sent <*> now'],
    ['neighbouring variables are one', 'load 1 2 3 and 4, 5, 6', 'load <*> and <*>'],
    ['who is named after user is a variable', 'user anna from, ruser=bob', 'user <*> from, ruser=<*>'],
    ['what is said after user is not', 'user unknown', 'user unknown'],
    ['hexadecimal words from 8 letters on are variables', 'commit deadbeef by face', 'commit <*> by face'],
    ['packages are variables', 'start com.shop.cart.Main for org.shop.x/.Tea$Cup', 'start <*> for <*>'],
    ['hosts are variables', 'checking for mill.grain.example.net [ok]', 'checking for <*> [ok]'],
    ['files are variables', 'read orders.json, not orders.total', 'read <*>, not orders.total'],
    ['a title or key is no name', 'com.shop.cart: a.shop.net=up', 'com.shop.cart: a.shop.net=up'],
    [
      'the name of an exception stays',
      'got com.shop.cart.EmptyException',
      'got com.shop.cart.EmptyException',
    ],
    ['an exception of the platform stays', 'got java.io.IOException', 'got java.io.IOException'],
    [
      'who stands between for and from is a variable',
      'password for anna from 1.2.3.4',
      'password for <*> from <*>',
    ],
    ['what stands there is not', 'wait for data from 1.2.3.4', 'wait for data from <*>'],
    [
      'whose failures they are is a variable',
      'too many failures for anna [a]',
      'too many failures for <*> [a]',
    ],
    ['signs belong to their number', 'delta -5 below <1', 'delta <*> below <*>'],
    ['MAC addresses are variables', 'from ac:de:48:00:11:22 on', 'from <*> on'],
    ['a run of marks counts as two of them', '===== boot......1', '== boot..<*>'],
  ])('%s', (_, text, expected) => {
    expect(template(text)).toBe(expected);
  });

  test('the number of spaces makes no difference, a space does', () => {
    expect(signature('a  b\t c')).toBe(signature('a b c'));
    expect(signature('a =b')).not.toBe(signature('a=b'));
  });

  test('the order of words makes a difference', () => {
    expect(signature('from a to b')).not.toBe(signature('from b to a'));
  });

  test('a stack trace is its first line and its frames without line numbers', () => {
    const trace = (number: number, frame: string): string =>
      `boom ${number}\n\tat shop.Cart.${frame}(Cart.java:${number})\n\tat shop.Main.run(Main.java:9)\nCaused by: x`;
    expect(template(trace(1, 'add'))).toMatch(/^boom <\*> trace-[a-z]{8}$/);
    expect(template(trace(1, 'add'))).toBe(template(trace(22, 'add')));
    expect(template(trace(1, 'add'))).not.toBe(template(trace(1, 'remove')));
  });

  test('beyond 64 tokens the rest is one variable', () => {
    const words = Array.from({ length: 200 }, (_, i) => 'w'.repeat((i % 9) + 1));
    expect(template(words.join(' '))).toBe([...words.slice(0, 64), '<*>'].join(' '));
  });

  test('a template is its own template', () => {
    fc.assert(
      fc.property(line, (text) => {
        const first = template(text);
        expect(template(first)).toBe(first);
        expect(signature(first)).toBe(signature(text));
      }),
      { numRuns: 3000 },
    );
  });

  test('lines with one signature have one template', () => {
    const seen = new Map<number, string>();
    fc.assert(
      fc.property(line, (text) => {
        const known = seen.get(signature(text));
        if (known !== undefined) expect(template(text)).toBe(known);
        seen.set(signature(text), template(text));
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    ['slashes', '/'.repeat(300_000)],
    ['dots and slashes', './'.repeat(150_000)],
    ['colons', 'a:'.repeat(150_000) + '1'],
    ['truths', 'a:' + 'true:'.repeat(60_000) + '9'],
    ['marks', '<*'.repeat(150_000)],
  ])('a hostile line of %s takes time in proportion to its length', (_, text) => {
    expect(cpuMillis(() => template(text))).toBeLessThan(1000);
  });
});
