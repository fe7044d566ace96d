/**
 * The sender, a process of its own so that its work is not counted as the sidecar's: makes its requests first, then sends them at
 * full speed or at a fixed rate over several connections, and prints one JSON line with what it saw.
 */
import { parseArgs } from 'node:util';
import { Chance } from '../demo/chance.ts';
import { linesOfFolder, linesOfShop, requestBody } from './fresh-lines.ts';
import { LeanClient } from './lean-client.ts';

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
const latencies: number[] = [];
let accepted = 0;
let refused = 0;
let next = 0;
const startedAt = performance.now();

/** One connection's work: the next request when it is due, again until all are sent; a refused one is sent again. */
async function send(): Promise<void> {
  const client = new LeanClient(`${values.url ?? ''}/insert/jsonline?_stream_fields=service`, {
    'content-type': 'application/stream+json',
  });
  for (;;) {
    const index = next++;
    const body = bodies[index];
    if (!body) break;
    const dueAt = rate === 0 ? 0 : startedAt + ((index * perRequest) / rate) * 1000;
    const early = dueAt - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    await sendOne(client, body);
  }
  client.close();
}

async function sendOne(client: LeanClient, body: Buffer): Promise<void> {
  for (;;) {
    const sentAt = performance.now();
    const reply = await client.post(body);
    if (reply.status === 200) {
      latencies.push(performance.now() - sentAt);
      accepted += (JSON.parse(reply.body) as { accepted: number }).accepted;
      return;
    }
    refused++;
    if (reply.status !== 429 && reply.status !== 503)
      throw new Error(`the sidecar answered ${reply.status}: ${reply.body}`);
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
