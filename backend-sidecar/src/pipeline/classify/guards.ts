/** A place whose value decides whether a trouble word is meant: `errors=<*>`, `<*> errors`. */
export interface ZeroPlace {
  /** The words as the line spells them. */
  readonly anchor: string;
  readonly side: 'before' | 'after';
  /** What to take out of the template when the value is zero. */
  readonly start: number;
  readonly end: number;
}

export interface Guarded {
  /** The template without its harmless mentions of trouble. */
  readonly text: string;
  readonly zeros: readonly ZeroPlace[];
}

const TROUBLE =
  '(?:errors?|errs?|fail(?:ed|ures?|s)?|faults?|exceptions?|warnings?|problems?|issues?|alerts?|conflicts?|timeouts?|timed ?out|dropped|drops?|lost|losses|rejected|rejects|retries|crashes|violations?|panics?|deadlocks?|corrupt(?:ed|ion)?|killed|aborted|skipped|missing|invalid|unreachable|unavailable|overruns?|delayed|blocked|denied|refused|expired|degraded|cancell?ed|overloaded|unhealthy|throttled|deprecated|stale|frozen|evicted|exceeded|discarded|(?:crash|core) dumps?|unreadable|threats?|retried|bad|dead|suspended|overflows?|mismatch(?:es)?)';
const KIND =
  '(?:(?:known|new|more|other|further|critical|fatal|such|serious|major|single|unresolved|pending|outstanding|active|hardware|memory|media|parity|temperature|input|checksum|uncorrectable) )';
const NOTHING = `(?:0(?:x0+|\\.0+)?|null|nil|none|false|"(?=")|'(?='))`;

