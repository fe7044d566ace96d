import type { LogClass, Severity } from '@presage/contract';

/** The contract's words (contract/schema.json); a test fails when they drift. */
export const CLASSES = ['incident', 'preventive_action', 'normal'] as const satisfies readonly LogClass[];
export const SEVERITIES = [
  'critical',
  'error',
  'warning',
  'info',
  'debug',
  'trace',
] as const satisfies readonly Severity[];

/** The datasource that a line was shown by. */
export interface LineSource {
  readonly refId: string;
  /** Plugin id; '' where the frame does not say. */
  readonly type: string;
  readonly uid: string;
}

/** A log line of any datasource, as the panel shows it. What it does not say of itself is undefined. */
export interface LogLine {
  /** The same for the same line after a refresh; unique among the lines shown. */
  readonly key: string;
  readonly eventId: string | undefined;
  readonly timeMs: number;
  /** Nanoseconds within the millisecond, 0…999,999. */
  readonly nanos: number;
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly logClass: LogClass | undefined;
  readonly severity: Severity | undefined;
  readonly score: number | undefined;
  readonly templateId: string | undefined;
  readonly service: string | undefined;
  /** A person has set the class of the line's template. */
  readonly corrected: boolean;
  /** The class was asked for by its text and fields alone: the line itself has none. */
  readonly isJudged: boolean;
  /** Why it has no class although one was looked for. */
  readonly undecided: string | undefined;
  readonly source: LineSource;
}

export const FIELD = {
  eventId: 'presage_event_id',
  class: 'presage_class',
  severity: 'presage_severity',
  templateId: 'presage_template_id',
  score: 'presage_score',
  corrected: 'presage_corrected',
} as const;

/** Fields that say who wrote a line; the first that it has counts. */
const SERVICE_FIELDS = [
  'service',
  'service.name',
  'service_name',
  'app',
  'application',
  'container',
  'unit',
  'job',
] as const;

export function serviceOf(fields: Readonly<Record<string, string>>): string | undefined {
  for (const name of SERVICE_FIELDS) {
    const value = fields[name];
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}
