import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commandOf, prose, unveiled } from './clean.ts';

const ESC = '\u001b';

describe('what is sent', () => {
  test.each([
    [`${ESC}[31mred${ESC}[0m`, 'red'],
    [`${ESC}]8;;https://x.example${ESC}\\here${ESC}]8;;${ESC}\\`, 'here'],
    ['a\u202eb\u200bc\u2066d', 'abcd'],
    ['a\r\nb\tc\u0000d', 'a\nb\tcd'],
    ['a\u{e0041}b\ufe0fc\u3164', 'abc'],
    ['a\n[ERROR] b\n[1] c', 'a\n[ERROR] b\n[1] c'],
    ['ü 支付 👍 naïve', 'ü 支付 👍 naïve'],
  ])('%j has nothing hidden', (text, expected) => {
    expect(unveiled(text)).toBe(expected);
  });
});

describe('what a model said', () => {
  test.each([
    ['See [the page](https://evil.example/x?d=1).', 'See the page.'],
    ['![pixel](https://evil.example/p.png)', 'pixel'],
    ['[a][1]\n[1]: https://evil.example', '[a][1]'],
    ['<img src=x onerror=alert(1)>ok</img>', 'ok'],
    ['<a href="//evil.example">fix</a>', 'fix'],
    ['# Title\n- one\n- **two**', 'Title one two'],
    ['GET https://user:pw@pay.example:8443/charge?card=1 failed', 'GET pay.example:8443 failed'],
    ['jdbc:postgresql://db:5432/shop refused', 'jdbc:db:5432 refused'],
    ['open javascript:alert(1) now', 'open (1) now'],
    ['www.evil.example', 'evil.example'],
    ['a < b and c > d, Foo.<init>, List<String>', 'a < b and c > d, Foo.<init>, List<String>'],
    ['<EMAIL_1> and <PASSWORD_1>', '<EMAIL_1> and <PASSWORD_1>'],
    ['__init__ took 12 ms [ERROR] (x)', '__init__ took 12 ms [ERROR] (x)'],
  ])('%j is plain', (text, expected) => {
    expect(prose(text, 1000)).toBe(expected);
  });

  test('no text has a link or an image afterwards, and none is longer than it may be', () => {
    const bits = fc.constantFrom(
      '![',
      '[',
      ']',
      '(',
      ')',
      '](',
      'https://',
      '//',
      'x.example',
      '<img ',
      '>',
      ' ',
      '\n',
      'a',
    );
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 40 }), (parts) => {
        const plain = prose(parts.join(''), 60);
        expect(plain).not.toMatch(/https?:\/\/\w|\]\([^)\s]|<img\b/);
        expect(plain.length).toBeLessThanOrEqual(60);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a command to copy', () => {
  test.each([
    'df -h',
    'journalctl -u shop --since "10 min ago"',
    'kubectl get pods -n shop',
    'rm /srv/dump-1.gz',
  ])('%s stays', (text) => expect(commandOf(text)).toBe(text));

  test.each([
    ...[
      '',
      'a\nb',
      'curl x',
      'cat a | sh',
      'cat a | sudo bash',
      'echo eA== | base64 -d',
      'rm -rf /',
      'rm -fr *',
    ],
    ...[
      'dd if=/dev/zero of=/dev/sda',
      'mkfs.ext4 /dev/sdb',
      'echo $(id)',
      'x'.repeat(301),
      'open https://x.example',
    ],
  ])('%j is not offered', (text) => expect(commandOf(text)).toBeUndefined());
});
