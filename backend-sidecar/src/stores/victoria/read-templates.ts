import { TEMPLATE_STREAM_FIELD, TEMPLATE_STREAM_VALUE } from '@presage/contract';
import { ask, askLines } from './ask.ts';
import type { Connection } from './connection.ts';

const NEWEST_OF_EACH =
  `{${TEMPLATE_STREAM_FIELD}="${TEMPLATE_STREAM_VALUE}"}` +
  ' | sort by (_time desc) partition by (template_id, service) limit 1 | delete _stream, _stream_id';

/** The newest template row of each (template, service) of every tenant, as NDJSON lines. */
export async function* readTemplateRows(connection: Connection, signal: AbortSignal): AsyncGenerator<string> {
  const text = await ask(connection, { path: '/select/tenant_ids', headers: {}, parameters: [], signal });
  const tenants = JSON.parse(text) as { account_id: number; project_id: number }[];
  for (const { account_id, project_id } of tenants) {
    const headers = { AccountID: String(account_id), ProjectID: String(project_id) };
    const parameters = [['query', NEWEST_OF_EACH]] as const;
    for await (const line of askLines(connection, {
      path: '/select/logsql/query',
      headers,
      parameters,
      signal,
    }))
      if (line !== '') yield line;
  }
}
