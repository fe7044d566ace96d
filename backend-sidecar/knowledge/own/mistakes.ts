/** What is wrong with a user's file, and where. */
export interface Mistake {
  /** From 1. */
  readonly line: number;
  /** A sentence with the fact and the way out. */
  readonly reason: string;
}

/** As many are told at once. */
const MOST_TOLD = 5;

/** One line a mistake, the first few only. */
export function told(mistakes: readonly Mistake[]): string {
  const sorted = [...mistakes].sort((a, b) => a.line - b.line);
  const lines = sorted.slice(0, MOST_TOLD).map(({ line, reason }) => `line ${line}: ${reason}`);
  if (sorted.length > MOST_TOLD) lines.push(`and ${sorted.length - MOST_TOLD} more`);
  return lines.join('\n');
}
