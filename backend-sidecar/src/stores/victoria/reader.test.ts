import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { PresageError } from '../../errors.ts';
import type { Reader } from '../store.ts';
import { FakeProcess, type FakeReply, type FakeRequest } from './fake-process.ts';
import { openVictoriaReader } from './reader.ts';
import { baseMs, logsQuery, statsQuery } from './real-stores.fixture.ts';
import { NEVER } from './victoria.fixture.ts';

let asked: { path: string; form: URLSearchParams; headers: FakeRequest['headers'] }[];
let replies: FakeReply[];
/** Instead of `replies`, where their order is chance. */
let answer: ((asked: { form: URLSearchParams }) => FakeReply) | undefined;
let server: FakeProcess;
let reader: Reader & { close(): Promise<void> };

beforeEach(async () => {
  asked = [];
  replies = [];
  answer = undefined;
  server = new FakeProcess({}, ({ path, body, headers }) => {
    const form = new URLSearchParams(body.toString('utf8'));
    asked.push({ path, form, headers });
    return answer?.({ form }) ?? replies.shift() ?? { status: 500, text: 'no reply was prepared' };
  });
  await server.listen();
  reader = readerOf({ queryTimeoutMs: 20_000 });
});

afterEach(async () => {
  await reader.close();
  await server.die();
});

function readerOf({ queryTimeoutMs }: { queryTimeoutMs: number }): typeof reader {
  const place = { url: server.url.replace('//', '//reader:hush@') };
  return openVictoriaReader({ logs: place, metrics: place, queryTimeoutMs });
}

function row(second: number, id: string): string {
  const time = new Date(baseMs + second * 1000).toISOString().replace('Z', '000007Z');
  return `${JSON.stringify({ _time: time, _stream_id: 's', _stream: '{}', _msg: id, presage_event_id: id })}\n`;
}

describe('An answer that is none', () => {
  test.each<[string, RegExp, FakeReply]>([
    ['store_error', /cannot parse query \[x\]: why/, { status: 400, text: 'cannot parse query [x]: why' }],
    ['store_error', /: missing pipe$/, { status: 422, text: '{"status":"error","error":"missing pipe"}' }],
    ['store_error', /^.{0,560}$/, { status: 400, text: 'y'.repeat(9000) }],
    ['store_unavailable', /answered 503/, { status: 503, text: "couldn't start executing the request" }],
    ['query_timeout', /gave up/, { status: 503, text: "the request couldn't be executed in 30.000 seconds" }],
    ['store_unavailable', /answered 429/, { status: 429, text: '' }],
    ['store_unavailable', /cannot be reached/, 'reset'],
  ])('is told as %s, %s', async (code, words, reply) => {
    replies = [reply];
    const error = await reader.stats(statsQuery('1:2')).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PresageError);
    expect(error).toMatchObject({ code });
    expect((error as PresageError).message).toMatch(words);
    expect((error as PresageError).message).not.toContain('hush');
  });

  test('at all is told as query_timeout with the time that was waited', async () => {
    replies = ['silent'];
    const hasty = readerOf({ queryTimeoutMs: 300 });
    await expect(hasty.stats(statsQuery('1:2'))).rejects.toMatchObject({
      code: 'query_timeout',
      message: expect.stringMatching(/no answer within 300 ms/),
    });
    await hasty.close();
  });

  test('that breaks off in the middle of rows is not taken for a whole one', async () => {
    replies = [{ status: 200, text: `${row(1, 'a')}cannot read block: disk\n` }];
    await expect(reader.logs(logsQuery('1:2'))).rejects.toMatchObject({
      code: 'store_error',
      message: 'The store broke off its answer: cannot read block: disk',
    });
  });

  test('is not waited for when nobody wants it any more', async () => {
    replies = ['silent'];
    const stop = new AbortController();
    const answer = reader.logs(logsQuery('1:2', { signal: stop.signal }));
    stop.abort();
    await expect(answer).rejects.toMatchObject({ code: 'store_unavailable' });
  });
});

describe('A page of rows', () => {
  test('asks in its tenant, with credentials, and reads time to the nanosecond', async () => {
    replies = [{ status: 200, text: row(3, 'a') }];
    const { rows, truncated } = await reader.logs(logsQuery('7:8', { limit: 5 }));
    expect(asked[0]?.headers).toMatchObject({
      accountid: '7',
      projectid: '8',
      authorization: `Basic ${Buffer.from('reader:hush').toString('base64')}`,
    });
    expect(asked[0]?.form.get('limit')).toBe('6');
    expect(truncated).toBe(false);
    expect(rows).toEqual([
      { timeMs: baseMs + 3000, timeNanos: 7, message: 'a', fields: { presage_event_id: 'a' } },
    ]);
  });

  test('that ends between rows of one nanosecond asks for these again and takes them by id', async () => {
    replies = [
      { status: 200, text: [row(9, 'z'), row(3, 'b'), row(3, 'd')].join('') },
      { status: 200, text: ['a', 'b', 'c', 'd'].map((id) => row(3, id)).join('') },
    ];
    const { rows, truncated } = await reader.logs(logsQuery('1:2', { limit: 2 }));
    expect(rows.map(({ message }) => message)).toEqual(['z', 'd']);
    expect(truncated).toBe(true);
    const start = BigInt(asked[1]?.form.get('start') ?? 0);
    expect(start).toBe(BigInt(baseMs + 3000) * 1_000_000n + 7n);
    expect(BigInt(asked[1]?.form.get('end') ?? 0)).toBe(start + 1n);
  });

  test('is not read to its end when it is too large for memory', async () => {
    const long = row(3, 'x'.repeat(250_000));
    replies = [{ status: 200, text: long.repeat(280) }];
    const place = { url: server.url };
    const patient = openVictoriaReader({ logs: place, metrics: place, queryTimeoutMs: 20_000 });
    const error = patient.logs(logsQuery('1:2', { limit: 1000 }));
    await expect(error).rejects.toMatchObject({ code: 'bad_query' });
    await patient.close();
  });

  test('takes no event id that is not one', async () => {
    expect(await reader.event('1:2', 'No such event', NEVER)).toBeUndefined();
    expect(await reader.event('1:2', '', NEVER)).toBeUndefined();
  });
});

