/**
 * What is hidden before a text leaves: one rule a form of secret or personal datum.
 * A rule's pattern runs only on a text that holds one of its words, and every repeat in it is bounded,
 * so the time of a text grows with its length and nothing else.
 */
export interface Rule {
  /** What stands in for the value: `<EMAIL_1>`. */
  readonly kind: Kind;
  /** In lower case; a text that holds none of them is passed over. */
  readonly words: readonly string[];
  /**
   * Global and with indices (`dg`). The value is the first group that took part, or the whole match. Or what finds the values,
   * where they have no place of their own beside what tells of them.
   */
  readonly pattern: RegExp | ((text: string) => Iterable<Place>);
  /** Least Shannon entropy of the value in bits a character. */
  readonly entropy?: number;
  /** A last look at the value, for what a pattern cannot say. */
  readonly holds?: (value: string) => boolean;
}

/** Where a value stands: [from, to). */
export type Place = [from: number, to: number];

/** The kinds of values; a personal one may be shown again to who may read the line anyway, a secret never. */
export const KINDS = {
  SECRET: { restorable: false },
  PASSWORD: { restorable: false },
  TOKEN: { restorable: false },
  COOKIE: { restorable: false },
  JWT: { restorable: false },
  PRIVATE_KEY: { restorable: false },
  CARD: { restorable: false },
  IBAN: { restorable: false },
  EMAIL: { restorable: true },
  PHONE: { restorable: true },
  IP: { restorable: true },
  HOST: { restorable: true },
} as const;

export type Kind = keyof typeof KINDS;

/** Part of the key of every cached answer: raised whenever a rule changes. */
export const REDACTION_VERSION = 3;
