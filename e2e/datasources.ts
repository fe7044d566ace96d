import type { APIRequestContext } from '@playwright/test';

export interface Datasource {
  readonly uid: string;
  readonly url: string;
  readonly jsonData?: Readonly<Record<string, unknown>>;
  readonly secureJsonData?: Readonly<Record<string, string>>;
}

/** Adds a datasource of ours, or makes one of that uid anew. */
export async function withDatasource(request: APIRequestContext, wanted: Datasource): Promise<void> {
  await request.delete(`/api/datasources/uid/${wanted.uid}`);
  const data = { name: wanted.uid, type: 'presage-logs-datasource', access: 'proxy', ...wanted };
  const reply = await request.post('/api/datasources', { data });
  if (!reply.ok()) throw new Error(`Grafana adds no datasource: ${reply.status()} ${await reply.text()}`);
}
