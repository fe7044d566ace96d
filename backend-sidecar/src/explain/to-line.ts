import type { ExplainContext, LogClass, Severity } from '@presage/contract';
import type { ExplainParts, Judged } from './parts.ts';
import type { Line } from './line.ts';

/** A line as it was found, before it has an id. */
export interface Found {
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly timeMs: number;
}

/** Fields that say who wrote a line, and where; the first that it has counts. */
export const SERVICE = [
  'service',
  'service.name',
  'service_name',
  'app',
  'application',
  'container',
  'unit',
  'job',
];
export const HOST = ['host', 'hostname', 'host.name', 'instance', 'node'];

function firstOf(fields: Found['fields'], names: readonly string[]): string {
  const name = names.find((one) => fields[one] !== undefined && fields[one] !== '');
  return name === undefined ? '' : (fields[name] ?? '');
}

/**
 * Makes lines of one tenant. The class that stands in the row is kept, unless a person has corrected it; the pipeline is asked
 * for what the row does not say, once for each template and class.
 */
export function lineMaker(parts: ExplainParts, tenant: string): (found: Found, explained: boolean) => Line {
  const corrected = parts.corrected(tenant);
  const judged = new Map<string, Judged | undefined>();
  const judge = (found: Found): Judged | undefined => {
    const { presage_template_id: id = '', presage_class: stored = '' } = found.fields;
    const key = `${id} ${stored}`;
    if (id === '' || !judged.has(key)) judged.set(key, parts.judge(tenant, found));
    return judged.get(key);
  };
  return (found, explained) => {
    const { fields } = found;
    const stored = fields['presage_class'] as LogClass | undefined;
    const needsJudge = stored !== 'normal' || explained;
    const verdict = needsJudge ? judge(found) : undefined;
    const templateId = fields['presage_template_id'] ?? verdict?.templateId ?? '';
    const byPerson = corrected.findLast(
      (one) => one.ids.includes(templateId) && (fields['service'] ?? one.service) === one.service,
    )?.class;
    return {
      id: '',
      eventId: fields['presage_event_id'] ?? '',
      timeMs: found.timeMs,
      service: firstOf(fields, SERVICE),
      host: firstOf(fields, HOST),
      message: found.message,
      logClass: byPerson ?? stored ?? verdict?.class ?? 'normal',
      severity: (fields['presage_severity'] as Severity | undefined) ?? verdict?.severity ?? 'info',
      templateId,
      signature: parts.signature(verdict?.signature ?? ''),
      ...(explained ? { by: byPerson === undefined ? verdict?.by : 'human', fields: ownOf(fields) } : {}),
    };
  };
}

/** All that arrived with the line, without what we or the store added. */
function ownOf(fields: Found['fields']): Found['fields'] {
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => !/^(presage_|_stream|_time$|_msg$)/.test(name)),
  );
}

/** As many lines as an engine reads; those nearest the explained one are kept. */
export const MOST_LINES = 500;
const MESSAGE_SHOWN = 4096;

/** The lines in time order with their ids, at most MOST_LINES, the target among them. */
export function numbered(target: Line, others: readonly Line[]): { target: Line; lines: readonly Line[] } {
  const near = [...others]
    .sort((a, b) => Math.abs(a.timeMs - target.timeMs) - Math.abs(b.timeMs - target.timeMs))
    .slice(0, MOST_LINES - 1);
  const ordered = [...near, target].sort(
    (a, b) => a.timeMs - b.timeMs || (a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0),
  );
  const lines = ordered.map((line, i) => ({ ...line, id: `L${i + 1}` }));
  const own = lines[ordered.indexOf(target)];
  if (own === undefined) throw new Error('The explained line is not among its lines.');
  return { target: own, lines };
}

export function contextOf(
  { target, lines }: { readonly target: Line; readonly lines: readonly Line[] },
  facts: Pick<ExplainContext, 'origin' | 'window' | 'filter' | 'total'>,
): ExplainContext {
  return {
    origin: facts.origin,
    window: facts.window,
    filter: facts.filter,
    shown: lines.length,
    total: Math.max(facts.total, lines.length),
    target: target.id,
    lines: lines.map(({ id, eventId, timeMs, service, message, logClass, severity }) => ({
      id,
      event_id: eventId,
      time: new Date(timeMs).toISOString(),
      service,
      message: message.slice(0, MESSAGE_SHOWN),
      class: logClass,
      severity,
    })),
  };
}
