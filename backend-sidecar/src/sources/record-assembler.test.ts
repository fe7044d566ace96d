import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MAX_RECORD_LINES, QUIET_MS, RecordAssembler, type RecordGroup } from './record-assembler.ts';

/** Puts lines in as if each stood behind the other in a file. */
class Feed {
  readonly assembler = new RecordAssembler();
  offset = 0;

  put(lines: readonly string[], nowMs = 0): void {
    for (const line of lines) {
      const end = this.offset + Buffer.byteLength(line) + 1;
      this.assembler.line(line, this.offset, end, nowMs);
      this.offset = end;
    }
  }
}

/** Records of these lines; each `|` in the expectation is a line end. */
function recordsOf(lines: readonly string[]): string[] {
  const feed = new Feed();
  feed.put(lines);
  feed.assembler.closeAll();
  return (feed.assembler.take()?.records ?? []).map(({ text }) => text);
}

const T = '2026-01-02 03:04:05';

describe('lines of one record', () => {
  /** Each case is a file; a record is a list of its lines. */
  const cases: Readonly<Record<string, readonly (readonly string[])[]>> = {
    'plain lines are records': [['alpha'], ['beta'], ['gamma']],
    'indented lines belong to the line before': [['alpha', '  beta', '\tgamma'], ['delta']],
    'a Java stack with its causes': [
      [
        `${T} ERROR order failed`,
        'com.shop.OrderException: no stock',
        '\tat com.shop.Cart.order(Cart.java:12)',
        '\tSuppressed: com.shop.CloseException',
        'Suppressed: com.shop.CloseException',
        'Caused by: java.sql.SQLException: timeout',
        '\t... 12 more',
        '... 12 more',
      ],
      [`${T} INFO next`],
    ],
    'a Java stack in a file without times': [
      [
        'ERROR order failed',
        '\tat com.shop.Cart.order(Cart.java:12)',
        'Caused by: java.io.IOException: broken',
      ],
      ['INFO next'],
    ],
    'a Python traceback with its last line and what it came from': [
      [
        'ERROR order failed',
        'Traceback (most recent call last):',
        '  File "cart.py", line 12, in order',
        '    raise ValueError("no stock")',
        'ValueError: no stock',
        'During handling of the above exception, another exception occurred:',
        'Traceback (most recent call last):',
        '  File "cart.py", line 20, in close',
        'shop.errors.CloseError',
      ],
      ['INFO next'],
    ],
    'a Go panic with its goroutines': [
      [
        'panic: runtime error: invalid memory address',
        '[signal SIGSEGV: segmentation violation code=0x1]',
        'goroutine 1 [running]:',
        'main.order(0x0, 0x1)',
        '\t/src/cart.go:12 +0x1d',
        'created by main.start in goroutine 7',
        '\t/src/main.go:7 +0x2a',
        'goroutine 9 [select]:',
        'main.wait(...)',
        '\t/src/wait.go:3 +0x11',
        'exit status 2',
      ],
      ['next'],
    ],
    'a Node stack with the source above it': [
      [
        '/src/cart.js:12',
        '    throw new Error("no stock");',
        '    ^',
        'Error: no stock',
        '    at order (/src/cart.js:12:11) {',
        "  code: 'E_STOCK'",
        '}',
        'Node.js v24.0.0',
      ],
      ['next'],
    ],
    'where records begin with a time, a line that does not is a part': [
      [`${T} INFO query`, 'select *', 'from cart'],
      [`${T} INFO next`],
      ['[WARN] no time, but a level'],
      ['{"msg":"no time, but an object"}'],
      [`${T} INFO last`, 'with a part'],
    ],
    'JSON lines are records, and a printed object is one': [
      ['{"a":1}'],
      ['{"a":2}'],
      ['{', '  "a": 3', '}'],
      ['{"a":4}'],
    ],
    'a file that begins inside a record': [
      ['\tat com.shop.Cart.order(Cart.java:12)', '\tat com.shop.Main.main(Main.java:3)'],
    ],
    'access lines with addresses and clocks are records': [
      ['10.0.0.1 - - [02/Jan/2026:03:04:05 +0000] "GET / HTTP/1.1" 200 7'],
      ['10.0.0.2 - - [02/Jan/2026:03:04:06 +0000] "GET / HTTP/1.1" 500 7'],
    ],
  };

  test.each(Object.entries(cases))('%s', (_title, records) => {
    expect(recordsOf(records.flat())).toEqual(records.map((lines) => lines.join('\n')));
  });

  test('blank lines are skipped and end nothing', () => {
    expect(recordsOf(['', 'alpha', '', '\t', '  beta', 'gamma'])).toEqual(['alpha\n  beta', 'gamma']);
  });

  test('a record is closed at 500 lines and at 200 KiB', () => {
    const many = recordsOf(['head', ...Array.from({ length: 700 }, (_, i) => ` ${i}`)]);
    expect(many.map((text) => text.split('\n').length)).toEqual([MAX_RECORD_LINES, 201]);
    const long = recordsOf(['head', ...Array.from({ length: 30 }, () => ` ${'x'.repeat(10_000)}`)]);
    expect(long.length).toBe(2);
    expect(Math.max(...long.map((text) => text.length))).toBeLessThan(200 * 1024);
  });
});

