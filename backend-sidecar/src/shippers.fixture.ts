import { expect } from '@jest/globals';
import { count, eventually, newFolder, query, startSidecar, type Sidecar } from './sidecar.fixture.ts';

/** How many lines a shipper sends. */
export const LINES = 10_000;

/** Every line says which one it is; the rest is constant, so that templates are few. */
export const lineOf = (n: number): string => `order ${n} of ${LINES} shipped "quoted" ü {"not":"json"}`;

/** A sidecar that listens for syslog too, and on which ports. */
export async function startWithSyslog(): Promise<{ sidecar: Sidecar; tcp: number; udp: number }> {
  const any = '127.0.0.1:0';
  const sidecar = await startSidecar(newFolder(), { PRESAGE_SYSLOG_TCP: any, PRESAGE_SYSLOG_UDP: any });
  const status = (await (await fetch(`${sidecar.url}/api/v1/status`)).json()) as {
    feeds: { name: string; message: string }[];
  };
  const told = status.feeds.find(({ name }) => name === 'syslog')?.message ?? '';
  const portOf = (transport: string): number =>
    Number(new RegExp(`${transport} (\\d+)`).exec(told)?.[1] ?? Number.NaN);
  return { sidecar, tcp: portOf('tcp'), udp: portOf('udp') };
}

/** Waits until the service has all lines, then checks a sample of them whole. */
export async function expectAll(url: string, service: string, field = 'service'): Promise<void> {
  const filters = [{ field, op: '=', values: [service] }];
  const found = await eventually(
    () => count(url, { filters }),
    (n) => n >= LINES,
  );
  expect(found).toBe(LINES);
  const { frames } = await query(url, { query_type: 'logs', filters, limit: 1000 });
  const frame = frames[0];
  const bodies = frame?.data.values[frame.schema.fields.findIndex(({ name }) => name === 'body')] ?? [];
  const expected = new Set(Array.from({ length: LINES }, (_, n) => lineOf(n)));
  expect(bodies.length).toBe(1000);
  for (const body of bodies) expect(expected.delete(String(body))).toBe(true);
}
