import { Pseudonyms } from './pseudonyms.ts';
import { isPlaceholder } from './placeholder.ts';
import { redact, type RedactOptions, type Redacted } from './redact.ts';
import type { Kind } from './rule.ts';

/** Fields whose whole value is hidden: the name says what the value alone does not. The last part of a name counts. */
const NAMED: readonly [name: RegExp, kind: Kind][] = [
  [
    /(?:(?:password|passwd)(?:[._-]?hash)?|passphrase|passcode|(?:^|[._-])(?:pwd|pass|psk|(?:nt|lm|ntlm)[_-]?hash))$/i,
    'PASSWORD',
  ],
  [/(?:^|[._-])(?:set-)?cookies?$/i, 'COOKIE'],
  [/(?:^|[._-])(?:proxy-)?authorization$/i, 'TOKEN'],
  [
    /(?:secret|token|credentials?|(?:api|secret|access|private|signing|encryption|account|auth)[_-]?key)$/i,
    'SECRET',
  ],
];

/** As `redact`, for a field's value: also hidden when only the field's name tells that it is a secret. */
export function redactField(name: string, value: string, options: RedactOptions = {}): Redacted {
  const kind = NAMED.find(([pattern]) => pattern.test(name.slice(-200)))?.[1];
  if (kind === undefined || isPlaceholder(value)) return redact(value, options);
  const names = options.names ?? new Pseudonyms();
  return { text: names.nameOf(kind, value), hidden: 1, pseudonyms: new Map() };
}
