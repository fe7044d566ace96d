import { isCard, isIban } from './checks.ts';
import type { Rule } from './rule.ts';

/** Data about persons, always hidden. */
export const PERSONAL_RULES: readonly Rule[] = [
  {
    // Not the password and host of a URL. Not the account and machine that built the kernel, which every Linux prints when it starts.
    kind: 'EMAIL',
    words: ['@', '%40'],
    pattern:
      /(?<![\p{L}\w.+%-]|:\/\/[^\s/@?#"'<>:]{0,64}:[^\s/@?#"'<>:]{0,64}|Linux version [\w.+-]{1,60} \()[\p{L}\d][\p{L}\w.+%'-]{0,63}(?:@|%40)(?:[\p{L}\d](?:[\p{L}\d-]{0,62})\.){1,8}\p{L}{2,24}(?![\p{L}\w-])/dgu,
    // `git@host` is how a repository is named.
    holds: (value) =>
      !/^git@/.test(value) &&
      !/\.(?:java|service|socket|timer|mount|png|jpe?g|gif|svg|webp|js|css)$/.test(value),
  },
  {
    kind: 'CARD',
    words: [''],
    pattern: /(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-]|\.\d)/dg,
    holds: isCard,
  },
  {
    kind: 'CARD',
    words: ['cvv', 'cvc'],
    pattern: /\bcv[vc]2?\\?["']?\s{0,2}[=:]\s{0,2}\\?["']?(\d{3,4})(?!\w)/dgi,
  },
  {
    kind: 'SECRET',
    words: ['ssn', 'social security'],
    pattern:
      /\b(?:ssn|social security (?:number|no))\b\\?["'.]?\s{0,2}[=:#]?\s{0,2}\\?["']?(\d{3}[- ]?\d{2}[- ]?\d{4})(?![\w-])/dgi,
  },
  {
    kind: 'IBAN',
    words: [''],
    pattern: /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}(?![A-Za-z0-9])/dg,
    holds: isIban,
  },
  {
    kind: 'IBAN',
    words: ['iban'],
    pattern: /iban\\?["']?\s{0,3}[=:]?\s{0,3}\\?["']?([a-z]{2}\d{2}(?:[ -]?[a-z0-9]){11,30})(?![a-z0-9])/dgi,
    holds: isIban,
  },
  {
    // International form, or North America's with its separators.
    kind: 'PHONE',
    words: ['+', '(', '-', '.'],
    pattern:
      /(?:(?<![\w.+/-])\+[1-9](?:[ .()/-]{0,2}\d){7,14}|(?<![\w.+/=:-])(?:\(\d{3}\) ?\d{3}[-. ]\d{4}|[2-9]\d{2}-[2-9]\d{2}-\d{4}))(?![\w-]|[.:]\d)/dg,
  },
  {
    kind: 'PHONE',
    words: ['phone', 'mobile', 'msisdn', 'tel', 'fax', 'sms'],
    pattern:
      /(?:phone|mobile|msisdn|\btel|\bfax|\bsms)(?:[_ -]?(?:number|no|to|nr))?\\?["']?\s{0,2}[=:]\s{0,2}\\?["']?((?:\+|00)?\d(?:[ .()/-]{0,2}\d){6,14})(?![\w.])/dgi,
  },
];

const octet = String.raw`(?:25[0-5]|2[0-4]\d|1?\d?\d)`;

export const ADDRESS_RULES: readonly Rule[] = [
  {
    kind: 'IP',
    words: ['.'],
    pattern: new RegExp(String.raw`(?<![\w.])${octet}(?:\.${octet}){3}(?![\w]|\.\d)`, 'dg'),
  },
  {
    kind: 'IP',
    words: [':'],
    pattern:
      /(?<![\w:.])(?:[0-9a-fA-F]{1,4}:){2,7}(?::?[0-9a-fA-F]{1,4}|:)(?::[0-9a-fA-F]{1,4}){0,5}(?![\w:])|(?<![\w:.])::(?:[0-9a-fA-F]{1,4}:){0,6}[0-9a-fA-F]{1,4}(?![\w:])/dg,
    holds: isVersionSix,
  },
];

/** Eight groups, or `::` and fewer; a time of day (`12:30:45`) and a MAC address are neither. */
function isVersionSix(text: string): boolean {
  const groups = text.split(':').filter((group) => group !== '').length;
  return text.includes('::') ? groups <= 7 && /[a-f]|\d{3}/i.test(text) : groups === 8;
}

export const HOST_RULES: readonly Rule[] = [
  {
    kind: 'HOST',
    words: ['.'],
    pattern:
      /(?<![\w.@/-]|(?<!:\/)\/)(?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,8}(?:com|net|org|edu|gov|io|dev|app|cloud|internal|intranet|local|localdomain|lan|corp|home|example|test|svc|de|fr|uk|eu|nl|ch|at|it|es|pl|se|no|us|ca|jp|cn|in|br|au|ru|kr|hk|tw)(?![\w-]|\.[a-z0-9])/dg,
  },
  {
    kind: 'HOST',
    words: ['host', 'node', 'server'],
    pattern: /\b(?:host(?:name)?|rhost|node|server)\\?["']?[=:]\s?\\?["']?([A-Za-z][\w.-]{1,252})/dgi,
  },
];
