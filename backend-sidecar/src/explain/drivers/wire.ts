import type { ModelRequest, ModelUsage } from './driver.ts';

/** A part of an answer, whatever the wire format. */
export interface Chunk {
  readonly text: string;
  /** Present on the chunk that ends the answer. */
  readonly end?: End | undefined;
  readonly usage?: ModelUsage | undefined;
}

/** Why the answer ended: `filtered` by the vendor, at the limit of tokens (`length`), or as it should. */
export interface End {
  readonly why: 'stop' | 'length' | 'filtered';
  /** In the vendor's word. */
  readonly word: string;
}

/**
 * One vendor's wire format. Throws ModelError for what the server said, anything else for what broke.
 * `shape` counts how much has been left out because the server refused it: 0 is everything.
 */
export interface Wire {
  readonly name: string;
  /** How many shapes there are. */
  readonly shapes: number;
  send(request: ModelRequest, shape: number, signal: AbortSignal): Promise<Chunk>;
  stream(request: ModelRequest, shape: number, signal: AbortSignal): Promise<AsyncIterable<Chunk>>;
}

/** The prompt for a server that is not told the schema otherwise. */
export function systemWithSchema(request: ModelRequest): string {
  return `${request.system}\n\nAnswer with one JSON object and nothing else. It must fit this JSON Schema:\n${JSON.stringify(request.schema)}`;
}