/** Said to be absent: `no errors`, `without any new errors`, `0 failed`, `not an error`, `error-free`. */
const ABSENT = new RegExp(
  `\\b(?:no|0|zero|none|without(?: any)?(?! (?:warning|notice)\\b)|not? (?:an?|any)|free of)[ ,](?:were )?${KIND}{0,2}${TROUBLE}\\b|\\berror[- ]free\\b|\\bnothing (?:is )?wrong\\b`,
  'gi',
);
/** Given as a value that means none: `error=null`, `failed: 0`, `"errorCode":0`, `errors 0`. */
const EMPTY = new RegExp(
  `${TROUBLE}[\\w.-]{0,20}["']?\\s?[=:]\\s?["']?${NOTHING}["']?(?![\\w.]*\\w)|\\b${TROUBLE} 0(?![\\w.]*\\w)`,
  'gi',
);
/** Names of things that deal with trouble: `error handler`, `on failure`, `deadlock detection`, `slow query log`. */
const NAMED = new RegExp(
  `\\b(?:${TROUBLE}|crash|oom|slow ?query|overload)[-_ ]?(?:handl(?:ers?|ing)|report(?:er|ing)|logs?|track(?:er|ing)|budget|codes|modules?|lists?|counters?|callbacks?|listeners?|support|serialization|polling|poll|timers?|queues?|templates?|detect(?:ion|or)|protection|prevention|toleran(?:t|ce)|injection|thresholds?|policy|score|recovery mode)\\b|\\bhandlers? for ${TROUBLE}|\\berror pages?\\b|\\b(?:on|if|in case of|upon) (?:error|failure)\\b|\\bretry policy\\b|\\bslow[- ]?start|\\bmachine check (?:architecture|polling|handler|support|reporting|banks?)\\b`,
  'gi',
);
/** A limit that is told, not reached: `timeout=30s`, `timeout set to 5000 ms`. */
const LIMIT =
  /\b(?:\w+[-_ ])?(?:timeout|retries)[\w.]{0,10}["']?(?:\s?[=:]\s?| (?:is )?(?:set|changed|increased|reduced) (?:from \S+ )?to | of | is )["']?(?:\d|<\*>)/gi;
/** Names of settings: `maxTaskFailures`, `max.poll.interval.ms`. */
const SETTING = /\bmax[A-Z]\w*|\bmax[_.][\w.]+/g;
/** Names of parts of a program and of switches: `ErrorController`, `DeadLetterQueue`, `onConnectionLost`, `allowPrivilegeEscalation`. */
const PART =
  /\b(?=\w*(?:Error|Fail|Fault|Exception|Crash|Lost|Loss|Dead|Bad|Kill|Retry|Timeout|Deny|Denied|Reject|Escalation|Violation|Invalid|Abort|Panic|Warning|Alert))(?:(?:[A-Z][a-z]+)+(?:Controller|Filter|Queue|Handler|Manager|Detector|Template|Listener|Callback|Policy|Factory|Provider|Service|Module|Resolver|Strategy|Interceptor|Configuration|Config|Counter|Mapper|Registrar|Registry|Tracker|Monitor|Reporter|Switch|Page|Builder)s?|(?:on|allow|enable|disable|use|ignore|suppress)(?:[A-Z][a-z]+)+)\b/g;
const HARMLESS = [ABSENT, EMPTY, NAMED, LIMIT, SETTING, PART];

/** A masked value beside a word of trouble. */
const VALUE_AFTER = new RegExp(`(${TROUBLE}[\\w.-]{0,20})["']?\\s?[=: ]\\s?["']?<\\*>`, 'gi');
const VALUE_BEFORE = new RegExp(`(?<![=:"'])<\\*> (${KIND}{0,2}${TROUBLE})\\b(?!["']?\\s?[=:])`, 'gi');
/** As many places as a template can have that split its cases. */
const MOST_ZEROS = 6;

/** An option of a command: `--on-error=mail`, `--fail-fast`. */
const OPTION = /(?<!\S)--[a-z][\w-]*/gi;
/** A command that cron or sudo ran: what it is about has not happened here. */
const COMMAND = /(?:; COMMAND=|\) CMD \().*/gs;

/**
 * A step of a unit as systemd tells it, `Stopped crash-reporter.service - Crash Reporter.`: what the unit is called and described
 * as has not happened here.
 */
const UNIT =
  /^((?:Start|Stopp|Reload|Mount|Unmount|Activat|Deactivat)(?:ed|ing)|Listening on|Finished|Closed|Set up|Unset) (?:\S{1,200}\.(?:service|socket|target|timer|mount|automount|scope|slice|path|swap|device)|[\w.@-]{0,100}<\*>(?= - [A-Z])) - .*\.$/s;
/** Words of the signature `systemd.lifecycle`. */
const STEP_OF_UNIT = '$1 systemd unit <*>';

/** A template without names: of commands, their options, and units. The model has learnt lines that have them. */
export function withoutNames(template: string): string {
  return template.replace(UNIT, STEP_OF_UNIT).replace(COMMAND, ' <*> ').replace(OPTION, ' <*> ');
}

/** Takes out of a template what mentions trouble only to say that there is none, and finds what a line's value decides. */
export function guard(template: string): Guarded {
  let text = template;
  for (const harmless of HARMLESS) text = text.replace(harmless, ' <*> ');
  const zeros = [...places(text, VALUE_AFTER, 'after'), ...places(text, VALUE_BEFORE, 'before')];
  return { text, zeros: zeros.slice(0, MOST_ZEROS) };
}

function places(text: string, pattern: RegExp, side: ZeroPlace['side']): ZeroPlace[] {
  return [...text.matchAll(pattern)].map((match) => ({
    anchor: match[1] ?? '',
    side,
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Takes the places whose bit is set out of a guarded template. */
export function withoutZeros({ text, zeros }: Guarded, isZero: (place: number) => boolean): string {
  return zeros.reduce(
    (rest, { start, end }, place) =>
      isZero(place) ? rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end) : rest,
    text,
  );
}

const NOTHINGS = ['0', 'null', 'nil', 'none', 'None', 'false', 'False', '""', "''"];
const SEPARATORS = ' =:"\'';

/** Whether the line's value at the place says "none". A plain scan: it runs for every line of such a template. */
export function isZeroAt({ anchor, side }: ZeroPlace, content: string): boolean {
  const at = content.indexOf(anchor);
  if (at < 0) return false;
  if (side === 'before')
    return content.startsWith('0 ', at - 2) && (at === 2 || ' (,'.includes(content.charAt(at - 3)));
  let start = at + anchor.length;
  while (start < content.length && SEPARATORS.includes(content.charAt(start))) start++;
  if (content.startsWith('""', start - 2) || content.startsWith("''", start - 2)) return true;
  const nothing = NOTHINGS.find((word) => content.startsWith(word, start));
  return nothing !== undefined && endsThere(content, start + nothing.length);
}

function endsThere(content: string, at: number): boolean {
  if (content[at] === 'x') return /^x0+(?!\w)/.test(content.slice(at, at + 20));
  if (content[at] === '.') return !/^\.(?:0*[1-9]|\D*[1-9])/.test(content.slice(at, at + 4));
  return !isPartOfWord(content, at);
}

function isPartOfWord(content: string, at: number): boolean {
  const code = content.charCodeAt(at) | 32;
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57 && content.charCodeAt(at) >= 48);
}
