import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { SILENT_METER, type Frame, type TailDropped } from '@presage/contract';
import { DEFAULT_OPTIONS } from './api.ts';
import {
  fakeApi,
  HOME,
  INCIDENT,
  NORMAL,
  row,
  SHOP_TEMPLATE,
  table,
  template,
  type Heard,
} from './api.fixture.ts';
import { serve, type Served } from './serve.fixture.ts';
import { TailStream } from './tail-stream.ts';
import { lineByLine } from './tail-wording.ts';

const quick = { ...DEFAULT_OPTIONS.tail, tickMs: 20, heartbeatMs: 20 };

/** A client that reads blocks (up to a blank line) one by one. */
async function listen(server: Served, query = '') {
  const client = new AbortController();
  const reply = await fetch(`${server.url}/api/v1/tail${query}`, { signal: client.signal });
  const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader();
  let held = '';
  const next = async (): Promise<string> => {
    for (;;) {
      const end = held.indexOf('\n\n');
      if (end !== -1) {
        const block = held.slice(0, end);
        held = held.slice(end + 2);
        return block;
      }
      const read = await reader?.read();
      if (read?.value === undefined) return 'ended';
      held += read.value;
    }
  };
  const nextOf = async (start: string): Promise<string> => {
    for (;;) {
      const block = await next();
      if (block.startsWith(start) || block === 'ended') return block;
    }
  };
  await next();
  return { reply, next, nextOf, close: () => client.abort() };
}

function send(heard: Heard, ...rows: ReturnType<typeof row>[]): void {
  for (const { listener } of heard.listeners) rows.forEach(listener);
}

const dataOf = (block: string): unknown => JSON.parse(block.slice(block.indexOf('data: ') + 6));

