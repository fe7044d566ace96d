import type { Signature } from '../signature.ts';

/** Attacks, and what was refused. */
export const SECURITY: readonly Signature[] = [
  {
    id: 'security.unauthorized',
    match: {
      any: [
        [
          'unauthorized',
          'unauthorised',
          'unauthenticated',
          'access denied',
          'permission denied',
          'not authorized',
          'unsanctioned',
          'exceeded authorized',
          'did not have permission',
          'lacks permission',
          'insufficient permissions',
          'access was denied',
        ],
      ],
      not: [
        'breach',
        'no such file',
        'error loading',
        'error creating',
        'cannot open',
        'failed to open',
        'node map',
        'access denied for user',
        'access denied for user',
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'security',
    meaning: 'Access was denied: the caller lacks the right.',
    causes: ['A missing role or an expired token', 'A person or program that oversteps its rights'],
    steps: [
      'See who asked for what, and whether it should be allowed',
      'Renew the token or grant the role; if it should not be allowed, block the source',
    ],
    examples: {
      positive: [
        'Unauthorized access to report 77 was attempted',
        'API call refused: user 31 did not have permission',
      ],
      negative: ['user 31 granted permission to report 77'],
    },
  },
  {
    id: 'security.suspicious',
    match: {
      any: [
        ['suspicious', 'anomalous', 'unusual', 'abnormal'],
        [
          'activity',
          'traffic',
          'login',
          'request',
          'requests',
          'behavior',
          'behaviour',
          'access',
          'system calls',
          'network',
          'transfer',
        ],
      ],
      not: ['breach'],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'security',
    meaning: 'A security tool saw something out of the ordinary.',
    causes: ['An attack in preparation', 'A new but harmless use'],
    steps: [
      'See which user and address it is about',
      'Compare with what they did before',
      'Isolate the host if it goes on',
    ],
    examples: {
      positive: [
        'Suspicious activity on host 31 flagged for review',
        'unusual outbound traffic from 10.9.0.4',
      ],
      negative: ['traffic shifted to zone b'],
    },
  },
  {
    id: 'security.breach',
    match: {
      any: [
        [
          'privilege escalation',
          'privilege elevation',
          'privilege abuse',
          'access escalation',
          'security breach',
          'data breach',
          'breach attempt',
          'intrusion detected',
          'vulnerability exploit',
          'exploit detected',
          'exploit attempt',
          'malware',
          'ransomware',
          'rootkit',
          'sql injection',
          'reverse shell',
          'data exfiltration',
        ],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'security',
    meaning: 'A security tool reports an attack that may have succeeded.',
    causes: [
      'Stolen credentials',
      'A weakness in an exposed service',
      'A false alarm by a rule that is too wide',
    ],
    steps: [
      'Confirm it: which rule, host and account',
      'Isolate that host or account; keep its logs and disk as evidence',
      'Rotate the credentials that were within reach',
    ],
    examples: {
      positive: [
        'Privilege escalation by account svc-report detected',
        'ids: SQL injection pattern in parameter q',
      ],
      negative: ['privileges of role report were updated'],
    },
  },
  {
    id: 'auth.account-changed',
    match: {
      any: [
        [
          'new user name',
          'new group name',
          'delete user',
          'password changed for',
          'add to group',
          'user account created',
        ],
      ],
    },
    class: 'normal',
    severity: 'info',
    category: 'security',
    meaning: 'An account, a group or a password was changed.',
    causes: [],
    steps: [],
    examples: {
      positive: [
        'useradd[812]: new user: name=svc-mail, UID=1003, GID=1003, home=/home/svc-mail',
        'passwd[90]: pam_unix(passwd:chauthtok): password changed for operator',
      ],
      negative: ['Failed password for deploy from 203.0.113.9 port 40118 ssh2'],
    },
  },
  {
    id: 'security.log-cleared',
    match: {
      any: [
        ['audit log', 'audit logs', 'security log', 'event log', 'audit trail'],
        [
          'was cleared',
          'has been cleared',
          'was deleted',
          'was erased',
          'was wiped',
          'has been deleted',
          'was truncated',
        ],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'security',
    meaning: 'Somebody removed the record of what was done on this system.',
    causes: ['An intruder who hides', 'An administrator who made room and should not have done it so'],
    steps: [
      'Ask who did it and why',
      'Look at log-ins and new accounts before it',
      'Read the copies on another system',
    ],
    examples: {
      positive: ['The audit log was cleared.', 'security log of web-1 has been deleted by user ben'],
      negative: ['audit log rotated', 'audit alarm was cleared'],
    },
  },
  {
    id: 'security.anonymous',
    match: {
      any: [
        [
          'anonymous ftp login',
          'anonymous login',
          'anonymous user logged in',
          'logged in anonymously',
          'anonymous bind accepted',
          'anonymous access granted',
        ],
      ],
      not: ['refused', 'denied', 'rejected', 'disabled', 'failed', 'not allowed'],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'security',
    meaning: 'Somebody was let in without saying who it is.',
    causes: ['A service that is open to everybody on purpose', 'A default setting that nobody changed'],
    steps: ['See what can be read and written that way', 'Close it unless it is meant so'],
    examples: {
      positive: ['ANONYMOUS FTP LOGIN FROM 203.0.113.9, guest@', 'anonymous login from 203.0.113.9'],
      negative: ['anonymous login is disabled', 'anonymous statistics sent'],
    },
  },
];
