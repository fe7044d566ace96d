import { isMixed } from './checks.ts';
import { isPlaceholder } from './placeholder.ts';
import type { Kind, Rule } from './rule.ts';

/**
 * Secrets known by what stands beside them: a name and a sign of assignment, a header, a command's option, a URL.
 * Values end where the notation around them ends: a quote, a blank, the next `name=`.
 */
const quote = String.raw`\\{0,2}["'\x60]`;
/** Between name and value: `=`, `:`, `=>`, `:=`, with the quotes of JSON, also JSON inside a string. */
const equals = String.raw`(?:${quote})?\s{0,3}(?:=>|:=|==|=)\s{0,3}`;
const colon = String.raw`(?:${quote})?\s{0,3}:\s{0,3}`;
const assigns = String.raw`(?:${quote})?\s{0,3}(?:=>|:=|==|=|:)\s{0,3}`;
/** Behind an escaped quote the value ends at the next escape; behind a plain one, escapes are part of it. */
const quoted = String.raw`(?:"((?:[^"\\\n]|\\.){1,1024})|'((?:[^'\\\n]|\\.){1,1024})|\x60([^\x60\\\n]{1,1024})|\\{1,2}(?:"([^"\\\n]{1,1024})|'([^'\\\n]{1,1024})|\x60([^\x60\\\n]{1,1024})))`;
/** A comma or semicolon belongs to the value unless another `name=`, a blank or the end follows. */
const bare = String.raw`((?![<"'\x60\\\s])(?:[^\s"'\x60&<>|\\)\]},;]|[,;](?!\s|$|["'\x60]|[\w.-]{1,40}[=:])){1,1024})`;

/** `PWD=/srv` is a shell's working folder, `pass=12 fail=0` a count. */
const PASSWORD = String.raw`(?:pass[_-]?word(?:[_-]?hash)?|passwd|pass[_-]?phrase|passcode|(?<![a-z])pwd(?!\s?[=:]\s?[/~])|[_-]pass(?!\s?[=:]\s?\d{1,5}(?!\S))|(?<![a-z_-])pass(?=\s?=)(?!\s?=\s?\d{1,5}(?!\S)))`;
const CREDENTIAL = String.raw`(?:secret|token|credential|secret[_-]?key[_-]?base|api[_ -]?key|(?:secret|access|private|signing|encryption|account|shared|master|license|subscription|auth|app|application)[_-]?key|x-api-key|connection[_-]?key|sas[_-]?key|nonce[_-]?secret)`;
const PASSWORD_WORDS = ['pass', 'pwd'];
const CREDENTIAL_WORDS = ['secret', 'token', 'credential', 'key'];

function isSecret(value: string): boolean {
  return !isPlaceholder(value);
}

function rule(kind: Kind, words: readonly string[], form: string, more: Partial<Rule> = {}): Rule {
  return { kind, words, pattern: new RegExp(form, 'dgi'), holds: isSecret, ...more };
}

/** Said in a sentence, where a word may follow as well. */
function isLikelyPassword(value: string): boolean {
  return isSecret(value) && value.length >= 6 && (isMixed(value) || /^\d+$/.test(value));
}

/** `authorization: denied` tells of one. */
function isNoWord(value: string): boolean {
  return isSecret(value) && !/^[a-z]{2,16}$/.test(value);
}

function isLikelySecret(value: string): boolean {
  return isSecret(value) && value.length >= 8 && isMixed(value);
}

const ASSIGNED: readonly Rule[] = [
  rule('PASSWORD', PASSWORD_WORDS, `${PASSWORD}${assigns}(?:${quoted}|${bare})`),
  rule('SECRET', CREDENTIAL_WORDS, `${CREDENTIAL}${assigns}${quoted}`),
  rule('SECRET', CREDENTIAL_WORDS, `${CREDENTIAL}${equals}${bare}`),
  rule('SECRET', CREDENTIAL_WORDS, `${CREDENTIAL}${colon}${bare}`, { holds: isLikelySecret }),
  rule('PASSWORD', ['pass'], String.raw`pass(?:word|phrase|code)\s{1,3}(?:is|was|set to)\s{1,3}${bare}`, {
    holds: isLikelyPassword,
  }),
  rule('PASSWORD', ['pass'], String.raw`\b(?:with|using)\s{1,3}pass(?:word|phrase|code)\s{1,3}${bare}`, {
    holds: isLikelyPassword,
  }),
  rule(
    'PASSWORD',
    ['otp', 'code', 'pin'],
    String.raw`\b(?:t?otp|pin|(?:2fa|mfa|otp|pin|verification|security|log-?in)[_ -]?code)(?:${quote})?(?:\s{0,3}[=:]\s{0,3}|\s{1,3}is\s{1,3})(?:${quote})?(\d{4,8})(?!\w|\.\d)`,
  ),
  rule(
    'PASSWORD',
    ['password', 'identified'],
    String.raw`\b(?:password|identified\s{1,3}by)\s{1,3}${quoted}`,
  ),
  rule('SECRET', ['value'], String.raw`(?:password|passwd|secret|token|apikey)["']?\s{1,3}value=${quoted}`),
  rule('SECRET', ['</'], `<[\\w:-]{0,40}(?:password|passwd|secret|token|apikey)>([^<]{1,1024})</`),
];

