/** The marks that rules of the tokenizer ask for, by code unit. */
const code = (char: string): number => char.charCodeAt(0);

export const OPEN = code('(');
export const CLOSE = code(')');
export const EQUALS = code('=');
export const COMMA = code(',');
export const PERCENT = code('%');
export const COLON = code(':');
export const DOT = code('.');
export const DOLLAR = code('$');
/** Two or more of a mark are one token of their own: `..` is not `.`, and `....` is `..`. */
export const REPEATED = 0x10000;
export const OPENING: ReadonlySet<number> = new Set(Array.from('([{<', code));
export const CLOSING: ReadonlySet<number> = new Set(Array.from(')]}>', code));
export const SEPARATING: ReadonlySet<number> = new Set(Array.from(',;|"\'', code));
/** Marks that belong to a number when they stand right before it: -5, +5, <1, >1, ~3, #7, $9. */
export const SIGNS: ReadonlySet<number> = new Set(Array.from('-+<>~#$', code));
