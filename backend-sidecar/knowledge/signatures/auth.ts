import type { Signature } from '../signature.ts';

/** Log-ins. */
export const AUTH: readonly Signature[] = [
  {
    id: 'auth.failed-login',
    match: {
      any: [
        [
          'failed password',
          'authentication failure',
          'authentication failed',
          'auth fail',
          'failed login',
          'login failed',
          'failed none for',
          'invalid user',
          'user unknown',
          'incorrect password',
          'invalid credentials',
          'bad password',
          'unsuccessful login',
          'couldn t authenticate',
          'could not authenticate',
          'password check failed',
          'password mismatch',
          'no more user authentication methods',
        ],
      ],
      not: [
        'message repeated',
        'more authentication failures',
        'too many',
        'multiple',
        'password authentication failed for user',
        'sudo',
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'security',
    meaning: 'A log-in failed; once is a typo, many times is an attack.',
    causes: ['A mistyped or expired password', 'A job with old credentials', 'Somebody guesses passwords'],
    steps: [
      'Count the failures by address and user over the last hour',
      'If it is one of your own jobs, renew its credentials',
      'If many come from outside, block the address and require keys',
    ],
    examples: {
      positive: [
        'Failed password for deploy from 203.0.113.9 port 40118 ssh2',
        'pam_unix(sshd:auth): authentication failure; logname= uid=0 tty=ssh rhost=203.0.113.9',
        'Invalid user oracle from 203.0.113.7',
      ],
      negative: [
        'Accepted publickey for deploy from 10.0.0.4 port 5122 ssh2',
        'password changed for user 12',
      ],
    },
  },
  {
    id: 'auth.brute-force',
    match: {
      any: [
        [
          'too many authentication failures',
          'maximum authentication attempts exceeded',
          'ignoring max retries',
          'more authentication failures',

          'brute force',
          'multiple incorrect login attempts',
          'multiple failed login',
          'multiple bad login',
          'multiple login failures',
          'multiple failed logins',
          'repeated failed logins',
          'repeated login failures',
          'account locked',
          'password guessing',
          'multiple unsuccessful login',
        ],
      ],
      not: ['pam 1 more'],
    },
    class: 'incident',
    severity: 'error',
    category: 'security',
    meaning: 'Somebody is guessing passwords.',
    causes: ['A password-guessing bot', 'A job that repeats an old password'],
    steps: [
      'Check whether a log-in from that address succeeded',
      'Block the source address',
      'Allow keys only and limit attempts',
    ],
    examples: {
      positive: [
        'error: maximum authentication attempts exceeded for root from 203.0.113.9 port 22 ssh2 [preauth]',
        'Disconnecting: Too many authentication failures for admin [preauth]',
        'PAM 5 more authentication failures; logname= uid=0 euid=0 tty=ssh',
      ],
      negative: ['Failed password for deploy from 203.0.113.9 port 40118 ssh2'],
    },
  },
  {
    id: 'auth.repeated-failures',
    match: {
      all: ['message repeated'],
      any: [['failed password', 'authentication failure', 'failed login', 'invalid user']],
    },
    class: 'incident',
    severity: 'error',
    category: 'security',
    meaning: 'The same log-in failed several times in a row.',
    causes: ['A password-guessing bot', 'A job that repeats an old password'],
    steps: [
      'Check whether a log-in from that address succeeded',
      'Block the source address unless it is yours',
      'Allow keys only and limit attempts',
    ],
    examples: {
      positive: ['message repeated 4 times: [ Failed password for root from 203.0.113.9 port 40118 ssh2]'],
      negative: ['message repeated 2 times: [ link up ]'],
    },
  },
  {
    id: 'auth.ssh-probe',
    match: {
      any: [
        [
          'possible break in attempt',
          'did not receive identification string',
          'bad protocol version identification',
          'reverse mapping checking',
          'unable to negotiate',
          'fatal write failed connection reset by peer',
          'timeout before authentication for',
          'banner exchange connection from',
          // Servers log it as an error for every scanner; a client that says it tells in its next line what failed by it.
          'kex exchange identification',
          'ssh exchange identification',
          'protocol major versions differ',
          'ssh dispatch run fatal connection from',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'security',
    meaning: 'Somebody probes the SSH server, or a health check knocks on it.',
    causes: ['A scanner on the internet', 'A load balancer that checks the port'],
    steps: [
      'Find out whose address it is',
      'If it is your own check, point it elsewhere',
      'Keep SSH off the open internet',
    ],
    examples: {
      positive: [
        'Did not receive identification string from 203.0.113.20 port 4123',
        'fatal: Timeout before authentication for 203.0.113.20 port 4123',
        "Bad protocol version identification 'GET / HTTP/1.1' from 203.0.113.20",
        'error: kex_exchange_identification: Connection closed by remote host',
        'error: kex_exchange_identification: read: Connection reset by peer',
        'error: kex_exchange_identification: client sent invalid protocol identifier "GET / HTTP/1.1"',
      ],
      negative: ['Server listening on 0.0.0.0 port 22.'],
    },
  },
  {
    id: 'auth.session',
    match: {
      any: [
        [
          'session opened for user',
          'session closed for user',
          'accepted password for',
          'accepted publickey for',
          'disconnected by user',
          'closed due to user request',
          'bye bye',
          'auth successful',
        ],
      ],
    },
    class: 'normal',
    severity: 'info',
    category: 'security',
    meaning: 'Somebody logged in or out.',
    causes: [],
    steps: [],
    examples: {
      positive: [
        'pam_unix(sshd:session): session opened for user deploy by (uid=0)',
        'Accepted publickey for deploy from 10.0.4.12 port 50122 ssh2',
      ],
      negative: ['Failed password for deploy from 203.0.113.9 port 40118 ssh2'],
    },
  },
  {
    id: 'auth.sudo-denied',
    match: {
      any: [
        ['sudo', 'sudoers', 'command not allowed tty', 'password attempts tty', 'password attempt tty'],
        [
          'command not allowed',
          'not in sudoers',
          'incorrect password attempts',
          'incorrect password attempt',
          'not allowed to execute',
          'authentication failure',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'security',
    meaning: 'Somebody tried to use sudo without the right to.',
    causes: [
      'A person without the role',
      'A script that expects more rights',
      'An attacker who got an account',
    ],
    steps: ['Ask the user named in the line', 'If nobody did it, lock the account and look at its log-ins'],
    examples: {
      positive: [
        'sudo: operator : command not allowed ; TTY=pts/1 ; USER=root ; COMMAND=/bin/cat /etc/shadow',
        'sudo: operator : user NOT in sudoers ; TTY=pts/0',
        'operator : command not allowed ; TTY=pts/1 ; PWD=/srv ; USER=root ; COMMAND=/bin/ls',
      ],
      negative: ['sudo: operator : TTY=pts/0 ; PWD=/home/operator ; USER=root ; COMMAND=/usr/bin/apt update'],
    },
  },
];
