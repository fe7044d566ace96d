/** Bytes of text[from, to) in UTF-8; counting stops once it is over `limit`. A lone surrogate counts as U+FFFD. */
export function utf8Length(text: string, limit: number, from = 0, to = text.length): number {
  let bytes = 0;
  for (let i = from; i < to && bytes <= limit; i++) {
    const c = text.charCodeAt(i);
    if (c < 0x80) bytes++;
    else if (c < 0x800) bytes += 2;
    else if (c < 0xdc00 && c >= 0xd800 && i + 1 < to && isLow(text.charCodeAt(i + 1))) {
      bytes += 4;
      i++;
    } else bytes += 3;
  }
  return bytes;
}

/** Whether text[from, to) is over `limit` bytes in UTF-8; nearly always told by its length alone. */
export function isLongerThan(text: string, limit: number, from: number, to: number): boolean {
  // No character takes more than three bytes a UTF-16 unit, and none less than one.
  if ((to - from) * 3 <= limit) return false;
  return to - from > limit || utf8Length(text, limit, from, to) > limit;
}

function isLow(c: number): boolean {
  return c >= 0xdc00 && c < 0xe000;
}
