import type { LogClass } from '@presage/contract';

/** Words that mean trouble in most systems, as anyone would list them: what a classifier must beat. */
const TROUBLE =
  /\b(error|errors|fail|fails|failed|failure|failing|fatal|panic|exception|crash|crashed|critical|severe|abort|aborted|denied|refused|rejected|timeout|timed out|unreachable|unavailable|unable|cannot|can't|could not|couldn't|invalid|corrupt|corrupted|lost|missing|killed|dead|down|broken|bad|illegal|unexpected|overflow|exceeded|exhausted|out of memory|no space|violation|unauthorized|forbidden|not found|deadlock|segfault|traceback|disconnected|unhealthy|expired|break-in)\b/i;
const ERRORS = /^(e|err|error|severe|fatal|failure|crit|critical|alert|emerg|emergency|f|panic)$/i;
const WARNINGS = /^(w|warn|warning)$/i;

/** The trivial baseline: the level where it is plain, else a list of words. */
export function levelAndWords(message: string, level: string | undefined): LogClass {
  if (level !== undefined && ERRORS.test(level)) return 'incident';
  if (level !== undefined && WARNINGS.test(level)) return 'preventive_action';
  return TROUBLE.test(message) ? 'incident' : 'normal';
}
