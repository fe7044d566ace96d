const PIECE = 1024;

/** The same text in memory of its own: a slice would keep the whole request that it was cut from. */
export function flatCopy(text: string): string {
  let copy = '';
  for (let from = 0; from < text.length; from += PIECE) {
    const codes: number[] = [];
    const to = Math.min(text.length, from + PIECE);
    for (let i = from; i < to; i++) codes.push(text.charCodeAt(i));
    copy += String.fromCharCode(...codes);
  }
  return copy;
}
