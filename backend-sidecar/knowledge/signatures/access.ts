import type { Signature } from '../signature.ts';

/** Keys, accounts and directories: who may come in, beside the log-ins themselves. */
export const ACCESS: readonly Signature[] = [
  {
    id: 'ssh.host-key-changed',
    match: {
      any: [
        [
          'remote host identification has changed',
          'host key verification failed',
          'offending key in',
          'host key mismatch',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'security',
    meaning: 'A server presents a different host key: it was rebuilt, or somebody intercepts the connection.',
    causes: [
      'The server was installed anew',
      'Its address now belongs to another machine',
      'Somebody intercepts the connection',
    ],
    steps: [
      'Ask whether the server was rebuilt',
      'Compare its fingerprint over another way',
      'Only then replace the known key',
    ],
    examples: {
      positive: ['Host key verification failed.', '@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @'],
      negative: ['Server host key: ssh-ed25519 SHA256:abc'],
    },
  },
  {
    id: 'ssh.file-modes',
    match: { any: [['bad ownership or modes', 'unprotected private key file', 'permissions are too open']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'security',
    meaning: 'A key is refused because others could read or change its file.',
    causes: ['A copy or a restore that widened the rights', 'A home folder that the group may write'],
    steps: [
      'Take the rights away: `chmod 700 ~/.ssh`, `chmod 600` the files',
      'See who could have read the key',
      'Replace it if in doubt',
    ],
    examples: {
      positive: [
        'Authentication refused: bad ownership or modes for directory /home/deploy/.ssh',
        'WARNING: UNPROTECTED PRIVATE KEY FILE!',
      ],
      negative: ['Postponed publickey for deploy from 10.0.0.4 port 5122 ssh2'],
    },
  },
  {
    id: 'ssh.too-many-starts',
    match: { any: [['past maxstartups', 'maxstartups throttling']], not: ['exited maxstartups throttling'] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'security',
    meaning: 'The SSH server turns connections away because too many have not logged in yet.',
    causes: [
      'Somebody guesses passwords with many connections',
      'A job that opens very many sessions at once',
    ],
    steps: [
      'Count the open connections by address',
      'Block the address if it is not yours',
      'Let the job reuse one connection',
    ],
    examples: {
      positive: ['sshd: drop connection #10 from [203.0.113.9]:4121 on [10.0.0.1]:22 past MaxStartups'],
      negative: ['sshd: Server listening on :: port 22.'],
    },
  },
  {
    id: 'ssh.root-refused',
    match: {
      any: [
        ['root login refused', 'root login not permitted', 'root login is not allowed', 'root login denied'],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'security',
    meaning: 'Somebody tried to log in as root where that is forbidden.',
    causes: ['A password-guessing bot', 'A job or person used to the old way'],
    steps: ['If the address is not yours, block it', 'If it is, give the job an account of its own'],
    examples: {
      positive: ['sshd[612]: ROOT LOGIN REFUSED FROM 203.0.113.9 port 40118'],
      negative: ['PermitRootLogin no'],
    },
  },
  {
    id: 'auth.locked-out',
    match: {
      any: [
        [
          'account has been locked',
          'account is locked',
          'account temporarily locked',
          'consecutive login failures',
          'user locked out',
          'account was locked out',
          'user is locked out',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'security',
    meaning: 'An account was locked after too many wrong passwords; its owner cannot work.',
    causes: ['A device or job with an old password', 'Somebody guesses the password'],
    steps: [
      'Ask the owner whether they just changed it',
      'Find the address of the failures',
      'Unlock it when the source is known',
    ],
    examples: {
      positive: [
        'pam_faillock(sshd:auth): Consecutive login failures for user operator account temporarily locked',
      ],
      negative: ['account operator unlocked by admin'],
    },
  },
  {
    id: 'auth.token-refused',
    match: {
      any: [
        [
          'jwt malformed',
          'invalid jwt',
          'jwt signature does not match',
          'token signature is invalid',
          'token signature verification failed',
          'invalid grant',
          'refresh token is invalid',
          'jsonwebtokenerror',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'security',
    meaning: 'A token was refused because it is broken, forged or no longer honoured.',
    causes: [
      'The signing key was changed and not every service knows',
      'A client that keeps an old token',
      'Somebody tries forged tokens',
    ],
    steps: [
      'See whether one client or all are refused',
      'Compare the key id of the token with the keys served',
      'Let the client log in again',
    ],
    examples: {
      positive: ['auth: JsonWebTokenError: jwt malformed', 'oauth: token request refused: invalid_grant'],
      negative: ['auth: issued jwt for client 812'],
    },
  },
  {
    id: 'auth.directory-down',
    match: {
      any: [
        [
          'can t contact ldap server',
          'cannot contact ldap server',
          'ldap server is unavailable',
          'ldap bind failed',
          'cannot contact any kdc',
          'no kdc found',
          'no logon servers available',
          'backend is offline',
          'ldap server down',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'security',
    meaning:
      'The user directory (LDAP, Active Directory) does not answer; people and services cannot log in.',
    causes: [
      'The directory server or the way to it is down',
      'Its certificate or the bind password is no longer valid',
    ],
    steps: [
      'Try it: `ldapsearch -x -H URL -b "" -s base`',
      'Check its host, certificate and bind account',
      'Use a local account to get in meanwhile',
    ],
    examples: {
      positive: [
        "nslcd[90]: failed to bind to LDAP server ldaps://dir.example: Can't contact LDAP server",
        'krb5: Cannot contact any KDC for realm SHOP.EXAMPLE',
      ],
      negative: ['nslcd[90]: connected to LDAP server ldaps://dir.example'],
    },
  },
  {
    id: 'auth.second-factor-failed',
    match: {
      any: [
        [
          'mfa challenge failed',
          'mfa verification failed',
          'invalid otp',
          'otp verification failed',
          'invalid verification code',
          'second factor failed',
          'mfa code incorrect',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'security',
    meaning: 'The password was right, but the second factor failed.',
    causes: ['A mistyped or late code', 'A clock that is off on phone or server', 'A stolen password'],
    steps: [
      'Ask the user whether it was them',
      'If not, change the password and end the sessions',
      'Check the server’s clock if many fail',
    ],
    examples: {
      positive: ['login: MFA challenge failed for user operator from 203.0.113.9'],
      negative: ['login: MFA challenge passed for user operator'],
    },
  },
];
