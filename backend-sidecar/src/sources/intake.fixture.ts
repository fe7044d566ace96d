import { Readable } from 'node:stream';
import { decodeLines } from '../pipeline/parse/json-lines.ts';
import type { LogRecord } from '../pipeline/record.ts';
import type { BodyLimits } from './body.ts';
import type { Arrival, InsertReply, InsertRequest, InsertRoute, Intake, Receipt } from './source.ts';

export const TEST_LIMITS: BodyLimits = {
  maxBytes: 1e6,
  maxDecompressedBytes: 4e6,
  maxRatio: 100,
  timeoutMs: 20_000,
};

/** Reads lines as the road does, keeps arrivals, each key once, and counts the room that is held. */
export class CountingIntake implements Intake {
  readonly kept: Arrival[] = [];
  readonly inspected: Arrival[] = [];
  held = 0;
  reserved = 0;
  /** The most that was held at once. */
  mostHeld = 0;
  refusal: Error | undefined;
  readonly #known = new Map<string, Receipt>();

  accept(arrival: Arrival): Promise<Receipt> {
    if (this.refusal) return Promise.reject(this.refusal);
    const { idempotencyKey } = arrival;
    const known = idempotencyKey === undefined ? undefined : this.#known.get(idempotencyKey);
    if (known !== undefined) return Promise.resolve(known);
    this.kept.push(arrival);
    const receipt = receiptOf(arrival);
    if (idempotencyKey !== undefined) this.#known.set(idempotencyKey, receipt);
    return Promise.resolve(receipt);
  }

  inspect(arrival: Arrival): Receipt {
    this.inspected.push(arrival);
    return receiptOf(arrival);
  }

  reserve(_tenant: string, _source: string, bytes: number): { release(): void } {
    this.held += bytes;
    this.reserved += bytes;
    this.mostHeld = Math.max(this.mostHeld, this.held);
    return { release: () => void (this.held -= bytes) };
  }

  /** All lines that were kept, as the road reads them. */
  records(): LogRecord[] {
    return this.kept.flatMap(
      ({ body, parameters }) => decodeLines(Buffer.from(body).toString(), parameters, 0).records,
    );
  }
}

function receiptOf({ body, parameters, tellsAll = false }: Arrival): Receipt {
  const { records, rejects } = decodeLines(Buffer.from(body).toString(), parameters, 0);
  return {
    accepted: records.length,
    rejected: rejects.length,
    errors: rejects.slice(0, tellsAll ? rejects.length : 10),
  };
}

/** A record's message, time and fields as one object. */
export function shown({ timeMs, message, fields }: LogRecord): Record<string, string | number> {
  const entries: [string, string][] = [];
  for (let at = 0; at < fields.length; at += 2) entries.push([fields[at] ?? '', fields[at + 1] ?? '']);
  return { _msg: message, _time: timeMs, ...Object.fromEntries(entries) };
}

export interface Sent {
  readonly body?: string | Uint8Array | Readable;
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
  readonly query?: string;
  readonly tenant?: string;
}

/** Sends a request to a route, of the tenant 7:3 unless it says another. */
export function sendTo(
  route: InsertRoute,
  { body = '', headers = {}, path = route.paths[0] ?? '', query = '', tenant = '7:3' }: Sent,
): Promise<InsertReply> {
  const request: InsertRequest = {
    tenant,
    path,
    query: new URLSearchParams(query),
    headers,
    body: body instanceof Readable ? body : Readable.from([Buffer.from(body)], { objectMode: false }),
  };
  return route.handle(request);
}

export function jsonOf({ body }: InsertReply): unknown {
  return JSON.parse(String(body));
}
