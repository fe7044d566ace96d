import { neighbours, type Target } from '../ask/target';
import type { LogLine } from '../lines/line';
import type { PanelOptions } from '../options';

/** What the explanation side of the panel shows. */
export interface Opened {
  readonly target: Target;
  /** Asked for when the store does not know the target. */
  readonly otherwise: Target | undefined;
  /** Undefined for a line that the panel's query does not give. */
  readonly line: LogLine | undefined;
}

/** A line that carries our id is known to the store; any other is sent with the lines around it. */
export function openedLine(line: LogLine, lines: readonly LogLine[], isOurs: boolean): Opened {
  const asLine: Target = { by: 'line', line, around: () => neighbours(line, lines) };
  if (line.eventId === undefined) return { target: asLine, otherwise: undefined, line };
  // A line that another datasource shows of our store may be of another tenant, or gone from ours.
  return { target: { by: 'event', eventId: line.eventId }, otherwise: isOurs ? undefined : asLine, line };
}

/** The line that a link names by the dashboard's variables; undefined where none does. */
export function linkedTarget(
  { eventId, templateId, service }: Pick<PanelOptions, 'eventId' | 'templateId' | 'service'>,
  replace: (text: string) => string,
): Target | undefined {
  const event = resolved(eventId, replace);
  if (event !== undefined) return { by: 'event', eventId: event };
  const template = resolved(templateId, replace);
  if (template === undefined) return undefined;
  return { by: 'template', templateId: template, service: resolved(service, replace) };
}

/** A variable that does not exist stays as it is written. */
function resolved(text: string, replace: (text: string) => string): string | undefined {
  const value = replace(text).trim();
  return value === '' ||
    value.includes('${') ||
    (value === text.replace(/[{}]/g, '') && value.startsWith('$'))
    ? undefined
    : value;
}
