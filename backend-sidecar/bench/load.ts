/**
 * The sender, a process of its own so that its work is not counted as the sidecar's: makes its requests first, then sends them at
 * full speed or at a fixed rate over several connections, and prints one JSON line with what it saw.
 */
import { parseArgs } from 'node:util';
import { Agent, request } from 'undici';
import { Chance } from '../demo/chance.ts';
import { linesOfFolder, linesOfShop, requestBody } from './fresh-lines.ts';

export interface LoadReport {
  readonly sent: number;
  readonly accepted: number;
  readonly refused: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    lines: { type: 'string', default: '' },
    requests: { type: 'string', default: '250' },
    perRequest: { type: 'string', default: '2000' },
    connections: { type: 'string', default: '4' },
    rate: { type: 'string', default: '0' },
  },
});

const perRequest = Number(values.perRequest);
const rate = Number(values.rate);
const chance = new Chance(7);
const lines = values.lines === '' ? linesOfShop(16_000) : linesOfFolder(values.lines);
const bodies = Array.from({ length: Number(values.requests) }, (_, i) =>
  requestBody(lines, i * perRequest, perRequest, chance),
);
const agent = new Agent({ connections: Number(values.connections), pipelining: 1 });
const latencies: number[] = [];
let accepted = 0;
let refused = 0;
let next = 0;
const startedAt = performance.now();

/** One connection's work: the next request when it is due, again until all are sent; a refused one is sent again. */
async function send(): Promise<void> {
  for (;;) {
    const index = next++;
    const body = bodies[index];
    if (!body) return;
    const dueAt = rate === 0 ? 0 : startedAt + ((index * perRequest) / rate) * 1000;
    const early = dueAt - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    await sendOne(body);
  }
}

async function sendOne(body: Buffer): Promise<void> {
  for (;;) {
    const sentAt = performance.now();
    const reply = await request(`${values.url ?? ''}/insert/jsonline?_stream_fields=service`, {
      method: 'POST',
      dispatcher: agent,
      headers: { 'content-type': 'application/stream+json' },
      body,
    });
    const text = await reply.body.text();
    if (reply.statusCode === 200) {
      latencies.push(performance.now() - sentAt);
      accepted += (JSON.parse(text) as { accepted: number }).accepted;
      return;
    }
    refused++;
    if (reply.statusCode !== 429 && reply.statusCode !== 503)
      throw new Error(`the sidecar answered ${reply.statusCode}: ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

await Promise.all(Array.from({ length: Number(values.connections) }, send));
const seconds = (performance.now() - startedAt) / 1000;
latencies.sort((a, b) => a - b);
const quantile = (q: number): number =>
  latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * q))] ?? Number.NaN;
const report: LoadReport = {
  sent: bodies.length * perRequest,
  accepted,
  refused,
  seconds,
  p50Ms: quantile(0.5),
  p99Ms: quantile(0.99),
  maxMs: quantile(1),
};
console.log(JSON.stringify(report));
await agent.close();
