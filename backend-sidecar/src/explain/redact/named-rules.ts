import { isMixed } from './checks.ts';
import { isLikelyPassword, isLikelySecret, isNoWord, isSecret } from './likely.ts';
import { assigns, bare, colon, CREDENTIAL, equals, PASSWORD, quote, quoted, wrapped } from './notation.ts';
import type { Kind, Rule } from './rule.ts';

/** Secrets known by what stands beside them: a name and a sign of assignment, a header, a URL. */
const PASSWORD_WORDS = ['pass', 'pwd'];
const CREDENTIAL_WORDS = ['secret', 'token', 'credential', 'key', 'psk', '_auth'];

function rule(kind: Kind, words: readonly string[], form: string, more: Partial<Rule> = {}): Rule {
  return { kind, words, pattern: new RegExp(form, 'dgi'), holds: isSecret, ...more };
}

const ASSIGNED: readonly Rule[] = [
  rule('PASSWORD', PASSWORD_WORDS, `${PASSWORD}${assigns}(?:${wrapped}|${bare})`),
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
    'SECRET',
    ['value'],
    String.raw`(?:password|passwd|secret|token|api_?key)(?:${quote})?[,;]?\s{0,40}(?:${quote})?value${assigns}(?:${quoted}|${bare})`,
  ),
  // What a plan of changes shows: the old value, then the new one.
  rule(
    'PASSWORD',
    PASSWORD_WORDS,
    String.raw`${PASSWORD}${assigns}"[^"\n]{0,1024}"\s{0,3}[=-]>\s{0,3}${quoted}`,
  ),
  rule(
    'PASSWORD',
    ['%3d'],
    String.raw`(?:password|passwd|secret|token|api_?key)(?:%5D)?%3D((?:(?!%26)[^\s&"'<>]){1,1024})`,
  ),
  rule('SECRET', ['_pat'], String.raw`(?<![a-z])[a-z_]{2,40}_pat${equals}${bare}`, { holds: isLikelySecret }),
  rule('SECRET', ['"auth'], String.raw`"auth\\?"\s?:\s?\\?"([\w+/]{16,1024}={0,2})\\?"`, {
    holds: isLikelySecret,
  }),
  rule('SECRET', ['</'], `<[\\w:-]{0,40}(?:password|passwd|secret|token|apikey)>([^<]{1,1024})</`),
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
  rule('COOKIE', ['cookies'], String.raw`\bcookies${assigns}\{([^}\n]{1,4096})\}`),
  rule(
    'COOKIE',
    ['curl'],
    String.raw`\bcurl\s[^\n]{0,300}?(?<=\s)(?:-b|--cookie)[ =]["']?([^\s"'=]{1,128}=[^\s"']{1,4096})`,
  ),
  rule(
    'COOKIE',
    ['sess', 'sid', 'auth'],
    String.raw`(?:jsessionid|phpsessid|asp\.net_sessionid|connect\.sid|laravel_session|_session|sessiontoken|\.aspxauth)=([^\s"'&;,<]{8,1024})`,
  ),
];

/** Stores whose addresses hold passwords with a slash that nobody escaped; behind a host the port comes first. */
const STORES = String.raw`(?:postgres(?:ql)?|mysql2?|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|cockroachdb|clickhouse|mssql|sqlserver|oracle|nats|kafka|ldaps?|mqtts?)`;

const URLS: readonly Rule[] = [
  rule('PASSWORD', ['://'], String.raw`\b${STORES}://[^\s/@:?#"'<>]{0,64}:(?!\d{1,5}/)([^\s@"'<>,]{1,256})@`),
  rule(
    'PASSWORD',
    ['@tcp', '@unix', '@cloudsql'],
    String.raw`(?<![\w/:])[\w.-]{1,64}:([^\s"'@]{1,128})@(?:tcp6?|unix|cloudsql\w{0,10})\(`,
  ),
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
  // A link that lets in whoever has it.
  rule(
    'TOKEN',
    ['reset', 'password', 'confirm', 'activat', 'magic'],
    String.raw`/(?:[\w-]{0,20}(?:password|reset|confirm|activat|magic)[\w-]{0,20}/){1,3}([\w-]{20,512})(?![\w./-])`,
    { holds: isLikelySecret },
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

export const NAMED_RULES: readonly Rule[] = [...KEYS, ...HEADERS, ...URLS, ...ASSIGNED];
