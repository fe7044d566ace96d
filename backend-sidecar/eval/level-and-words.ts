import type { LogClass } from '@presage/contract';

/** Words that mean trouble in most systems, as anyone would list them: what a classifier must beat. */
const TROUBLE =
  /\b(error|errors|fail|fails|failed|failure|failing|fatal|panic|exception|crash|crashed|critical|severe|abort|aborted|denied|refused|rejected|timeout|timed out|unreachable|unavailable|unable|cannot|can't|could not|couldn't|invalid|corrupt|corrupted|lost|missing|killed|dead|down|broken|bad|illegal|unexpected|overflow|exceeded|exhausted|out of memory|no space|violation|unauthorized|forbidden|not found|deadlock|segfault|traceback|disconnected|unhealthy|expired|break-in)\b/i;
/** … and words of what will be trouble if nobody acts. */
const AHEAD =
  /\b(warn|warning|deprecated|deprecation|outdated|retry|retrying|retries|slow|high|low|usage|threshold|limit|nearly|almost|degraded|expire|expires|expiring|discontinued|backup failed|attempt|attempts|suspicious|unusual|anomalous|corrected|misalignment|not specified|skipping|delayed|stale)\b/i;
const ERRORS = /^(e|err|error|severe|fatal|failure|crit|critical|alert|emerg|emergency|f|panic)$/i;
const WARNINGS = /^(w|warn|warning)$/i;

/** The trivial baseline: the level where it is plain, else two lists of words. */
export function levelAndWords(message: string, level: string | undefined): LogClass {
  if (level !== undefined && ERRORS.test(level)) return 'incident';
  if (level !== undefined && WARNINGS.test(level)) return 'preventive_action';
  if (TROUBLE.test(message)) return 'incident';
  return AHEAD.test(message) ? 'preventive_action' : 'normal';
}
