import type { TimeReader } from './time.ts';

/** A line as container runtimes write it to disk (CRI): `2026-01-02T03:04:05.123456789Z stdout F text`. */
export interface ContainerLine {
  readonly stream: 'stdout' | 'stderr';
  /** The runtime cut the line here; its rest follows in the next one. */
  readonly isPartial: boolean;
  readonly textStart: number;
}

/** The time goes into the reader. Undefined when the text is not of this form. */
export function readContainerLine(reader: TimeReader, text: string): ContainerLine | undefined {
  // Told apart from other lines before anything is computed.
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(10) !== 84) return undefined;
  const blank = text.indexOf(' ');
  const isOut = text.startsWith('stdout ', blank + 1);
  if (blank < 20 || !(isOut || text.startsWith('stderr ', blank + 1))) return undefined;
  const tag = text.charCodeAt(blank + 8);
  const isPartial = tag === 80;
  const next = text.charCodeAt(blank + 9);
  if ((tag !== 70 && !isPartial) || (next !== 32 && !Number.isNaN(next))) return undefined;
  if (reader.dateTime(text, 0) !== blank) return undefined;
  return { stream: isOut ? 'stdout' : 'stderr', isPartial, textStart: Math.min(blank + 10, text.length) };
}
