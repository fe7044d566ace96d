import { SIDECAR_URL } from './config.ts';

export interface Incident {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly service: string;
  readonly templateId: string;
}

interface Reply {
  readonly results: {
    readonly A?: {
      readonly frames: readonly {
        readonly data: { readonly values: readonly [number[], unknown, unknown, unknown, Labels[]] };
      }[];
    };
  };
}

type Labels = Readonly<Record<string, string>>;

/** The newest incidents of the last 15 minutes, newest first, as the sidecar has them: of one service, or of all. */
export async function incidents(limit = 5, service?: string): Promise<Incident[]> {
  const now = Date.now();
  const filters = [
    { field: 'presage_class', op: '=|', values: ['incident'] },
    ...(service === undefined ? [] : [{ field: 'service', op: '=|', values: [service] }]),
  ];
  const query = { ref_id: 'A', query_type: 'logs', limit, filters };
  const reply = await fetch(`${SIDECAR_URL ?? ''}/api/v1/query`, {
    method: 'POST',
    body: JSON.stringify({ queries: [{ ...query, from: String(now - 900_000), to: String(now) }] }),
    headers: { 'content-type': 'application/json' },
  });
  const { results } = (await reply.json()) as Reply;
  const [times = [], , , , labels = []] = results.A?.frames[0]?.data.values ?? [];
  return labels.map((one, place) => ({
    time: times[place] ?? 0,
    service: one['service'] ?? '',
    templateId: one['presage_template_id'] ?? '',
  }));
}
