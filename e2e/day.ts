import { encodeLine, Shop } from '../backend-sidecar/demo/shop.ts';

const HOUR_MS = 3_600_000;

/** Plays hours of the demo's shop that are over, about 100,000 lines a day, into a sidecar. Resolves with their number. */
export async function playPast(sidecar: string, hours: number): Promise<number> {
  const openedMs = Date.now() - hours * HOUR_MS;
  const shop = new Shop(7, 1.05);
  let count = 0;
  for (let hour = 0; hour < hours; hour++) {
    const lines = Array.from({ length: 60 }, (_, minute) => {
      const fromMs = hour * HOUR_MS + minute * 60_000;
      return shop.lines(fromMs, fromMs + 60_000, openedMs);
    }).flat();
    await send(sidecar, lines.map((line) => encodeLine(line, openedMs)).join('\n'));
    count += lines.length;
  }
  return count;
}

async function send(sidecar: string, body: string): Promise<void> {
  const reply = await fetch(`${sidecar}/insert/jsonline`, {
    method: 'POST',
    headers: { 'content-type': 'application/stream+json' },
    body,
  });
  if (!reply.ok) throw new Error(`${sidecar} answered ${reply.status}: ${await reply.text()}`);
}
