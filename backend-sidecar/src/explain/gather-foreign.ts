import type { Asked } from './asked.ts';
import type { ExplainParts } from './parts.ts';
import type { Gathered } from './line.ts';
import { contextOf, lineMaker, numbered } from './to-line.ts';

/** A line of another datasource with the lines shown around it, judged as they would be on arrival. Asks no store. */
export function gatherForeign(
  parts: ExplainParts,
  tenant: string,
  { line, around }: Extract<Asked, { by: 'line' }>,
): Gathered {
  const make = lineMaker(parts, tenant);
  const isTarget = (one: { message: string; timeMs: number }): boolean =>
    one.message === line.message && one.timeMs === line.timeMs;
  const others = around.filter((one) => !isTarget(one)).map((one) => make(one, false));
  const ordered = numbered(make(line, true), others);
  const times = ordered.lines.map(({ timeMs }) => timeMs);
  const window = {
    from: new Date(Math.min(...times)).toISOString(),
    to: new Date(Math.max(...times)).toISOString(),
  };
  const facts = { origin: 'request' as const, window, filter: 'the lines shown around it', total: 0 };
  return { ...ordered, novelty: undefined, context: contextOf(ordered, facts) };
}
