import { phraseOf } from './words.ts';

/**
 * Words of trouble for lines that no signature knows, from general English usage in logs, not from any one system.
 * `grave`: something is broken for good. `fault`: something did not work. `caution`: something may stop working, or someone
 * should look. `softening`: with these a fault is routine or somebody else's (a user's input, a retry, an attempt that was
 * fended off) and counts as caution. `soothing`: the trouble is over.
 */
export const LEXICON = {
  grave: phrases(`
    panic, panicked, crash, crashed, crashes, crashing, fatal, corrupt, corrupted, corruption, outage, unrecoverable,
    uncorrectable, catastrophic, emergency, meltdown, data loss, core dumped, dumped core, kernel failure, kernel error,
    failed to boot, system failure, critical failure, critical error, critical issue, critical bug, critical alert, critical system, critical application,
    critical component, critical service, breach, compromised, intrusion,
    ransomware, malware, rootkit, trojan, brute force, privilege escalation, escalation, split brain, quorum lost, lost quorum, lost majority, halted,
    bugcheck, kernel oops
  `),
  fault: phrases(`
    error, errors, err, fail, fails, failed, failing, failure, failures, failover failed, fault, faults, faulted, faulty,
    exception, exceptions, cannot, can not, can t, could not, couldn t, unable, abort, aborted, aborting, aborts, killed,
    terminated abnormally, exited abnormally, abnormally, timed out, timeout, time out, timeouts, unreachable, unavailable,
    refused, rejected, lost, broken, broken pipe, is down, went down, down due, service down, link down, host down, node down,
    not responding, no response, unresponsive, stuck, hang, hangs, hung, overflow, exhausted, exhaustion, out of memory,
    no space, unexpected restart, unexpectedly, unforeseen, unanticipated, without warning, without notice, severed, bad,
    malfunction, malfunctioned, malfunctioning, exploit, exploited, abuse, attack, assert, assertion, traceback, segfault,
    segmentation fault, violation, no such file, no route, problem, problems, trouble, troubles, interruption, disrupted,
    disruption, deadlock, deadlocked, undelivered, inoperative, inaccessible, unhandled, uncaught, undefined symbol,
    stack trace, stopped working, gave up, giving up, not functional, defective, defect, died, dead, unusable, impaired,
    damaged, truncated, bug, issue detected, issue found, issue identified, issue affecting, issue with, experiencing issues,
    had issues, sending issue, delivery issue, connection issue, machine check, connection reset, reset by peer, oom, incomplete, stopped by,
    tripped, jammed, vanished, unreadable, diverged, bounced, offline, inoperable, stands still, does not answer, does not respond,
    not reachable, cannot be reached, no answer, no carrier, is full, is broken, is missing, ended abnormally, stopped functioning,
    out of order, leaked, stolen, evicted, crc error, checksum mismatch, no leader, no quorum, not allocated, gone away, bad gateway
  `),
  caution: phrases(`
    warning, warn, warnings, retry, retrying, retried, slow, slowly, sluggish, deprecated, deprecation, obsolete, invalid,
    illegal, mismatch, do not match, does not match, exceed, exceeds, exceeded, exceeding, over limit, degraded,
    degradation, unusual, suspicious, anomalous, anomaly, abnormal, irregular, unauthorized, unauthorised, unauthenticated,
    unauthenticated access, unapproved, unsanctioned, forbidden, denied, expired, expiring, expires soon, will expire, nearing,
    approaching, almost full, running low, low on, will be removed, will be discontinued, discontinued, end of life, malformed,
    conflict, delayed, lagging, lag, backlog, throttled, throttling, rate limited, limit reached, canceled before,
    vulnerability, vulnerable, at risk, risk, threat, frozen, stale, did not, does not hold, not permitted, not allowed,
    no permission, did not have permission, unsupported, corrected, missing, unsuccessful, incorrect, wrong, possible break,
    unknown user, user unknown, invalid user, not connected, not conform, pressure, saturated, overloaded, congestion,
    starvation, starved, unhealthy, unstable, flapping, out of sync, outdated, misconfigured, misconfiguration, leak, leaked,
    blocked, duplicate, dropped, dropping, discarded, discarding, suppressing, unexpected, not fully, alert, disconnected
    unexpectedly, closed unexpectedly, closed prematurely, prematurely, untrusted, weak, insecure, bypass, flagged,
    overdue, nearly full, nearly used, almost empty, is low, is high, is rising, is growing, keeps growing, is slow, too slow, took too long,
    runs out, is late, too late, falling behind, fell behind, is behind, lags, drifting, drift, skew, jitter, close to,
    near the limit, above threshold, passed the threshold, high watermark, tamper, tampering, guessing, quarantined, impossible travel,
    locked out, phased out, superseded, end of support, retired, flaky, overcommitted, bloated, unverified, unencrypted, self signed
  `),
  softening: phrases(`
    authentication, auth, login, logon, password, credential, credentials, kerberos, input, validation, validate, format,
    attempt, retry, retrying, will retry, retries, corrected, warning, recovery, recovering, user unknown, deprecated,
    client, peer, slow, degraded, capabilities, optional, fallback, falling back, skipping, ignoring
  `),
  soothing: phrases(`
    recovered, resolved, restored, cleared, is back, back to normal, back online, succeeded after, success after,
    reconnected, healthy again, self healed, completed successfully, finished successfully
  `),
} as const;

/** Splits a comma-separated list into single words and phrases, both in the form in which Words are searched. */
function phrases(list: string): {
  readonly single: ReadonlySet<string>;
  readonly several: readonly string[];
} {
  const all = list.split(',').map((phrase) => phraseOf(phrase.trim()));
  const isSingle = (phrase: string): boolean => !phrase.trim().includes(' ');
  return {
    single: new Set(all.filter(isSingle).map((phrase) => phrase.trim())),
    several: all.filter((phrase) => !isSingle(phrase)),
  };
}
