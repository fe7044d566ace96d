import type { Rule } from './rule.ts';

/**
 * Passwords in the form in which systems keep them and tools print them: whoever has a hash tries passwords against it at leisure,
 * and Windows takes some hashes in place of the password.
 */
function hash(words: readonly string[], form: string): Rule {
  return { kind: 'PASSWORD', words, pattern: new RegExp(form, 'dgi') };
}

const hex = (length: string): string => `[0-9a-f]{${length}}(?![0-9a-f])`;

const KEPT: readonly Rule[] = [
  {
    // As `/etc/shadow` and web frameworks keep passwords: `$2b$10$…`, `$6$…`.
    kind: 'PASSWORD',
    words: ['$'],
    pattern: /(?<![\w$])\$(?:2[abxy]|[1256789]|y|gy|apr1|argon2(?:id|i|d))\$[\w./$=,+-]{20,256}/dg,
  },
  hash(
    ['{'],
    String.raw`\{(?:s?(?:sha|md5)-?\d{0,3}|crypt|pbkdf2[\w-]{0,12}|argon2|bcrypt)\}([\w+/=.$,-]{16,512})`,
  ),
  hash(
    ['pbkdf2', 'scrypt:', 'bcrypt', 'sha1$', 'md5$'],
    String.raw`(?<![\w$])(?:pbkdf2_sha\d{1,3}|pbkdf2:sha\d{1,3}(?::\d{1,8})?|scrypt:\d{1,8}:\d{1,3}:\d{1,3}|bcrypt(?:_sha256)?|sha1|md5)\$([\w$./+=,-]{24,512})`,
  ),
  hash(
    ['scram-sha-'],
    String.raw`\bSCRAM-SHA-\d{1,3}\$\d{1,8}:[\w+/=]{8,128}\$[\w+/=]{8,128}:[\w+/=]{8,128}`,
  ),
  hash(['*'], String.raw`(?<![\w*])\*([0-9A-F]{40})(?![0-9A-F])`),
];

const WINDOWS: readonly Rule[] = [
  // The two halves of Windows' accounts, also as `name:500:…:…:::`.
  hash([':'], String.raw`(?<![0-9a-f])[0-9a-f]{32}:${hex('32')}`),
  hash(
    ['ntlm', 'nthash', 'nt_hash', 'lmhash', 'lm_hash', 'nt-hash', 'nt hash', 'rc4'],
    String.raw`(?<![a-z])(?:nt(?:lm)?|lm|rc4)(?:v\d)?[ _-]?(?:hash|hmac(?:_nt)?|key)?\\?["']?\s{0,12}[:=]\s{0,3}\\?["']?(${hex('32')})`,
  ),
  hash(['hashes'], String.raw`\s--?hashes[= ](?:[0-9a-f]{32})?:(${hex('32')})`),
  hash(
    ['crackmapexec', 'netexec', 'nxc', 'winrm'],
    String.raw`\s-H\s{1,3}["']?(?:[0-9a-f]{32}:)?(${hex('32')})`,
  ),
  // Challenge and answer of a log-in.
  hash(['::'], String.raw`::[^\s:]{0,64}:[0-9a-f]{16,48}:[0-9a-f]{32,48}:[0-9a-f]{16,4096}`),
  hash(
    ['$'],
    String.raw`\$(?:nt(?:lm)?|lm|netntlm(?:v2)?|dcc2?|mscash2?|krb5[a-z]{2,9}|keepass|ansible|bitlocker|office|pdf|zip2?)\$[^\s"'<>]{12,8192}`,
  ),
  hash(
    [':aes', ':des-', ':rc4'],
    String.raw`:(?:aes\d{3}-cts-[\w-]{4,24}|des-cbc-\w{3}|rc4[_-]hmac\w{0,8}):([0-9a-f]{16,64})`,
  ),
];

export const HASH_RULES: readonly Rule[] = [...KEPT, ...WINDOWS];