describe('lines of containers', () => {
  const cri = (stream: string, tag: string, text: string): string =>
    `2026-01-02T03:04:05.000000001Z ${stream} ${tag} ${text}`;
  const docker = (stream: string, log: string): string =>
    JSON.stringify({ log, stream, time: '2026-01-02T03:04:05.000000001Z' });

  test('CRI parts are joined to their end, each stream by itself', () => {
    const lines = [
      cri('stdout', 'P', 'one '),
      cri('stderr', 'P', 'other '),
      cri('stdout', 'F', 'two'),
      cri('stderr', 'F', 'end'),
      cri('stdout', 'P', 'three'),
      cri('stdout', 'F', ''),
    ];
    expect(recordsOf(lines)).toEqual([
      cri('stdout', 'F', 'one two'),
      cri('stderr', 'F', 'other end'),
      cri('stdout', 'F', 'three'),
    ]);
  });

  test('a stack trace inside CRI lines is one record in one envelope', () => {
    const lines = [
      cri('stderr', 'F', 'Error: no stock'),
      cri('stdout', 'F', 'GET /'),
      cri('stderr', 'F', '    at order'),
    ];
    expect(recordsOf(lines)).toEqual([
      cri('stderr', 'F', 'Error: no stock\n    at order'),
      cri('stdout', 'F', 'GET /'),
    ]);
  });

  test("Docker's parts are joined to the one with the line end, and stay Docker's form", () => {
    const lines = [
      docker('stdout', 'one '),
      docker('stdout', 'two\n'),
      docker('stdout', 'next\r\n'),
      docker('stdout', ' part\n'),
    ];
    expect(recordsOf(lines).map((text) => JSON.parse(text) as unknown)).toEqual([
      { log: 'one two', stream: 'stdout', time: '2026-01-02T03:04:05.000000001Z' },
      { log: 'next\n part', stream: 'stdout', time: '2026-01-02T03:04:05.000000001Z' },
    ]);
  });

  test('one whose JSON is too deep to be written again stays as it is, and the lines behind it are read', () => {
    const deep = `{"log":"two\\n","stream":"stdout","x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    const lines = [docker('stdout', 'one\n'), deep, docker('stdout', 'three\n')];
    expect(recordsOf(lines)).toHaveLength(3);
    expect(recordsOf(lines)).toContain(deep);
  });

  test('what only looks like a container line stays as it is', () => {
    const lines = [
      '{"log":"text"}',
      '{"log":"cut',
      '2026-01-02T03:04:05Z stdout X text',
      '2026-01-02T03:04:05Z stdoutF F x',
    ];
    expect(recordsOf(lines)).toEqual(lines);
  });
});

describe('groups', () => {
  test('the newest record waits for a second of quiet', () => {
    const feed = new Feed();
    feed.put(['alpha', 'beta'], 0);
    expect(feed.assembler.take()).toEqual({ records: [{ start: 0, text: 'alpha' }], end: 6 });
    feed.assembler.closeQuiet(QUIET_MS - 1);
    expect(feed.assembler.take()).toBeUndefined();
    feed.assembler.closeQuiet(QUIET_MS);
    expect(feed.assembler.take()).toEqual({ records: [{ start: 6, text: 'beta' }], end: 11 });
  });

  test('no record crosses the end of a group, so going on there repeats and misses no line', () => {
    const piece = fc.record({
      stream: fc.constantFrom('stdout', 'stderr'),
      tag: fc.constantFrom('F', 'F', 'P'),
      indent: fc.constantFrom('', '', ' '),
      wait: fc.constantFrom(0, 0, 600, 1500),
    });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const feed = new Feed();
        const groups: RecordGroup[] = [];
        const starts: number[] = [];
        let nowMs = 0;
        const take = (): void => {
          const group = feed.assembler.take();
          if (group) groups.push(group);
        };
        pieces.forEach(({ stream, tag, indent, wait }, i) => {
          starts.push(feed.offset);
          feed.put([`2026-01-02T03:04:05.000000001Z ${stream} ${tag} ${indent}line${i};`], (nowMs += wait));
          feed.assembler.closeQuiet(nowMs);
          take();
        });
        feed.assembler.closeAll();
        take();
        const ids = (group: RecordGroup): number[] =>
          group.records.flatMap(({ text }) => [...text.matchAll(/line(\d+);/g)].map(([, id]) => Number(id)));
        let from = 0;
        for (const group of groups) {
          const expected = starts.flatMap((start, i) => (start >= from && start < group.end ? [i] : []));
          expect(ids(group).sort((a, b) => a - b)).toEqual(expected);
          from = group.end;
        }
        expect(from).toBe(feed.offset);
      }),
    );
  });

  test('a stream that stays open does not hold back the other one for ever', () => {
    const feed = new Feed();
    feed.put([`2026-01-02T03:04:05.000000001Z stderr P open`]);
    const line = `2026-01-02T03:04:05.000000001Z stdout F ${'x'.repeat(1000)}`;
    let taken: RecordGroup | undefined;
    for (let i = 0; i < 400 && taken === undefined; i++) {
      feed.put([line]);
      taken = feed.assembler.take();
    }
    expect(taken?.end).toBe(feed.offset);
  });
});
