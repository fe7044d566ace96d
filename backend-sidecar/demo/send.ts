/**
 * Plays the invented shop to a sidecar over HTTP, as a shipper would: `node demo.js http://presage:9480`, with the token of
 * PRESAGE_INGEST_TOKEN. A moment that the sidecar does not take is sent again, in order, until it does.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { INGEST_TOKEN } from './config.ts';
import { encodeLine, Shop } from './shop.ts';

const EVERY_MS = 500;
const RATE = 40;

const [url = 'http://127.0.0.1:9480'] = process.argv.slice(2);
const shop = new Shop(1, RATE);
const openedMs = Date.now();
let playedMs = 0;

for (;;) {
  await pause(EVERY_MS);
  const nowMs = Date.now() - openedMs;
  const lines = shop.lines(playedMs, nowMs, openedMs);
  playedMs = nowMs;
  const body = lines.map((line) => encodeLine(line, openedMs)).join('\n');
  while (body !== '' && !(await isTaken(body))) await pause(1000);
}

async function isTaken(body: string): Promise<boolean> {
  const headers: Record<string, string> = { 'content-type': 'application/stream+json' };
  if (INGEST_TOKEN !== undefined) headers['authorization'] = `Bearer ${INGEST_TOKEN}`;
  try {
    const reply = await fetch(`${url}/insert/jsonline`, { method: 'POST', headers, body });
    const said = await reply.text();
    if (reply.ok) return true;
    process.stderr.write(`${url} answered ${reply.status}: ${said}\n`);
  } catch (thrown) {
    process.stderr.write(`${url} cannot be reached: ${String(thrown)}\n`);
  }
  return false;
}
