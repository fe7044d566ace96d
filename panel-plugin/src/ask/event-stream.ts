/** One server-sent event. */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

/**
 * Cuts a stream of text pieces into events (https://html.spec.whatwg.org/multipage/server-sent-events.html). A piece may hold several
 * events or a part of one; comments are passed over, and an event that was not ended by a blank line is none.
 */
export class EventCutter {
  #rest = '';

  push(piece: string): StreamEvent[] {
    // A \r at the end may be the first half of \r\n.
    const text = this.#rest + piece;
    const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
    const blocks = whole.replace(/\r\n?/g, '\n').split('\n\n');
    this.#rest = (blocks.pop() ?? '') + text.slice(whole.length);
    return blocks.flatMap(eventOf);
  }
}

function eventOf(block: string): StreamEvent[] {
  let event = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const value = line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (line.startsWith('event:')) event = value;
    else if (line.startsWith('data:')) data.push(value);
  }
  return data.length === 0 ? [] : [{ event, data: data.join('\n') }];
}
