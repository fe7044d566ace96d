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
    bugcheck, kernel oops, abend, abends, abended, blue screen, purple screen, double fault, irrecoverable, irrecoverably,
    remounting filesystem read only, remounted read only, all paths down, emergency stop, fallen off, tampered, skimming, fraud,
    encrypted files, data corruption, failed state, quorum not reached
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
    out of order, leaked, stolen, evicted, crc error, checksum mismatch, no leader, no quorum, not allocated, gone away, bad gateway,
    insufficient, not enough, used up, ran out, out of space, out of service, queue full, table full, buffer full, memory full, log full,
    device full, storage full, division by zero, divide by zero, null pointer, sigsegv, sigabrt, sigbus, sigkill, core dump, dumped, core file, core files, generating core, core written,
    no longer available, no longer valid, no longer reachable, no longer responds, without notice, wedged, deactivating, deadlocks,
    degraded and, short dump, runtime error, zombie, red alarm, alarm major, locked after, locked out of, errored, err state, error state,
    failed state, wiped, unsynchronized, unsynchronised, unbootable, unmountable, unserved, rolling back, rolled back, fell back to firmware,
    no medium, no such, gone, takes no, no power, in vain, ended by itself, by itself, no room, no memory, gives no, not answer, stands still,
    cut off, hung up on, unstartable, banned, overcurrent, short circuit, leaking, jam, is gone, are gone, is off, is down,
    are down, now down, went offline, left without,
    not created, not published, not stored, not sent, not delivered, not written, not saved, nothing was stored, nothing is sent,
    request dropped, wrong checksum, bad checksum, must be rebuilt, not answering, no free, no healthy, none available, no capacity,
    account locked, account was locked, declared dead, declaring it dead, marked dead, marked down, is dead, writes are off, is now
    read only, switched to read only, switching to read only, forced read only, undeliverable, unroutable,
    blackholed, abandoned, abandoning, blackout, lost contact, lost its majority, lost its leader, poison message, taken out of
    service, did not arrive
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
    unknown user, user invalid user, not connected, not conform, pressure, saturated, overloaded, congestion,
    starvation, starved, unhealthy, unstable, flapping, out of sync, outdated, misconfigured, misconfiguration, leak, leaked,
    blocked, duplicate, dropped, dropping, discarded, discarding, suppressing, unexpected, not fully, alert, disconnected
    unexpectedly, closed unexpectedly, closed prematurely, prematurely, untrusted, weak, insecure, bypass, flagged,
    overdue, nearly full, nearly used, almost empty, is low, is high, too many, too long, too large, too big, too small, too old, too short, too few, too much, is rising, is growing, keeps growing, is slow, too slow, took too long,
    runs out, is late, too late, falling behind, fell behind, is behind, lags, drifting, drift, skew, jitter, close to,
    near the limit, above threshold, passed the threshold, high watermark, tamper, tampering, guessing, quarantined, impossible travel,
    locked out, phased out, superseded, end of support, retired, flaky, overcommitted, bloated, unverified, unencrypted, self signed,
    inconsistent, inconsistency, premature, deferred, postponed, resent, rejoin, out of range, out of paper, out of date, low water mark,
    throttle, unclean, unusable until, uncertain, ambiguous, spurious, bogus, implausible, untidy, clash, contention, unknown, unrecognized, unrecognised, unresolved, unreliable, unavailable until,
    not found, not configured properly, unauthorised attempt, wrongly, deteriorated, worn, aging, near its end, near end, end of its life,
    shortage, scarce, overrun, underrun, underflow, redundancy lost, lost redundancy, on battery, undervoltage, over temperature,
    overheating, is hot, too hot, too high, too low, aged out, inactivity, idle too long,
    unreported, unanswered, replayed, out of order delivery, spoof, spoofed, scan detected, port scan, flood, flooding, phishing,
    spam, martian, rogue, violate, violates, violated, untested, unsafe, needs replacing, needs attention, requires attention,
    action required, please check, please contact, consider raising, consider increasing, must be renewed, needs to be replaced, clock skew,
    bad packet, bad request, excessive, excessively, hot spot, skew detected, misbehaving, unstable, chattering, oscillating,
    repeatedly, escalated, hardcoded, lame, tainted, kicked, deauthenticated, aborted by, 
    incompatible, fragmented, leaks, nearfull, needs resync, pending restart, getting tight, scarce, differs from, second try, half width, garbage, absent, silent, worn out,
    put off, far behind, no reply so far, uncleanly, not unmounted, unplugged, withdrawn, losing, suppressed, revoked, zombie, dangling, half open, lockout, stuck at, stalled, stalls, glitch, jittery, choppy,
    vulnerabilities, redelivering, redelivered, redelivery, missed, bottleneck, will be reclaimed, will be terminated, scheduled for
    retirement, backup path, wraparound, predictive failure, ejected, has not improved, still running after, longer than usual, older
    than, behind schedule, running behind, no consumer, no consumers, under replicated, underreplicated, near capacity, at or near
    capacity, piling up, piles up, backing up, elevated, spike, spiked, spiking, surge, brownout, impending, imminent, worsening,
    marginal, borderline, thrashing, swapping, retransmit, retransmits, retransmission, retransmissions, unacknowledged, rate
    limiting, rate limit reached, over quota, soft error, soft errors, skewed, runaway, unplanned, maxed out, at its maximum, at their
    maximum, nearly exhausted, almost exhausted, nearly used up, has not arrived, no longer registered, no longer supported, not yet
    ready after, holding back, arrived late, was late, overran, overrunning, crawling, wearing out, out of calibration, lossy,
    unbalanced, imbalance, imbalanced
  `),
  softening: phrases(`
    authentication, auth, login, logon, password, credential, credentials, kerberos, input, validation, validate, format,
    attempt, user unknown, deprecated, client, peer, by remote, remote side, other side, caller, slow, degraded,
    capabilities, optional, by operator, by user, tries left, minor, soft, hint, hints, blocked by, attempts, correctable,
    declined, block list, blocklist, denylist, larger than the allowed, larger than allowed, not entitled
  `),
  coping: phrases(`
    retry, retrying, retried, retries, will retry, will try, try again, trying again, tried again, again, resent, resend, resending,
    will be sent, will reconnect, reconnecting, deferred, postponed, requeued, still trying, backing off, on try, once more,
    fallback, falling back, fell back, failing over, rerouted, corrected, repaired, healed, recovery, recovering, recovered,
    temporarily, temporary, transient, skipping, skipped, ignoring, ignored, using default, using defaults, continuing, going on,
    carrying on, for now, rebuilding, resyncing, resilvering, rebuilt,
    redelivering, redelivered, rescheduled, rescheduling, requeueing, will be retried, serving stale, from cache, cached copy,
    instead, falls back, re elected, rebalancing, self healing
  `),
  soothing: phrases(`
    recovered, resolved, restored, cleared, is back, back to normal, back online, succeeded after, success after,
    reconnected, healthy again, self healed, completed successfully, finished successfully, test passed, tests passed, check passed, checks passed, all good, solved, in sync,
    as usual, is stable, stable again, reachable again, answers again, available again, usable again, regained, reinstated, lifted,
    below the limit again, below the threshold again, under the limit again, within limits, within its limit, within range,
    ceased, deasserted, unbanned, back to, ended well, acknowledged,
    returned to the pool, back in the pool, the watermark again, again below, back in service, back in sync, up again, healthy now,
    normal again, operational again, unblocked, as requested, as planned, on request of, as intended, no longer degraded, no longer
    overloaded, no longer throttled, no longer behind, caught up, has caught up, whole again, complete again, good again, back on
    mains, back on its primary
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
