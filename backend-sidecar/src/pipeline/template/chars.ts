/** What a character is to the tokenizer: bits, so that a word's characters can be summed up by OR. */
export const LOWER = 1;
export const UPPER = 2;
export const DIGIT = 4;
export const DOT = 8;
export const SLASH = 16;
export const COLON = 32;
/** `_ - @ #` */
export const JOINT = 64;
/** A letter that is no hexadecimal digit. */
export const NOT_HEX = 128;
/** Always a token of its own. */
export const HARD = 256;
/** Ends a URL or path, unlike the other hard characters. */
export const CLOSING = 512;
/** White space and control characters have no bit. */
export const SPACE = 0;

export const ALPHANUMERIC = LOWER | UPPER | DIGIT;

const bitsOf = (code: number): number => {
  const char = String.fromCharCode(code);
  if (code <= 32 || code === 127) return SPACE;
  if (/[a-f]/.test(char)) return LOWER;
  if (/[g-z]/.test(char)) return LOWER | NOT_HEX;
  if (/[A-F]/.test(char)) return UPPER;
  if (/[G-Z]/.test(char)) return UPPER | NOT_HEX;
  if (/[0-9]/.test(char)) return DIGIT;
  const soft = { '.': DOT, '/': SLASH, ':': COLON, '-': JOINT, '@': JOINT, '#': JOINT, _: JOINT | LOWER }[
    char
  ];
  return soft ?? (/[\s"'`<>()[\]{}|,;]/.test(char) ? HARD | CLOSING : HARD);
};

const TABLE = Int16Array.from({ length: 128 }, (_, code) => bitsOf(code));
/** Beyond ASCII everything is a letter. */
const FOREIGN = LOWER | NOT_HEX;

/** The bits of a UTF-16 code unit. */
export function charBits(code: number): number {
  return code < 128 ? (TABLE[code] ?? SPACE) : FOREIGN;
}