describe('Numbers', () => {
  test('of the biggest groups are asked for first, then drawn, then the rest as one', async () => {
    const instant = (service: string, lines: number): string =>
      `{"metric":{"__name__":"presage_lines","service":"${service}"},"value":[1,"${lines}"]}`;
    const range = (labels: string, lines: number): string =>
      `{"metric":{"__name__":"presage_lines"${labels}},"values":[[${baseMs / 1000},"${lines}"]]}`;
    replies = [[instant('a', 9), instant('b', 3)], [range(',"service":"a"', 9)], [range('', 4)]].map(
      (result) => ({ status: 200, text: `{"data":{"result":[${result.join(',')}]}}` }),
    );
    const query = statsQuery('1:2', { groupBy: ['service'], top: 1, stepMs: 60_000, toMs: baseMs + 119_999 });
    const { series } = await reader.stats(query);
    expect(series.map(({ labels, values }) => [labels, values])).toEqual([
      [{ service: 'a' }, [9, 0]],
      [{ service: 'other' }, [4, 0]],
    ]);
    expect(asked.map(({ form }) => form.get('query')?.split('\n').slice(1))).toEqual([
      ['| stats by ("service") count() as presage_lines', '| sort by (presage_lines desc,"service") limit 2'],
      ['| filter (("service":="a"))', '| stats by ("service") count() as presage_lines'],
      ['| filter -(("service":="a"))', '| stats count() as presage_lines'],
    ]);
  });

  test('of a biggest group that is called like the rest go with it', async () => {
    const instant = (labels: string, lines: number): string =>
      `{"data":{"result":[{"metric":{"__name__":"presage_lines"${labels}},"value":[1,"${lines}"]}]}}`;
    const biggest = instant(',"service":"other"', 9);
    replies = [biggest.replace(']}}', `,${instant(',"service":"a"', 3).slice(19)}`), instant('', 12)].map(
      (text) => ({ status: 200, text }),
    );
    const { series } = await reader.stats(statsQuery('1:2', { groupBy: ['service'], top: 1 }));
    expect(series).toEqual([{ labels: { service: 'other' }, times: [baseMs], values: [12] }]);
  });

  test('by arrival are asked of the counters, by score refused there', async () => {
    replies = Array.from({ length: 2 }, () => ({ status: 200, text: '{"data":{"result":[]}}' }));
    const query = statsQuery('1:2', { time: 'arrival' });
    expect((await reader.stats(query)).series).toEqual([{ labels: {}, times: [baseMs], values: [0] }]);
    expect(asked[0]?.path).toBe('/api/v1/query');
    expect(asked[0]?.form.get('query')).toContain('presage_log_lines_total{tenant="1:2"}');
    await expect(reader.stats({ ...query, value: 'score' })).rejects.toMatchObject({ code: 'bad_query' });
  });

  test('by arrival are asked again, far back, for the few counters that were silent for a day', async () => {
    const of = (result: string) => ({ status: 200, text: `{"data":{"result":[${result}]}}` });
    answer = ({ form }) => {
      const query = form.get('query') ?? '';
      if (query.includes('[10y]')) return of('{"metric":{"service":"weekly"},"value":[1,"5000"]}');
      return query.includes(') count by')
        ? of('{"metric":{"service":"weekly"},"value":[1,"1"]}')
        : of(
            '{"metric":{"service":"weekly"},"value":[1,"5007"]},{"metric":{"service":"web"},"value":[1,"9"]}',
          );
    };
    const { series } = await reader.stats(statsQuery('1:2', { time: 'arrival', groupBy: ['service'] }));
    expect(series.map(({ labels, values }) => [labels['service'], values])).toEqual([
      ['web', [9]],
      ['weekly', [7]],
    ]);
  });

  test('by arrival are asked for cut buckets apart, and for others past now, where points would be copies', async () => {
    const at = (second: number): string => (baseMs / 1000 + second).toFixed(3);
    replies = Array.from({ length: 6 }, () => ({ status: 200, text: '{"data":{"result":[]}}' }));
    const window = { fromMs: baseMs + 1000, toMs: baseMs + 65_000, stepMs: 10_000 };
    await reader.stats(statsQuery('1:2', { time: 'arrival', ...window }));
    const counts = asked.filter(({ form }) => form.get('query')?.includes(') sum ('));
    const parts = counts.map(({ form }) => [
      form.get('time') ?? `${form.get('start')} to ${form.get('end')} by ${form.get('step')}`,
      /\[(\d+ms)\]/.exec(form.get('query') ?? '')?.[1],
    ]);
    expect(parts.sort()).toEqual([
      [at(10), '9000ms'],
      [`${at(20)} to ${at(90)} by 10000ms`, '10000ms'],
      [at(65), '5000ms'],
    ]);
  });
});
