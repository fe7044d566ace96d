import type { Line } from '../line.ts';

/**
 * What a line can be in a chain of events. `change`: people or a roll-out did something. `origin`: something broke by itself.
 * `effect`: somebody notices that another does not answer. `ending`: a process ended, why is not said. `other`: none of these.
 */
export type Role = 'change' | 'origin' | 'effect' | 'ending' | 'other';

const ENDING =
  /exited, code=|exit[- _]?(code|status)\W{0,2}\d|exited with|result 'exit-code'|back-?off restarting|crashloop|status=\d+\/\w+|non-?zero exit|failed to start|repeated too quickly|process completed with exit/i;
const ORIGIN =
  /out of memory|oom|panic|segfault|sigsegv|sigabrt|fatal|no space left|disk (is )?full|inode|quota exceeded|read-?only file ?system|i\/o error|certificate|x509|expired|corrupt|leak|killed|sigkill|worker timeout|concurrent map|nil pointer|nullpointer|traceback|exception|undefined|syntax|parse|yaml|permission denied|access denied|authentication failed|password|unknown (column|host|table)|does not exist|no such|missing|deadlock|blocked|lock|too many (open files|connections|clients)|max_?connections|link (is )?down|\b(link|interface|protocol|neighbou?r|port)\b.{0,60}\bdown\b|carrier|hardware|ecc|failed device|replication|election|not master|stepdown|gc pause|heap|stop(ped|ping)|shutting down|shutdown|terminat|crash|throttl|rate limit|limit exceeded|evict|clock|skew|drift|rebalanc|poll timeout|slow(?!-?down)|full|exhausted/i;
const EFFECT =
  /econnrefused|connection refused|timed? ?out|timeout|deadline exceeded|unavailable|unreachable|reset by peer|broken pipe|econnreset|etimedout|\b50[0234]\b|upstream|prematurely closed|circuit|no (live|healthy)|(cannot|could not|failed to|unable to) (connect|reach)|retry|dial tcp|pool|connection is not available|socket hang up|host is down|no data (from|for)|no (heartbeat|signal|answer|response|reply) from|went away|gone away|lost contact|no route|probe failed|unhealthy|commit failed|lookup .{0,60}(fail|no such host)/i;
const CHANGE =
  /\b(deploy(ed|ing|ment)|deploy (of|to|v?\d|version|start|finish|done|complete)|roll(ed|ing)? ?out|rollout|releas(e|ed|ing)|upgrad(e|ed|ing)|updated? to|new version|version changed|migrat(e|ed|ion|ing)|live (on|in)|config(uration)? (re)?load(ed)?|reload(ed|ing)? config|change [A-Z]+-\d+|wrote \/?\S*(conf|yaml|yml|json|ini|toml)|feature[- ]?flag|flag \S+ (enabled|disabled|set|on|off|changed)|(enabled|disabled|switched|toggled) |appl(y|ied|ying) (config|manifest|patch|change|rule|policy|playbook)|scal(ed|ing) (up|down|to|from)|drain(ed|ing)?|cordon(ed)?|fail(ed)? ?over|promoted|maintenance|rotated? (secret|key|credential|password)|secret .{0,20}(rotated|updated)|(restart|shutting down|stopping|shutdown)(ed|ing)? (by|due|requested|for (a |the )?(deploy|upgrade|update|release|maintenance|restart))|reload requested|setting \S+ changed|set \S+ (from \S+ )?to |changed .{0,40} (from|to) |changed: )/i;

export function isBad(line: Line): boolean {
  return line.logClass !== 'normal';
}

export function isGrave(line: Line): boolean {
  return line.logClass === 'incident';
}

/** Read once a line. */
const roles = new WeakMap<Line, Role>();

/** By what the line says; a bad line is never a change unless it says nothing else. */
export function roleOf(line: Line): Role {
  let role = roles.get(line);
  if (role === undefined) roles.set(line, (role = readRole(line)));
  return role;
}

function readRole(line: Line): Role {
  const text = headOf(line.message);
  if (!isBad(line)) return CHANGE.test(text) ? 'change' : 'other';
  const first = text.split('\n', 1)[0] ?? '';
  if (ENDING.test(first) && !/oomkilled|out of memory/i.test(text)) return 'ending';
  if (line.signature?.category === 'http' || /^network\.(?!link-down)/.test(line.signature?.id ?? '')) {
    return /worker timeout/i.test(text) ? 'origin' : 'effect';
  }
  const isEffect = EFFECT.test(text);
  if (
    isEffect &&
    !/certificate|x509|no space left|out of memory|worker timeout|poll timeout|leak/i.test(text)
  ) {
    return 'effect';
  }
  return ORIGIN.test(text) ? 'origin' : 'other';
}

export function isChange(line: Line): boolean {
  return roleOf(line) === 'change';
}

/** As much of a message as is read for words: a dump of a megabyte says it at its beginning. */
export function headOf(message: string): string {
  return message.slice(0, 2048);
}
