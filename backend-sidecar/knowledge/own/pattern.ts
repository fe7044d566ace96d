import { RE2JS } from 're2js';
import type { LinePattern } from '../signature.ts';

/** A pattern sees no more of a line, so that one line's cost is bounded. */
const SEEN = 4096;

/** A pattern in RE2 syntax: linear in the line, so no pattern can stall the road. Text = why it cannot be used. */
export function compilePattern(source: string): LinePattern | string {
  try {
    const compiled = RE2JS.compile(source);
    return { source, test: (line) => compiled.matcher(line.slice(0, SEEN)).find() };
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}
