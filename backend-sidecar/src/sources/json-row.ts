/**
 * Rows of a translated request: each is written as one line of NDJSON, so that the journal keeps every protocol in the same form.
 * Values that are not text go in as JSON of their own and are flattened where all lines are.
 */

export type Pair = readonly [name: string, value: string];

/** `"a":"1","b":"2"`: text values; empty ones are left out, as an empty field is an absent one. */
export function jsonPairs(pairs: Iterable<Pair>): string {
  let json = '';
  for (const [name, value] of pairs) {
    if (value === '') continue;
    json += `${json === '' ? '' : ','}${JSON.stringify(name)}:${JSON.stringify(value)}`;
  }
  return json;
}

/** One line from parts that `jsonPairs` made; empty parts are left out. */
export function jsonLine(...parts: readonly string[]): string {
  return `{${parts.filter((part) => part !== '').join(',')}}\n`;
}

/** The field of a line that tells its place in its source. */
export const POSITION_FIELD = 'presage_position';

/**
 * An object of these members, with its place in its source. That has a reserved name and stands last, where it counts: a sender's
 * field in its stead would give many lines the same event id, and of those a store keeps one.
 */
export function withPosition(members: string, position: number | bigint): string {
  return `{${members}${members === '' ? '' : ','}"${POSITION_FIELD}":${position}}`;
}
