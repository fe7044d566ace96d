const SECRET_NAME = /token|authorization|passw|secret|api[-_]?key|cookie|credential/i;
/** Our own tokens, and what follows `Bearer` or `Basic`, wherever they stand in a text. */
const SECRET_TEXT = /presage_[\w-]{43}|\b(?:Bearer|Basic)\s+[\w.~+/=-]{8,}/g;
const MAX_DEPTH = 4;
const MAX_TEXT = 2000;

/** Facts as they may be written: secrets replaced, errors as name, message and stack, nothing deep or endless. Never throws. */
export function scrub(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return entries(facts, 0);
}

function entries(value: object, depth: number): Record<string, unknown> {
  const scrubbed: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const item = (value as Readonly<Record<string, unknown>>)[name];
    // A count of tokens is no token: only what can hold a secret is hidden.
    const hidden = SECRET_NAME.test(name) && typeof item !== 'number' && typeof item !== 'boolean';
    scrubbed[name] = hidden ? '<secret>' : safe(item, depth);
  }
  return scrubbed;
}

function safe(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '…';
  if (value instanceof Error) return errorFacts(value, depth);
  if (Array.isArray(value)) return value.slice(0, 20).map((item) => safe(item, depth + 1));
  return entries(value, depth + 1);
}

function errorFacts(error: Error, depth: number): Record<string, unknown> {
  return {
    name: error.name,
    message: text(error.message),
    ...('code' in error ? { code: safe(error.code, depth + 1) } : {}),
    stack: text(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: safe(error.cause, depth + 1) }),
  };
}

function text(value: string): string {
  const clipped = value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
  return clipped.replaceAll(SECRET_TEXT, '<secret>');
}
