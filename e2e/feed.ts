import { setTimeout as pause } from 'node:timers/promises';
import { SIDECAR_URL } from './config.ts';

const SIDECAR = SIDECAR_URL ?? 'http://127.0.0.1:9480';

/** Milliseconds since 1970, both ends included. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Gives the sidecar up to 10,000 lines of a service, so many a millisecond up to now, and waits until all can be asked for. */
export async function feed(service: string, count: number, together = 1): Promise<Window> {
  const to = Date.now();
  const from = to - Math.ceil(count / together) + 1;
  const timeOf = (number: number): number => from + Math.floor(number / together);
  for (let first = 0; first < count; first += 2000) {
    const numbers = Array.from({ length: Math.min(2000, count - first) }, (_, index) => first + index);
    const body = numbers.map((number) => JSON.stringify(lineOf(service, number, timeOf(number)))).join('\n');
    const reply = await fetch(`${SIDECAR}/insert/jsonline`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/stream+json' },
    });
    if (!reply.ok) throw new Error(`The sidecar refuses lines: ${reply.status} ${await reply.text()}`);
  }
  const deadline = Date.now() + 60_000;
  while ((await shownOf(service, { from, to })) < count) {
    if (Date.now() > deadline) throw new Error(`${count} lines of ${service} were not stored within 60 s.`);
    await pause(200);
  }
  return { from, to };
}

/** A dozen fields, as lines of an access log have them. */
function lineOf(service: string, number: number, timeMs: number): Readonly<Record<string, unknown>> {
  const duration = (number * 37) % 900;
  return {
    _time: new Date(timeMs).toISOString(),
    _msg: `GET /orders/${number} answered 200 in ${duration} ms for "customer ${number % 97}"`,
    service,
    env: 'test',
    host: `${service}-${number % 4}`,
    level: 'info',
    method: 'GET',
    status: '200',
    duration_ms: String(duration),
    number: String(number),
    trace_id: number.toString(16).padStart(32, '0'),
  };
}

/** By asking for the lines: VictoriaLogs counts new ones a moment before it gives them. */
async function shownOf(service: string, { from, to }: Window): Promise<number> {
  const filters = [{ field: 'service', op: '=|', values: [service] }];
  const query = {
    ref_id: 'A',
    query_type: 'logs',
    limit: 10_000,
    from: String(from),
    to: String(to),
    filters,
  };
  const reply = await fetch(`${SIDECAR}/api/v1/query`, {
    method: 'POST',
    body: JSON.stringify({ queries: [query] }),
    headers: { 'content-type': 'application/json' },
  });
  const { results } = (await reply.json()) as {
    results: { A?: { frames: { data: { values: unknown[][] } }[] } };
  };
  return results.A?.frames[0]?.data.values[0]?.length ?? 0;
}
