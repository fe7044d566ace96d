import type { OutboxBatch } from '../store.ts';
import { nanosText } from './compile-logsql.ts';
import { ConnectionFault, tenantHeaders, wordsOf, type Connection } from './connection.ts';

/** Ids of one query: some 200 KB of query text. */
const IDS_PER_QUERY = 4000;

/** Which of the ids VictoriaLogs has, looked for in the batch's own tenant and time span. Rejects with a ConnectionFault. */
export async function presentIds(
  connection: Connection,
  batch: Pick<OutboxBatch, 'tenant' | 'minTimeMs' | 'maxTimeMs'>,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const present = new Set<string>();
  for (let from = 0; from < ids.length; from += IDS_PER_QUERY) {
    const asked = ids.slice(from, from + IDS_PER_QUERY);
    for (const id of await ask(connection, batch, asked, signal)) present.add(id);
  }
  return present;
}

async function ask(
  connection: Connection,
  batch: Pick<OutboxBatch, 'tenant' | 'minTimeMs' | 'maxTimeMs'>,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  const body = new URLSearchParams({
    query: `"presage_event_id":in(${ids.map((id) => JSON.stringify(id)).join(',')}) | fields "presage_event_id"`,
    start: nanosText(batch.minTimeMs),
    end: nanosText(batch.maxTimeMs + 1),
  });
  const reply = await connection.request({
    path: '/select/logsql/query',
    headers: { ...tenantHeaders(batch.tenant), 'content-type': 'application/x-www-form-urlencoded' },
    body: body.toString(),
    signal,
  });
  if (reply.status !== 200)
    throw new ConnectionFault(
      'broken',
      `${connection.shownUrl} cannot say which rows it has: ${wordsOf(reply)}`,
    );
  return reply.text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { presage_event_id: string }).presage_event_id);
}
