/** Shannon entropy of the characters, in bits a character; 0 for an empty text. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** ISO/IEC 7812-1, annex B, over the digits of the text; what is no digit is passed over. */
export function isLuhn(text: string): boolean {
  const digits = Array.from(text.replace(/\D/g, ''), Number).reverse();
  const sum = digits.reduce((total, digit, place) => total + (place % 2 === 0 ? digit : doubled(digit)), 0);
  return sum % 10 === 0;
}

function doubled(digit: number): number {
  return digit > 4 ? digit * 2 - 9 : digit * 2;
}

/** ISO 13616: the check digits make the rearranged number leave 1 when divided by 97. */
export function isIban(text: string): boolean {
  const plain = text.replace(/[ -]/g, '');
  if (plain.length < 15 || plain.length > 34) return false;
  let rest = 0;
  for (const character of plain.slice(4) + plain.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** Letters of both cases, or letters and digits: what a word of a sentence is not. */
export function isMixed(text: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(text)).length;
  return kinds >= 2 && !/^[A-Z][a-z]+$/.test(text);
}

/** Card numbers begin with a scheme's digits and have its length; a repeated digit is a filler. */
export function isCard(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  return CARD_SCHEMES.some((scheme) => scheme.test(digits)) && !/^(\d)\1+$/.test(digits) && isLuhn(digits);
}

/** Visa, Mastercard, American Express, Discover, JCB, Diners Club, UnionPay. */
const CARD_SCHEMES = [
  /^4(?:\d{12}|\d{15}|\d{18})$/,
  /^(?:5[1-5]|2[2-7])\d{14}$/,
  /^3[47]\d{13}$/,
  /^6(?:011|4[4-9]\d|5\d\d)\d{12}$/,
  /^35\d{14}$/,
  /^3(?:0[0-5]|[689]\d)\d{11}$/,
  /^62\d{14,17}$/,
];
