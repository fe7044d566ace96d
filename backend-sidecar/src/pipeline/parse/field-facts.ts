/**
 * In: a field's name and value. Out: what the value says of how things went, undefined for nearly all. Loggers print bland messages
 * ("request completed") at level info and leave it to fields to tell that the request failed.
 */
import type { Fact } from '../fact.ts';

export type FactKind = 'status' | 'exit' | 'error' | 'outcome' | 'success';

const list = (text: string): readonly string[] => text.split(' ');

/** Names that stand whole, or as the last part of a name with dots. `status` is asked for both a number and a word. */
const NAMES: readonly (readonly [FactKind, readonly string[]])[] = [
  [
    'status',
    list(
      'status status_code statusCode StatusCode http_status httpStatus http.status http.status_code http.statusCode ' +
        'http.response.status http.response.status_code response.status response.status_code response.statusCode ' +
        'response_code responseCode response_status res.status res.statusCode httpRequest.status DownstreamStatus sc-status sc_status elb_status_code ' +
        'target_status_code upstream_status http_code httpCode EdgeResponseStatus',
    ),
  ],
  [
    'exit',
    list('exit_code exitCode ExitCode exitcode exit_status exitStatus returncode return_code returnCode'),
  ],
  [
    'error',
    list(
      'error err Error ERROR exception Exception exc_info error_message errorMessage ErrorMessage error_msg errorMsg errmsg err_msg ' +
        'errorCode error_code errorVerbose error_stack stack_trace stackTrace StackTrace stacktrace traceback @x',
    ),
  ],
  ['outcome', list('result outcome state conclusion job_status')],
  ['success', list('success succeeded successful is_success isSuccess ok')],
];
const KIND_OF: ReadonlyMap<string, FactKind> = new Map(
  NAMES.flatMap(([kind, names]) => names.map((name) => [name, kind] as const)),
);
/** What an error that is an object of fields is made of: `error.message`, `err.stack`. */
const PARTS: ReadonlySet<string> = new Set(
  list(
    'message msg type kind class name stack stack_trace stackTrace stacktrace errmsg codeName code reason detail details cause',
  ),
);

/** What a field by this name tells; undefined = nothing of the kind. Worked out once a name, see level.ts. */
export function factKindOf(name: string): FactKind | undefined {
  const whole = KIND_OF.get(name);
  if (whole !== undefined) return whole;
  const dot = name.lastIndexOf('.');
  if (dot < 0) return undefined;
  const last = KIND_OF.get(name.slice(dot + 1));
  // Behind any part a status may be that of something else.
  if (last !== undefined && last !== 'status') return last;
  if (!PARTS.has(name.slice(dot + 1))) return undefined;
  const parent = name.slice(name.lastIndexOf('.', dot - 1) + 1, dot);
  return KIND_OF.get(parent) === 'error' ? 'error' : undefined;
}

/** Values of an error's field that mean there was none. */
const NO_ERROR: ReadonlySet<string> = new Set([
  ...list(
    '0 null nil <nil> (nil) none None NULL Null NONE <none> nullptr undefined false False FALSE no ok OK Ok success Success',
  ),
  ...list(`- -- {} [] "" '' N/A n/a NoError no_error ERROR_SUCCESS`),
  'no error',
  'No error',
  // How Go's servers tell that they were asked to stop.
  'http: Server closed',
]);
const FAILED: ReadonlySet<string> = new Set(
  list(
    'failure failed fail error errored FAILURE FAILED FAIL ERROR Failure Failed Error crashed aborted timed_out TIMED_OUT',
  ),
);

/** What the value says under a name of the kind. */
export function factOf(kind: FactKind, value: string): Fact | undefined {
  switch (kind) {
    case 'status':
      return value.length === 3 && value.charCodeAt(0) <= NINE ? factOfStatus(value) : factOfOutcome(value);
    case 'exit':
      return /^-?\d{1,10}$/.test(value) && !ASKED_ENDS.has(value) ? 'failed' : undefined;
    case 'error':
      if (NO_ERROR.has(value) || MEASURE.test(value)) return undefined;
      return CALLERS.test(value.slice(0, LONGEST)) ? 'turned_away' : 'troubled';
    case 'outcome':
      return factOfOutcome(value);
    case 'success':
      return value === 'false' || value === 'False' ? 'troubled' : undefined;
  }
}

const NINE = 57;
/** Done, or ended by the signal that asks for it. */
const ASKED_ENDS: ReadonlySet<string> = new Set(['0', '143', '-15']);
/** How far off a model is, not what went wrong. */
const MEASURE = /^[+-]?\d*\.\d+(?:e[+-]?\d+)?%?$/i;

/** What a caller asks wrongly, may not have, or does not wait for. */
const CALLERS =
  /access ?denied|unauthori[sz]ed|unauthenticated|forbidden|invalid|malformed|not ?found|no ?such ?key|cancell?ed|already exists|duplicate|conflict/i;
/** Characters of an error that are read. */
const LONGEST = 200;

/** A request that the server failed, or turned away because there were too many. */
function factOfStatus(value: string): Fact | undefined {
  if (value === '429') return 'turned_away';
  return /^5\d\d$/.test(value) ? 'failed' : undefined;
}

function factOfOutcome(value: string): Fact | undefined {
  return FAILED.has(value) ? 'troubled' : undefined;
}
