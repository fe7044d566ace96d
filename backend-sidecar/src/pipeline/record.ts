/**
 * One log line as every source hands it on: flat, all values text (a number keeps the digits it came with).
 * Times are two safe integers because BigInt costs an allocation a line: `timeMs` milliseconds since 1970 and
 * `timeNanos` (0…999,999) the nanoseconds within that millisecond.
 */
export interface LogRecord {
  /** NaN = the line has no time of its own; it gets its batch's arrival time. */
  readonly timeMs: number;
  readonly timeNanos: number;
  /** `_msg`; may be empty when the line has only fields. */
  readonly message: string;
  /** name, value, name, value…: without `_msg` and `_time`, no name twice, no empty value, reserved names moved to `orig.*`. */
  readonly fields: readonly string[];
  /** The source's own position of the line (a file offset); becomes the event id's position. Absent = the journal sequence. */
  readonly position?: number;
}

/** A journalled request: the lines that were accepted together, in order. */
export interface RecordBatch {
  /** `AccountID:ProjectID`. */
  readonly tenant: string;
  /** Which source, for counters and shares: `jsonline`, `file`, … */
  readonly source: string;
  /** Middle part of the event id: the writer's id for push, the source's own key for pull. */
  readonly origin: string;
  /** Journal sequence of the first line; line i has sequence + i. Also the event id's position. */
  readonly sequence: number;
  readonly arrivalMs: number;
  readonly arrivalNanos: number;
  /** The time of lines that have none of their own, where it is not the arrival: the clock was put back, and arrivals never go back. */
  readonly clockMs?: number;
  /** Old lines (uploads, replays, files read from their start): they train nothing and enter no counter. */
  readonly backfill: boolean;
  /** Stream fields that the request or source names; absent = the existing ones of DEFAULT_STREAM_FIELDS. */
  readonly streamFields: readonly string[] | undefined;
  readonly records: readonly LogRecord[];
}

/** The value of a record's field, undefined when absent. */
export function fieldOf(record: LogRecord, name: string): string | undefined {
  const { fields } = record;
  for (let i = 0; i < fields.length; i += 2) if (fields[i] === name) return fields[i + 1];
  return undefined;
}

/** How lines are read: VictoriaLogs' parameters. */
export interface LineParameters {
  /** First of these with a value is the message. Default `_msg`, then `message`, `msg`, `log`, `body`. */
  readonly msgField?: readonly string[];
  /** First of these with a value is the time. Default `_time`. */
  readonly timeField?: readonly string[];
  readonly streamFields?: readonly string[];
  /** Names to drop; a trailing `*` stands for any rest. */
  readonly ignoreFields?: readonly string[];
  /** name, value added to every line. */
  readonly extraFields?: Readonly<Record<string, string>>;
  /** Fields whose ANSI colour sequences are removed. */
  readonly decolorizeFields?: readonly string[];
  /** Keys whose nested JSON stays one text value. */
  readonly preserveJsonKeys?: readonly string[];
  /** Field that holds the source's own position of the line, a whole number; consumed. */
  readonly positionField?: string;
  /**
   * The message is a raw text line of unknown format (files): JSON, logfmt and CRI are opened into fields, and a line without
   * a time field takes the time at its head, read in this zone offset (minutes east of UTC) where it names none.
   */
  readonly rawText?: { readonly zoneOffsetMinutes: number };
}
