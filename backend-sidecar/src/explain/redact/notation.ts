/**
 * How a value is written down beside its name. Values end where the notation around them ends: a quote, a blank, the next `name=`.
 */
export const quote = String.raw`\\{0,2}["'\x60]`;
/** Behind the name stands its quote, or what closes a form's or a database's bracket: `user[password]=`, `[Password] =`. */
const closing = String.raw`(?:${quote}|\]|%5D)?\s{0,3}`;
/** Between name and value: `=`, `:`, `=>`, `:=`, with the quotes of JSON, also JSON inside a string. */
export const equals = String.raw`${closing}(?:=>|:=|==|=)\s{0,3}`;
export const colon = String.raw`${closing}:\s{0,3}`;
export const assigns = String.raw`${closing}(?:=>|:=|==|=|:)\s{0,3}`;
/** Behind an escaped quote the value ends at the next escape; behind a plain one, escapes are part of it, and SQL's doubled quote. */
export const quoted = String.raw`(?:"((?:[^"\\\n]|\\.){1,1024})|'((?:[^'\\\n]|\\.|''){1,1024})|\x60([^\x60\\\n]{1,1024})|\\{1,2}(?:"([^"\\\n]{1,1024})|'([^'\\\n]{1,1024})|\x60([^\x60\\\n]{1,1024})))`;
/** As SQL writes it: of another character set (`N'…'`), or wrapped in a function (`MD5('…')`). */
export const wrapped = String.raw`(?:[NE]|\w{1,32}\(\s{0,3})?${quoted}`;
/** A comma or semicolon belongs to the value unless another `name=`, a blank or the end follows. */
export const bare = String.raw`((?![<"'\x60\\\s])(?:[^\s"'\x60&<>|\\)\]},;]|[,;](?!\s|$|["'\x60]|[\w.-]{1,40}[=:])){1,1024})`;

/** `PWD=/srv` is a shell's working folder, `pass=12 fail=0` a count. */
export const PASSWORD = String.raw`(?:pass[_-]?word(?:[_-]?hash)?|passwd|pass[_-]?phrase|passcode|sshpass(?=\s?=)|(?<![a-z])pwd(?!\s?[=:]\s?[/~])|[_-]pass(?!\s?[=:]\s?\d{1,5}(?!\S))|(?<![a-z_-])pass(?=\s?=)(?!\s?=\s?\d{1,5}(?!\S)))`;
export const CREDENTIAL = String.raw`(?:secret|token|credential|secret[_-]?key[_-]?base|api[_ -]?key|(?:secret|access|private|signing|encryption|account|shared|preshared|master|license|subscription|auth|app|application)[_-]?key|x-api-key|connection[_-]?key|sas[_-]?key|nonce[_-]?secret|(?:client|tls)[_-]?key[_-]?data|tls\.key|(?<![a-z])psk|rediscli_auth|(?<![a-z])_auth)`;
