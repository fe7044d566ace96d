import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';
import { TEMPLATE_STREAM_FIELD } from '@presage/contract';
import type { OutboxBatch } from '../stores/store.ts';

const compress = promisify(zstdCompress);
const ZSTD = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Text is turned to bytes in pieces of this many characters: long ropes of strings are slow to flatten. */
const PIECE_CHARACTERS = 128 * 1024;

/** Lines of one batch as they gather. */
class Gathering {
  readonly kind: OutboxBatch['kind'];
  readonly tenant: string;
  readonly streamFields: readonly string[];
  readonly #pieces: Buffer[] = [];
  #text = '';
  #count = 0;
  #minTimeMs = Number.POSITIVE_INFINITY;
  #maxTimeMs = Number.NEGATIVE_INFINITY;
  #firstId = '';
  #lastId = '';

  constructor(kind: OutboxBatch['kind'], tenant: string, streamFields: readonly string[]) {
    this.kind = kind;
    this.tenant = tenant;
    this.streamFields = streamFields;
  }

  add(line: string, timeMs: number, id: string): void {
    this.#text += `${line}\n`;
    if (this.#text.length > PIECE_CHARACTERS) this.#cut();
    if (this.#count === 0) this.#firstId = id;
    this.#lastId = id;
    this.#count++;
    if (timeMs < this.#minTimeMs) this.#minTimeMs = timeMs;
    if (timeMs > this.#maxTimeMs) this.#maxTimeMs = timeMs;
  }

  async seal(): Promise<OutboxBatch> {
    this.#cut();
    const payload = await compress(Buffer.concat(this.#pieces), ZSTD);
    const { kind, tenant, streamFields } = this;
    return {
      kind,
      tenant,
      streamFields,
      count: this.#count,
      minTimeMs: this.#minTimeMs,
      maxTimeMs: this.#maxTimeMs,
      firstId: this.#firstId,
      lastId: this.#lastId,
      payload,
    };
  }

  #cut(): void {
    this.#pieces.push(Buffer.from(this.#text, 'utf8'));
    this.#text = '';
  }
}

/** Gathers decided lines into batches by kind, tenant and stream fields, until they are sealed together. */
export class Batcher {
  #gatherings = new Map<string, Gathering>();
  #characters = 0;
  /** The last gathering used: neighbours usually share theirs. */
  #last: { tenant: string; streamFields: readonly string[]; gathering: Gathering } | undefined;

  /** Characters gathered since the last seal. */
  get characters(): number {
    return this.#characters;
  }

  addRow(
    tenant: string,
    streamFields: readonly string[],
    line: string,
    timeMs: number,
    eventId: string,
  ): void {
    let gathering = this.#last?.gathering;
    if (!gathering || this.#last?.tenant !== tenant || this.#last.streamFields !== streamFields) {
      gathering = this.#gathering('rows', tenant, streamFields);
      this.#last = { tenant, streamFields, gathering };
    }
    gathering.add(line, timeMs, eventId);
    this.#characters += line.length;
  }

  addTemplate(tenant: string, line: string, timeMs: number): void {
    this.#gathering('templates', tenant, [TEMPLATE_STREAM_FIELD]).add(line, timeMs, '');
    this.#characters += line.length;
  }

  addSample(tenant: string, line: string, timeMs: number): void {
    this.#gathering('samples', tenant, []).add(line, timeMs, '');
    this.#characters += line.length;
  }

  /** Takes what was gathered; gathering goes on afresh at once. */
  seal(): Promise<OutboxBatch[]> {
    const gatherings = [...this.#gatherings.values()];
    this.#gatherings = new Map();
    this.#last = undefined;
    this.#characters = 0;
    return Promise.all(gatherings.map((gathering) => gathering.seal()));
  }

  #gathering(kind: OutboxBatch['kind'], tenant: string, streamFields: readonly string[]): Gathering {
    const key = JSON.stringify([kind, tenant, streamFields]);
    let gathering = this.#gatherings.get(key);
    if (!gathering) {
      gathering = new Gathering(kind, tenant, streamFields);
      this.#gatherings.set(key, gathering);
    }
    return gathering;
  }
}
