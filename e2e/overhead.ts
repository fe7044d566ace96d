import { Agent, request } from 'node:http';
import type { Window } from './feed.ts';

export interface Timed {
  /** From the first byte of the question to the last of Grafana's answer. */
  readonly wholeMs: number;
  /** As the sidecar says. */
  readonly sidecarMs: number;
}

interface Reply {
  readonly results: Readonly<
    Record<
      string,
      {
        readonly frames: readonly {
          readonly schema: { readonly meta?: { readonly stats?: readonly { readonly value: number }[] } };
          readonly data: { readonly values: readonly (readonly unknown[])[] };
        }[];
      }
    >
  >;
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** Asks Grafana for the newest lines of a service, over one connection, as a panel would. */
export async function answerTime(
  grafana: string,
  { from, to }: Window,
  { service, rows }: { readonly service: string; readonly rows: number },
): Promise<Timed> {
  const query = {
    refId: 'A',
    datasource: { uid: 'presage' },
    query_type: 'logs',
    limit: rows,
    filters: [{ field: 'service', op: '=|', values: [service] }],
    packed: true,
  };
  const body = JSON.stringify({ from: String(from), to: String(to), queries: [query] });
  const started = performance.now();
  const text = await post(`${grafana}/api/ds/query`, body);
  const wholeMs = performance.now() - started;
  const frame = (JSON.parse(text) as Reply).results['A']?.frames[0];
  const found = frame?.data.values[0]?.length;
  if (found !== rows)
    throw new Error(`${found ?? 'no'} lines came instead of ${rows}: ${text.slice(0, 300)}`);
  return { wholeMs, sidecarMs: frame?.schema.meta?.stats?.[0]?.value ?? NaN };
}

function post(url: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const asked = request(url, { method: 'POST', agent, headers }, (reply) => {
      const pieces: Buffer[] = [];
      reply.on('data', (piece: Buffer) => pieces.push(piece));
      reply.on('end', () => resolve(Buffer.concat(pieces).toString()));
      reply.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
