/** Characters of a file's beginning that are looked at. */
const LOOKED_AT = 1000;
/** More of what is no character than a text in some old encoding has. */
const MOST_STRANGE = 0.3;

/** Why a file is no text to read rows of, and what to do, told by its (decompressed) beginning; undefined = it is text. */
export function whyUnreadable(beginning: string): string | undefined {
  const head = beginning.slice(0, LOOKED_AT);
  if (head.startsWith('PK\u0003\u0004'))
    return 'It is a zip archive or a spreadsheet: upload what is in it, a spreadsheet saved as CSV.';
  // Bytes that are no UTF-8 are read as U+FFFD: two of them are the mark of UTF-16.
  if (head.startsWith('\ufffd\ufffd') && head.includes('\0'))
    return 'It is UTF-16, as PowerShell writes: save it as UTF-8 and upload it again.';
  const strange = head.match(/\ufffd|(?![\0\t\n\v\f\r])\p{Cc}/gu)?.length ?? 0;
  return strange > head.replaceAll('\0', '').length * MOST_STRANGE
    ? 'It is not text: CSV, JSON lines and plain text in UTF-8 can be read, also as gzip or zstd.'
    : undefined;
}
