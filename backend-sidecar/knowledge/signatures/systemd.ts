import type { Signature } from '../signature.ts';

/** What the init system and its journal say about services. */
export const SYSTEMD: readonly Signature[] = [
  {
    id: 'systemd.watchdog',
    match: { any: [['watchdog timeout', 'watchdog did not stop', 'failed with result watchdog']] },
    class: 'incident',
    severity: 'error',
    category: 'system_notification',
    meaning: 'A service stopped answering its watchdog and is killed and restarted.',
    causes: [
      'It hangs on a lock, a disk or another service',
      'The host is too busy to run it',
      'A limit too short for its work',
    ],
    steps: [
      'Read its last lines before the kill: `journalctl -u UNIT -n 100`',
      'Check load, memory and disk of the host at that time',
      'Raise WatchdogSec only if it was merely slow',
    ],
    examples: {
      positive: ['systemd[1]: orders.service: Watchdog timeout (limit 30s)!'],
      negative: ['systemd[1]: Using hardware watchdog, version 0'],
    },
  },
  {
    id: 'systemd.restart-loop',
    match: {
      all: ['restart counter is at'],
      when: [{ slot: 'number', op: '>=', value: 3, near: ['restart counter is at'] }],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'system_notification',
    meaning: 'A service keeps restarting; systemd will soon give up on it.',
    causes: ['A bad configuration or release', 'Something it needs is not there'],
    steps: [
      'Read why it ended: `journalctl -u UNIT -n 100`',
      'Undo the last change to it',
      'Reset the counter with `systemctl reset-failed` when it is well',
    ],
    examples: {
      positive: ['systemd[1]: orders.service: Scheduled restart job, restart counter is at 5.'],
      negative: ['systemd[1]: orders.service: Scheduled restart job, restart counter is at 1.'],
    },
  },
  {
    id: 'systemd.dependency-failed',
    match: { any: [['dependency failed for', 'failed with result dependency']] },
    class: 'incident',
    severity: 'error',
    category: 'system_notification',
    meaning: 'A unit was not started because one that it needs failed.',
    causes: ['The unit named in an earlier line failed', 'A disk of the mount table is missing'],
    steps: [
      'List what failed: `systemctl --failed`',
      'Fix the first one and start it',
      'Start what depends on it',
    ],
    examples: {
      positive: ['systemd[1]: Dependency failed for Local File Systems.'],
      negative: ['systemd[1]: Reached target Local File Systems.'],
    },
  },
  {
    id: 'systemd.emergency-mode',
    match: {
      any: [
        [
          'you are in emergency mode',
          'entering emergency mode',
          'welcome to emergency mode',
          'entering rescue mode',
        ],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'system_notification',
    meaning: 'A host could not boot and waits at its console.',
    causes: ['A file system that cannot be mounted', 'A damaged or wrong mount table'],
    steps: [
      'Open the console and read `journalctl -xb`',
      'Fix or comment out the failing mount in /etc/fstab',
      'Continue with `systemctl default`',
    ],
    examples: {
      positive: ['You are in emergency mode. After logging in, type "journalctl -xb" to view system logs.'],
      negative: ['systemd[1]: Startup finished in 2.1s (kernel) + 9.4s (userspace) = 11.5s.'],
    },
  },
  {
    id: 'systemd.stop-timeout',
    match: {
      any: [
        [
          'stop sigterm timed out',
          'stopping timed out',
          'stop sigabrt timed out',
          'stop post timed out',
          'final sigterm timed out',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'system_notification',
    meaning: 'A service did not stop in time and was killed; work in progress may be lost.',
    causes: ['It ignores the signal to stop', 'It waits for a request or a lock that never ends'],
    steps: [
      'Check whether work was cut off',
      'Make the service finish its work on SIGTERM',
      'Raise TimeoutStopSec if it really needs longer',
    ],
    examples: {
      positive: ["systemd[1]: orders.service: State 'stop-sigterm' timed out. Killing."],
      negative: ['systemd[1]: Stopping Orders API...'],
    },
  },
  {
    id: 'systemd.logs-suppressed',
    match: {
      any: [
        ['suppressed', 'lost', 'drop messages', 'dropped messages'],
        ['messages from', 'due to rate limiting'],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'system_notification',
    meaning: 'A program logs so fast that some of its lines are dropped.',
    causes: ['An error repeated in a loop', 'A debug level left on', 'A limit too small for the host'],
    steps: [
      'See what it repeats: `journalctl -u UNIT -n 50`',
      'Fix that or lower its log level',
      'Raise the journal’s rate limit if every line counts',
    ],
    examples: {
      positive: [
        'systemd-journald[412]: Suppressed 1243 messages from orders.service',
        'rsyslogd: imuxsock lost 34 messages from pid 233 due to rate-limiting',
      ],
      negative: ['rsyslogd: imuxsock: acquired UNIX socket'],
    },
  },
  {
    id: 'systemd.journal-corrupt',
    match: {
      any: [['corrupted or uncleanly shut down', 'journal file is truncated', 'journal file corrupt']],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'system_notification',
    meaning: 'The system journal was cut off; the host probably went down uncleanly.',
    causes: ['Power loss, a reset or a crash', 'A full or failing disk'],
    steps: [
      'Find out why the host went down: `last -x | head`',
      'Check disk space and health',
      'Run `journalctl --verify`',
    ],
    examples: {
      positive: [
        'systemd-journald[301]: File /var/log/journal/ab/system.journal corrupted or uncleanly shut down, renaming and replacing.',
      ],
      negative: ['systemd-journald[301]: Journal started'],
    },
  },
  {
    id: 'systemd.oomd-kill',
    match: { all: ['killed'], any: [['oomd', 'due to memory pressure for', 'due to memory used']] },
    class: 'incident',
    severity: 'critical',
    category: 'resource',
    meaning: 'The host ran short of memory and ended a group of processes to save the rest.',
    causes: ['A leak or a burst in that service', 'Too many services for the memory of the host'],
    steps: [
      'See which service was ended: `journalctl -u systemd-oomd -n 20`',
      'Find what grew: `systemd-cgtop -m`',
      'Start the service again; limit what grew or add memory',
    ],
    examples: {
      positive: [
        'systemd-oomd[512]: Killed /system.slice/batch.service due to memory pressure for /system.slice being 72% > 60%',
        'Killed /system.slice/batch.service due to memory used (4294967296) / total (4294967296) being more than 90.00%',
      ],
      negative: ['systemd-oomd[512]: Started watching /system.slice'],
    },
  },
  {
    id: 'systemd.lifecycle',
    match: {
      any: [
        [
          'deactivated successfully',
          'reached target',
          'stopped target',
          'created slice',
          'removed slice',
          // Said of every unit whose name and description stand in the line.
          'stopped systemd unit',
          'started systemd unit',
          'finished systemd unit',
        ],
      ],
    },
    class: 'normal',
    severity: 'info',
    category: 'system_notification',
    meaning: 'A part of the system started or stopped as asked.',
    causes: [],
    steps: [],
    examples: {
      positive: [
        'systemd[1]: apt-daily.service: Deactivated successfully.',
        'systemd[1]: Reached target Multi-User System.',
        'Stopped crash-reporter.service - Crash Reporter.',
      ],
      negative: ['systemd[1]: Dependency failed for Local File Systems.'],
    },
  },
];
