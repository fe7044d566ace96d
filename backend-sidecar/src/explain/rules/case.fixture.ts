import type { LogClass, Severity } from '@presage/contract';
import { SIGNATURES } from '../../../knowledge/signatures.ts';
import type { Gathered, Line } from '../line.ts';

/** Seconds, service, class, message; a leading `>` marks the explained line. Signature by its id after `#` of the class. */
export type Told = readonly [seconds: number, service: string, verdict: string, message: string];

const SEVERITY: Readonly<Record<LogClass, Severity>> = {
  incident: 'error',
  preventive_action: 'warning',
  normal: 'info',
};

function lineOf([seconds, service, verdict, message]: Told, index: number): Line {
  const [name = '', signature] = verdict.replace('>', '').split('#');
  const logClass: LogClass = name === 'bad' ? 'incident' : name === 'warn' ? 'preventive_action' : 'normal';
  return {
    id: `L${index + 1}`,
    eventId: `e${index + 1}`,
    timeMs: Date.UTC(2026, 0, 5, 8) + seconds * 1000,
    service,
    host: 'h1',
    message,
    logClass,
    severity: SEVERITY[logClass],
    templateId: message.replace(/\d+/g, '#'),
    signature: SIGNATURES.find(({ id }) => id === signature),
  };
}

/** The lines as they would be gathered. */
export function gathered(...told: readonly Told[]): Gathered {
  const lines = told.map(lineOf);
  const target = lines[told.findIndex(([, , verdict]) => verdict.startsWith('>'))];
  if (target === undefined) throw new Error('No line is marked with >.');
  const context = {
    origin: 'request' as const,
    window: { from: '', to: '' },
    filter: '',
    shown: lines.length,
    total: lines.length,
    target: target.id,
    lines: [],
  };
  return { target, lines, novelty: undefined, context };
}