const OPTIONS: readonly Rule[] = [
  rule(
    'PASSWORD',
    ['--'],
    String.raw`--[\w-]{0,40}(?:password|passwd|token|secret|api-?key|passphrase)(?:\s{1,3}|=)(?:${quoted}|(?!-)${bare})`,
  ),
  rule(
    'PASSWORD',
    ['curl', 'wget', 'http'],
    String.raw`\s(?:-u|--user)[ =]["']?[^\s:"']{1,128}:([^\s"']{1,256})`,
  ),
  rule(
    'PASSWORD',
    ['mysql', 'mariadb', 'sshpass'],
    String.raw`\b(?:mysql|mariadb|sshpass)\w{0,8}\s[^\n]{0,200}?(?<=\s)-p\s?([^\s-][^\s]{2,128})`,
  ),
  rule(
    'PASSWORD',
    ['login'],
    String.raw`\b(?:docker|podman|helm|oc|az)\s[^\n]{0,40}?login\s[^\n]{0,200}?(?<=\s)-p\s{1,3}([^\s-]\S{2,128})`,
  ),
];

const HEADERS: readonly Rule[] = [
  rule(
    'TOKEN',
    ['authorization'],
    String.raw`authorization${assigns}(?:${quote})?(?:(?:bearer|basic|token|negotiate|ntlm|apikey|key|bot)\s{1,3})?(?!(?:bearer|basic|token|negotiate|ntlm|apikey|key|bot|digest|aws4-hmac-sha256|hawk|oauth)\s)${bare}`,
    { holds: isNoWord },
  ),
  rule(
    'TOKEN',
    ['authorization'],
    String.raw`authorization${assigns}(?:${quote})?(?:digest|aws4-hmac-sha256|hawk|oauth)\s{1,3}([^\n]{1,2048})`,
  ),
  rule('TOKEN', ['bearer', 'basic'], String.raw`\b(?:bearer|basic)\s{1,3}([\w.~+/-]{12,4096}={0,2})`, {
    holds: isLikelySecret,
  }),
  rule('COOKIE', ['cookie'], String.raw`\bcookie${assigns}(?:${quote})?([^\s"'\\][^"'\\\n]{0,4095})`, {
    holds: (value) => value.includes('=') && isSecret(value),
  }),
  rule(
    'COOKIE',
    ['sess', 'sid', 'auth'],
    String.raw`(?:jsessionid|phpsessid|asp\.net_sessionid|connect\.sid|laravel_session|_session|sessiontoken|\.aspxauth)=([^\s"'&;,<]{8,1024})`,
  ),
];

const URLS: readonly Rule[] = [
  rule(
    'PASSWORD',
    ['://'],
    String.raw`(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,24}://[^\s/@:?#"'<>]{0,64}:([^\s/?#"'<>]{1,256})@`,
  ),
  rule('PASSWORD', ['jdbc:oracle'], String.raw`jdbc:oracle:\w{1,8}:[^\s/@:]{1,64}/([^\s@]{1,128})@`),
  rule('TOKEN', ['://'], String.raw`(?<![a-z0-9+.-])https?://([^\s/@:?#"'<>]{16,256})@`, {
    holds: isLikelySecret,
  }),
  rule(
    'TOKEN',
    ['sig', 'key', 'code', 'token', 'credential'],
    String.raw`[?&;](?:sig|signature|x-amz-(?:signature|credential|security-token)|x-goog-(?:signature|credential)|key|code|access_token|id_token|refresh_token|auth|hmac|sv_sig)=([^\s"'&<>]{6,4096})`,
    { holds: (value) => isSecret(value) && (value.length >= 16 || isMixed(value)) },
  ),
];

const KEYS: readonly Rule[] = [
  rule(
    'PRIVATE_KEY',
    ['private key'],
    String.raw`-----BEGIN[ A-Z0-9]{0,40}PRIVATE KEY(?: BLOCK)?-----([\s\S]*?)(?:-----END[ A-Z0-9]{0,40}-----|$)`,
    { holds: (value) => value.trim() !== '' && isSecret(value.trim()) },
  ),
  {
    // A PEM file logged line by line: the lines between have no name, only their width and alphabet.
    kind: 'PRIVATE_KEY',
    words: [''],
    pattern: /(?<!\S)[A-Za-z0-9+/]{60,76}={0,2}(?!\S)/dg,
    entropy: 4.5,
    holds: (value) => /[A-Z]/.test(value) && /[a-z]/.test(value) && /\d/.test(value),
  },
  {
    kind: 'PRIVATE_KEY',
    words: ['putty-user-key-file'],
    pattern: /PuTTY-User-Key-File-\d:([\s\S]+)$/dg,
  },
  {
    kind: 'JWT',
    words: ['eyj'],
    pattern: /(?<![\w-])eyJ[\w-]{10,4096}\.(?:eyJ)?[\w-]{6,8192}(?:\.[\w-]{0,2048}){0,3}/dg,
  },
];

export const NAMED_RULES: readonly Rule[] = [...KEYS, ...HEADERS, ...URLS, ...ASSIGNED, ...OPTIONS];
