/** A line as a container runtime writes it: what the program wrote, in an envelope with time and stream. */
export interface ContainerLine {
  readonly stream: string;
  /** What the program wrote, without its newline. */
  readonly content: string;
  /** The runtime cut the line here; its rest follows in the next one of the stream. */
  readonly isPartial: boolean;
  readonly envelope: Envelope;
}

/** Puts content back into the form it came in. */
export type Envelope =
  | { readonly kind: 'cri'; readonly head: string }
  | { readonly kind: 'docker'; readonly fields: Readonly<Record<string, unknown>> };

/** Characters of a line from which on its JSON may be nested thousands of levels deep. */
const MAY_BE_DEEP = 4096;
const DASH = 45;
const T = 84;

/** Reads CRI (`<time> stdout F text`) and Docker's json-file; undefined = a line of any other kind. */
export function readContainerLine(text: string): ContainerLine | undefined {
  if (text.charCodeAt(10) === T && text.charCodeAt(4) === DASH) return readCri(text);
  return text.startsWith('{"log":"') ? readDocker(text) : undefined;
}

export function wrap(envelope: Envelope, content: string): string {
  if (envelope.kind === 'cri') return `${envelope.head} F ${content}`;
  return JSON.stringify({ ...envelope.fields, log: content });
}

function readCri(text: string): ContainerLine | undefined {
  const blank = text.indexOf(' ');
  if (blank < 20) return undefined;
  const stream = text.slice(blank + 1, blank + 7);
  if ((stream !== 'stdout' && stream !== 'stderr') || text.charAt(blank + 7) !== ' ') return undefined;
  const tag = text.charAt(blank + 8);
  const isTag = (tag === 'P' || tag === 'F') && (text.length === blank + 9 || text.charAt(blank + 9) === ' ');
  if (!isTag) return undefined;
  const envelope = { kind: 'cri', head: text.slice(0, blank + 7) } as const;
  return { stream, content: text.slice(blank + 10), isPartial: tag === 'P', envelope };
}

function readDocker(text: string): ContainerLine | undefined {
  let fields: Readonly<Record<string, unknown>>;
  try {
    fields = JSON.parse(text) as Readonly<Record<string, unknown>>;
    // JSON that is nested deeper than the stack allows can be read, and not written again.
    if (text.length > MAY_BE_DEEP) JSON.stringify(fields);
  } catch {
    return undefined;
  }
  const { log, stream } = fields;
  if (typeof log !== 'string' || (stream !== 'stdout' && stream !== 'stderr')) return undefined;
  const isPartial = !log.endsWith('\n');
  const content = isPartial ? log : log.slice(0, log.endsWith('\r\n') ? -2 : -1);
  return { stream, content, isPartial, envelope: { kind: 'docker', fields } };
}
