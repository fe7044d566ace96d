import type { LogClass } from '@presage/contract';
import type { Gathered, Line } from '../line.ts';
import { kindOf } from './choice.ts';
import type { Grounded } from './grounded.ts';

/** An answer as it is kept: what it cites is named so that it is found again among other lines of the same situation. */
export interface KeptAnswer {
  readonly answer: Grounded;
  readonly logClass: LogClass;
  /** Event id of the line it was given for; '' for a line that is not in the store. */
  readonly eventId: string;
  readonly cited: Readonly<Record<string, Cited>>;
}

type Cited =
  | { readonly is: 'target' }
  | { readonly is: 'line'; readonly eventId: string; readonly kind: string; readonly timeMs: number }
  | { readonly is: 'runbook'; readonly file: string };

export function keptAnswer(answer: Grounded, logClass: LogClass, gathered: Gathered): KeptAnswer {
  const ids = new Set([
    ...answer.evidence.map(({ id }) => id),
    ...answer.likely_causes.flatMap(({ evidence_ids: of }) => of),
  ]);
  const cited: Record<string, Cited> = {};
  for (const id of ids) {
    const one = citedIn(gathered, id);
    if (one !== undefined) cited[id] = one;
  }
  return { answer, logClass, eventId: gathered.target.eventId, cited };
}

function citedIn({ target, lines, context }: Gathered, id: string): Cited | undefined {
  if (id === target.id) return { is: 'target' };
  const page = context.signals?.runbooks?.find((one) => one.id === id);
  if (page !== undefined) return { is: 'runbook', file: page.file };
  const line = lines.find((one) => one.id === id);
  if (line === undefined) return undefined;
  return { is: 'line', eventId: line.eventId, kind: kindOf(line), timeMs: line.timeMs };
}

/**
 * The answer with the ids of these lines; undefined when a cause would lose all that it rests on. Lines that are not there any
 * more are stood in for by the nearest earlier one of their kind.
 */
export function recalled(kept: KeptAnswer, gathered: Gathered): Grounded | undefined {
  const ids = new Map<string, string>();
  for (const [id, cited] of Object.entries(kept.cited)) {
    const now = idOf(cited, gathered);
    if (now !== undefined) ids.set(id, now);
  }
  const { answer } = kept;
  const evidence = answer.evidence.flatMap(({ id, why }) => {
    const now = ids.get(id);
    return now === undefined ? [] : [{ id: now, why }];
  });
  const causes = answer.likely_causes.map((cause) => ({
    ...cause,
    evidence_ids: cause.evidence_ids.flatMap((id) => ids.get(id) ?? []),
  }));
  const isWhole = causes.every((cause) => cause.evidence_ids.length > 0);
  return isWhole ? { ...answer, evidence, likely_causes: causes } : undefined;
}

function idOf(cited: Cited, { target, lines, context }: Gathered): string | undefined {
  if (cited.is === 'target') return target.id;
  if (cited.is === 'runbook') return context.signals?.runbooks?.find(({ file }) => file === cited.file)?.id;
  const same = lines.find((line) => isSame(line, cited));
  if (same !== undefined) return same.id;
  const alike = lines.filter((line) => line !== target && kindOf(line) === cited.kind);
  return (alike.findLast(({ timeMs }) => timeMs <= target.timeMs) ?? alike[0])?.id;
}

function isSame(line: Line, cited: Extract<Cited, { is: 'line' }>): boolean {
  return cited.eventId === ''
    ? line.timeMs === cited.timeMs && kindOf(line) === cited.kind
    : line.eventId === cited.eventId;
}

/** @returns undefined for a text that this version did not write */
export function readKept(text: string): KeptAnswer | undefined {
  const value = JSON.parse(text) as Partial<KeptAnswer>;
  const isKept = value.answer !== undefined && value.logClass !== undefined && value.cited !== undefined;
  return isKept ? (value as KeptAnswer) : undefined;
}