describe('GET /api/v1/tail', () => {
  test('sends a line as an event with its id, all its fields and its time to the nanosecond', async () => {
    const { api, heard } = fakeApi();
    const client = await listen(await serve(api));
    expect(client.reply.headers.get('content-type')).toContain('text/event-stream');
    const line = row(10, 'two\nlines', { service: 'shop', ...INCIDENT });
    send(heard, line);
    const block = await client.nextOf('event: line');
    expect(block).toContain(`id: ${line.fields['presage_event_id'] ?? ''}`);
    expect(dataOf(block)).toEqual({
      _time: '2026-03-01T11:59:50.000250001Z',
      _msg: 'two\nlines',
      ...line.fields,
    });
    client.close();
  });

  test('sends only what the filters, joined ones too, and the words let pass', async () => {
    const { api, heard } = fakeApi();
    const filters = JSON.stringify([
      { field: 'service', op: '=', values: ['shop'] },
      { field: 'presage_category', op: '=', values: ['resource'] },
    ]);
    const query = new URLSearchParams({ filters, text: 'POOL' }).toString();
    const client = await listen(await serve(api), `?${query}`);
    send(
      heard,
      row(3, 'pool of another', { service: 'login', ...INCIDENT }),
      row(2, 'pool of another category', { service: 'shop', ...NORMAL }),
      row(1, 'the pool', { service: 'shop', ...INCIDENT }),
    );
    expect(dataOf(await client.nextOf('event: line'))).toMatchObject({ _msg: 'the pool' });
    client.close();
  });

  test('knows templates that are younger than itself', async () => {
    let known = table([]);
    const templates = {
      ...known,
      list: (filter: Parameters<typeof known.list>[0]) => known.list(filter),
      get: (tenant: string, id: string) => known.get(tenant, id),
    };
    const { api, heard } = fakeApi({ templates });
    const filters = JSON.stringify([{ field: 'presage_category', op: '=', values: ['resource'] }]);
    const client = await listen(await serve(api), `?${new URLSearchParams({ filters }).toString()}`);
    known = table([template(SHOP_TEMPLATE, 'shop')]);
    send(heard, row(1, 'the pool', { service: 'shop', ...INCIDENT }));
    expect(dataOf(await client.nextOf('event: line'))).toMatchObject({ _msg: 'the pool' });
    client.close();
  });

  test('sends no more than the asked lines a second and tells how many it left out', async () => {
    const dropped: number[] = [];
    const meter = {
      ...SILENT_METER,
      add: (name: string, _labels: object, amount = 1) => {
        if (name === 'presage_tail_dropped_total') dropped.push(amount);
      },
    };
    const { api, heard } = fakeApi({ meter });
    const client = await listen(await serve(api, { tail: quick }), '?rate=50');
    send(heard, row(3, 'first', {}), row(2, 'second', {}), row(1, 'third', {}));
    expect(dataOf(await client.nextOf('event: line'))).toMatchObject({ _msg: 'first' });
    expect(dataOf(await client.nextOf('event: dropped'))).toEqual({
      dropped: 2,
      reason: 'rate',
    } satisfies TailDropped);
    expect(dropped).toEqual([2]);
    send(heard, row(1, 'fourth', {}));
    expect(dataOf(await client.nextOf('event: line'))).toMatchObject({ _msg: 'fourth' });
    client.close();
  });

  test('says lines in log frames when asked, with what was left out as a notice', async () => {
    const { api, heard } = fakeApi();
    const client = await listen(await serve(api, { tail: quick }), '?as=frames&rate=100');
    const line = row(2, 'first', { service: 'shop', ...INCIDENT });
    send(heard, line, row(2, 'second', {}), row(1, 'third', {}));
    const told = dataOf(await client.nextOf('event: frame')) as Frame;
    expect(told.schema.meta).toMatchObject({ type: 'log-lines', preferredVisualisationType: 'logs' });
    expect(told.data.values[1]).toEqual(['first', 'second']);
    expect(told.data.values[3]?.[0]).toBe(line.fields['presage_event_id']);
    const notices = told.schema.meta['notices'] as readonly unknown[];
    const later = notices.length > 0 ? told : (dataOf(await client.nextOf('event: frame')) as Frame);
    expect(JSON.stringify(later.schema.meta['notices'])).toContain('1 line came faster');
    client.close();
  });

  test('leaves lines out for a client that does not read, and lets it go in the end', async () => {
    const { api, heard } = fakeApi();
    const tail = { ...quick, backlogBytes: 1000, stalledMs: 100 };
    const server = await serve(api, { tail });
    const client = await listen(server);
    const big = row(1, 'x'.repeat(1_000_000), {});
    for (let i = 0; i < 20; i++) send(heard, big);
    const freed = Promise.withResolvers<undefined>();
    const check = setInterval(() => {
      send(heard, big);
      if (heard.listeners.length === 0) freed.resolve(undefined);
    }, 20);
    await freed.promise;
    clearInterval(check);
    expect(heard.listeners).toEqual([]);
    client.close();
  });

  test('keeps a quiet stream alive', async () => {
    const client = await listen(await serve(fakeApi().api, { tail: quick }));
    expect(await client.next()).toBe(': alive');
    client.close();
  });

  test('stops listening when the client goes away', async () => {
    const gone = Promise.withResolvers<string>();
    const { api } = fakeApi({
      subscribe: (tenant) => () => gone.resolve(tenant),
    });
    const client = await listen(await serve(api));
    client.close();
    expect(await gone.promise).toBe(HOME);
  });

  test('ends when the server closes', async () => {
    const server = await serve(fakeApi().api);
    const client = await listen(server);
    await server.close();
    expect(await client.nextOf('nothing')).toBe('ended');
  });

  test('that has ended takes no harm from lines that still come', async () => {
    const server = createServer((_request, response) => {
      const parts = { headers: {}, wording: lineByLine() };
      const stream = new TailStream(response, quick, SILENT_METER, parts);
      stream.offer(row(2, 'in time', {}));
      stream.end();
      stream.offer(row(1, 'late', {}));
    });
    await new Promise((listening) => server.listen(0, '127.0.0.1', () => listening(undefined)));
    const { port } = server.address() as AddressInfo;
    const told = await (await fetch(`http://127.0.0.1:${port}`)).text();
    expect(told).toContain('in time');
    expect(told).not.toContain('late');
    server.close();
  });

  test('refuses one stream more than are allowed', async () => {
    const server = await serve(fakeApi().api, { tail: { ...quick, clientsPerTenant: 1 } });
    const client = await listen(server);
    const reply = await server.inject({ url: '/api/v1/tail' });
    expect([reply.statusCode, reply.headers['retry-after']]).toEqual([429, '5']);
    client.close();
  });

  test.each([
    ['filters=nothing', 'filters is not JSON'],
    ['filters=[{"field":"a"}]', 'In filters, [0] lacks'],
    ['filters=[{"field":"a","op":"=~","values":["("]}]', 'RE2'],
    ['rate=1000000', 'rate is'],
    ['as=pictures', 'it takes lines or frames'],
  ])('refuses %s in words', async (query, words) => {
    const server = await serve(fakeApi().api);
    const reply = await server.inject({ url: `/api/v1/tail?${encodeURI(query)}` });
    expect(reply.statusCode).toBe(400);
    expect(reply.body.replaceAll('\\"', '"')).toContain(words);
  });
});
