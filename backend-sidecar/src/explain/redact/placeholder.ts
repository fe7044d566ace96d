/** What is written where a secret would be, and is none. */
const NO_SECRET =
  /^(?:<[A-Z_]+_\d+>|\*+|x{3,}|\.{2,}|-+|\?|true|false|yes|no|on|off|null|nil|none|undefined|empty|missing|required|redacted|hidden|masked|n\/a|(?:in)?valid|expired|incorrect|wrong|failed|failure|unknown|unset|not|is|must|cannot|was|for|of|error|authentication|auth|session|account|chauthtok|bearer|\$\{?\w+\}?|%\w|\[?redacted\]?)$/i;

/** How Java and Android print an object: `Token{1a2b3c4`, `android.os.Proxy@1a2b3c4`. */
const OBJECT = /^(?:[A-Z][A-Za-z]{1,60}\{[0-9a-f]{1,16}|[A-Za-z][\w.$]{1,120}@[0-9a-f]{4,16})$/;

export function isPlaceholder(value: string): boolean {
  return value.trim() === '' || NO_SECRET.test(value) || OBJECT.test(value);
}
