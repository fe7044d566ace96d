import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import type { InsertRoute } from '../sources/source.ts';
import { fakeApi } from './api.fixture.ts';
import { serve } from './serve.fixture.ts';

const REQUEST_MS = 800;
const PIECE_MS = 200;

/** Answers with how many bytes came. */
const route = (path: string, more: Partial<InsertRoute> = {}): InsertRoute => ({
  method: 'POST',
  paths: [path],
  handle: async ({ body }) => ({
    status: 200,
    headers: { 'content-type': 'text/plain' },
    body: `bytes ${(await text(body)).length}`,
  }),
  ...more,
});

const insertRoutes = [route('/slow', { ownPace: true }), route('/other')];
const app = await serve(fakeApi({ insertRoutes }).api, { requestTimeoutMs: REQUEST_MS });

/** Sends a head and then a piece at a time; all that came back until the connection ended or the answer was there. */
async function trickle(head: string, pieces: number): Promise<string> {
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
  let reply = '';
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('data', (piece: Buffer) => {
    reply += piece.toString();
    if (reply.includes('bytes ')) socket.end();
  });
  socket.on('error', () => undefined);
  socket.write(head);
  const timer = setInterval(() => {
    if (pieces-- > 0) socket.write('x');
    else clearInterval(timer);
  }, PIECE_MS);
  await ended;
  clearInterval(timer);
  return reply;
}

const post = (path: string, length: number): string =>
  `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${length}\r\n\r\n`;

test('a body at its own pace may take longer than the server gives to others', async () => {
  expect(await trickle(post('/slow', 8), 8)).toMatch(/^HTTP\/1.1 200 .*bytes 8$/s);
});

test.each([
  ['the body of another route', post('/other', 50)],
  ['the body of no route', post('/nowhere', 50)],
  ['the head', 'POST /slow HTTP/1.1\r\nX-Long: '],
])('%s that trickles is ended by the server', async (_what, head) => {
  const reply = await trickle(head, 50);
  expect(reply).not.toContain('bytes ');
  if (!head.includes('nowhere')) expect(reply).toMatch(/^HTTP\/1.1 408 .*body_too_slow/s);
});
