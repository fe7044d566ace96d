/** A field that Presage adds to a stored row, or joins to it from the template table. */
export interface FieldFact {
  readonly name: string;
  readonly type: 'string' | 'number' | 'time';
  /** `row`: written with every line. `joined`: a property of the line's template, added when asked for. */
  readonly stored: 'row' | 'joined';
  readonly description: string;
}

export const FIELDS = [
  {
    name: 'presage_event_id',
    type: 'string',
    stored: 'row',
    description: 'Id of the line: `<time ms, base36>-<origin>-<position>`. Sorts as the lines arrived.',
  },
  {
    name: 'presage_class',
    type: 'string',
    stored: 'row',
    description:
      '`incident`, `preventive_action` or `normal`, as decided when the line was written; absent = not decided.',
  },
  {
    name: 'presage_severity',
    type: 'string',
    stored: 'row',
    description: '`critical`, `error`, `warning`, `info`, `debug` or `trace`.',
  },
  {
    name: 'presage_template_id',
    type: 'string',
    stored: 'row',
    description: 'Id of the template the line was made from (16 hex digits).',
  },
  {
    name: 'presage_score',
    type: 'number',
    stored: 'row',
    description:
      'How unusual the line itself is, 0 and up; above 1 is anomalous. The greater of how new its template is and how far out its values are, and up to 1 more for being what its service has too much of. Written from 0.5 up.',
  },
  {
    name: 'presage_category',
    type: 'string',
    stored: 'joined',
    description: 'What kind of event the template is.',
  },
  {
    name: 'presage_by',
    type: 'string',
    stored: 'joined',
    description: 'Who decided the verdict: `human`, `llm`, `signature`, `level`, `model` or `default`.',
  },
  {
    name: 'presage_confidence',
    type: 'number',
    stored: 'joined',
    description:
      'How sure the verdict is, 0…1. Measured for signatures, levels and words; of a person 1; of a language model (`llm`) its own word, .65 or .8.',
  },
  {
    name: 'presage_corrected',
    type: 'string',
    stored: 'joined',
    description:
      "`true` where a person has set the class of the line's template; `presage_class` is then theirs.",
  },
] as const satisfies readonly FieldFact[];

export type RowField = Extract<(typeof FIELDS)[number], { stored: 'row' }>['name'];

/** Field names that arriving lines may not claim: they move to `orig.<name>`. */
export const RESERVED_PREFIX = 'presage_';
export const RESERVED_NAMES: readonly string[] = ['_stream', '_stream_id'];

/** VictoriaLogs drops rows beyond these; they are refused at the door instead, with the reason. */
export const LIMITS = {
  lineBytes: 256 * 1024,
  fieldsPerLine: 1000,
  fieldNameBytes: 128,
  streamFields: 8,
} as const;

/** Stream fields of a line whose sender names none: those of these that the line has. */
export const DEFAULT_STREAM_FIELDS: readonly string[] = ['service', 'env', 'host'];

/** The service of lines that say none, as templates, counters, scores and alerts name it. */
export const UNKNOWN_SERVICE = 'unknown';

/** The reserved stream that keeps templates and corrections in the log store. */
export const TEMPLATE_STREAM_FIELD = 'presage_stream';
export const TEMPLATE_STREAM_VALUE = 'templates';
