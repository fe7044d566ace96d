/**
 * In: a request. Out: the explanation; `tell` hears its context and growing parts as they come. One connection, closed when the signal
 * says so or the answer has come; nothing is repeated on its own.
 */
import type { ExplainContext, ExplainPartial, ExplainRequest, Explanation } from '@presage/contract';
import { AskError, errorOfReply } from './ask-error';
import { EventCutter, type StreamEvent } from './event-stream';

export interface Listener {
  context(context: ExplainContext): void;
  partial(partial: ExplainPartial): void;
}

/** As `Resources` has it: the part that streams. */
export interface Poster {
  post(path: string, body: unknown, options: { signal: AbortSignal; accept: string }): Promise<Response>;
}

/** Rejects with an AskError, or as fetch does when `signal` aborts. */
export async function streamExplanation(
  resources: Poster,
  request: ExplainRequest,
  listener: Listener,
  signal: AbortSignal,
): Promise<Explanation> {
  const reply = await resources.post('explain', request, { signal, accept: 'text/event-stream' });
  if (reply.headers.get('content-type')?.startsWith('application/json') === true)
    return (await reply.json()) as Explanation;
  const reader = reply.body?.getReader();
  if (reader === undefined) throw new AskError('cut_off', CUT_OFF);
  try {
    const answer = await readEvents(reader, listener);
    void drained(reader).catch(() => undefined);
    return answer;
  } catch (thrown) {
    void reader.cancel().catch(() => undefined);
    throw thrown;
  }
}

/** The sidecar ends the stream after the answer: to break it off would look like a failure to whoever watches. */
async function drained(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  while (!(await reader.read()).done);
}

/** The sidecar sends a sign of life every 15 s: a connection that is silent for longer is dead, as after a laptop has slept. */
export const SILENCE_MS = 60_000;

async function heardInTime<Piece>(reading: Promise<Piece>): Promise<Piece> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AskError('cut_off', SILENT)), SILENCE_MS);
  });
  try {
    return await Promise.race([reading, silence]);
  } finally {
    clearTimeout(timer);
  }
}

const SILENT = 'The connection went silent before the answer was complete.';
const CUT_OFF = 'The answer ended before it was complete.';

async function readEvents(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  listener: Listener,
): Promise<Explanation> {
  const [decoder, cutter] = [new TextDecoder(), new EventCutter()];
  for (;;) {
    const { done, value } = await heardInTime(reader.read());
    for (const event of cutter.push(decoder.decode(value, { stream: !done }))) {
      const answer = heard(event, listener);
      if (answer !== undefined) return answer;
    }
    if (done) throw new AskError('cut_off', CUT_OFF);
  }
}

/** The answer, when this is it. Events of names that we do not know are passed over: a newer sidecar may send more. */
function heard({ event, data }: StreamEvent, listener: Listener): Explanation | undefined {
  if (event === 'context') listener.context(read(data));
  else if (event === 'partial') listener.partial(read(data));
  else if (event === 'answer') return read(data);
  else if (event === 'error') throw errorOfReply(0, data);
  return undefined;
}

function read<Value>(data: string): Value {
  try {
    return JSON.parse(data) as Value;
  } catch {
    throw new AskError(
      'unreadable',
      'The answer cannot be read. The plugin and the sidecar may be of different versions.',
    );
  }
}
