/** The value of the digit at `at`, -1 when there is none (also past the end). */
export function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : -1;
}

/** The value of exactly two digits at `at`, -1 when they are not there. */
export function twoDigits(text: string, at: number): number {
  const tens = digit(text, at);
  const ones = digit(text, at + 1);
  return tens < 0 || ones < 0 ? -1 : tens * 10 + ones;
}

/** The value of exactly four digits at `at`, -1 when they are not there. */
export function fourDigits(text: string, at: number): number {
  const high = twoDigits(text, at);
  const low = twoDigits(text, at + 2);
  return high < 0 || low < 0 ? -1 : high * 100 + low;
}

/** Where the run of digits that starts at `at` ends (`at` when there is none). */
export function digitsEnd(text: string, at: number): number {
  let end = at;
  while (digit(text, end) >= 0) end++;
  return end;
}
