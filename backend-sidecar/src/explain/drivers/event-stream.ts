/** Longest event in characters. */
const MAX_EVENT = 1_048_576;

/**
 * The `data` of server-sent events, each as one text.
 * Comments and other fields are passed over, as the format wants; a rest without its end is no event.
 */
export async function* eventData(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let data: string[] = [];
  for await (const line of linesOf(body)) {
    if (line === '') {
      if (data.length > 0) yield data.join('\n');
      data = [];
    } else if (line.startsWith('data:')) data.push(line.slice(line.startsWith('data: ') ? 6 : 5));
  }
  // Some servers leave out the blank line after the last event.
  if (data.length > 0) yield data.join('\n');
}

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_EVENT) throw new Error(`an event is longer than ${MAX_EVENT} characters`);
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
}
