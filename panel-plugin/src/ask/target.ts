import type { ExplainRequest, ForeignLine } from '@presage/contract';
import type { LogLine } from '../lines/line';

/** What is to be explained. */
export type Target =
  | { readonly by: 'event'; readonly eventId: string }
  /** Its newest line that needs action, else its newest. */
  | { readonly by: 'template'; readonly templateId: string; readonly service: string | undefined }
  /** A line that the sidecar need not know, with the lines shown around it. */
  | { readonly by: 'line'; readonly line: LogLine; readonly around: () => readonly LogLine[] };

export type Engine = 'model' | 'cached' | 'rules';

export interface How {
  /** `cached`: a model's earlier answer, else the rules engine's; costs nothing. */
  readonly engine: Engine;
  /** BCP 47; undefined = English. */
  readonly language?: string | undefined;
  /** Ask the model anew although it has answered before. */
  readonly refresh?: boolean;
}

/** The same for the same question, whatever the neighbours. */
export function targetKey(target: Target): string {
  if (target.by === 'event') return `event ${target.eventId}`;
  if (target.by === 'template') return `template ${target.templateId} ${target.service ?? ''}`;
  return `line ${target.line.source.uid} ${target.line.key}`;
}

export function requestOf(target: Target, { engine, language, refresh }: How): ExplainRequest {
  return {
    ...whatOf(target),
    engine,
    ...(language === undefined ? {} : { language }),
    ...(refresh === true ? { refresh } : {}),
  };
}

function whatOf(target: Target): ExplainRequest {
  if (target.by === 'event') return { event_id: target.eventId };
  if (target.by === 'template') {
    const { templateId, service } = target;
    return { template_id: templateId, ...(service === undefined ? {} : { service }) };
  }
  const { type, uid } = target.line.source;
  return {
    ...foreign(target.line, MOST_OF_LINE),
    lines: fitting(target.around()),
    ...(uid === '' ? {} : { source: { type, uid } }),
  };
}

/** Characters; at three bytes each the request stays far below the sidecar's 4 MiB. */
const MOST_OF_LINE = 60_000;
const MOST_OF_NEIGHBOUR = 4_000;
const MOST_OF_ALL = 200_000;
const MOST_NEIGHBOURS = 200;

function foreign({ message, fields, timeMs, nanos }: LogLine, most: number): ForeignLine {
  const text = message.slice(0, most);
  return {
    message: text,
    fields: JSON.stringify(fields).length <= most ? fields : {},
    time: `${timeMs}${String(nanos).padStart(6, '0')}`,
  };
}

/** The nearest come first: what does not fit is farthest away. */
function fitting(around: readonly LogLine[]): ForeignLine[] {
  const lines: ForeignLine[] = [];
  let length = 0;
  for (const one of around.slice(0, MOST_NEIGHBOURS)) {
    const line = foreign(one, MOST_OF_NEIGHBOUR);
    length += JSON.stringify(line).length;
    if (length > MOST_OF_ALL) break;
    lines.push(line);
  }
  return lines;
}

/** The lines shown around one, nearest in time first. Lines of the same datasource only: others may tell of another world. */
export function neighbours(line: LogLine, lines: readonly LogLine[]): readonly LogLine[] {
  const same = lines.filter((one) => one !== line && one.source.uid === line.source.uid);
  const at = same.map((one) => [Math.abs(one.timeMs - line.timeMs), one] as const);
  return at
    .sort(([a], [b]) => a - b)
    .slice(0, MOST_NEIGHBOURS)
    .map(([, one]) => one);
}
