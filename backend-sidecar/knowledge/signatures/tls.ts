import type { Signature } from '../signature.ts';

/** Certificates, and other things with an end date. */
export const TLS: readonly Signature[] = [
  {
    id: 'tls.expired',
    match: {
      any: [
        ['certificate', 'cert', 'x509', 'ssl', 'tls'],
        [
          'has expired',
          'is expired',
          'expired certificate',
          'certificate expired',
          'cert expired',
          'expired on',
          'expired at',
          'not yet valid',
          'invalid ssl certificate',
          'cert has expired',
        ],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'security',
    meaning: 'A certificate has expired: encrypted connections fail.',
    causes: [
      'The renewal failed or was never run',
      'It was renewed but not loaded',
      'A host’s clock is wrong',
    ],
    steps: [
      'Check the dates: `openssl s_client -connect HOST:443 </dev/null | openssl x509 -noout -dates`',
      'Renew the certificate and reload what serves it',
      'Find out why the automatic renewal did not run',
    ],
    examples: {
      positive: [
        'x509: certificate has expired or is not yet valid',
        'TLS error: certificate expired on 2031-02-03',
      ],
      negative: ['certificate renewed, valid until 2031-02-03'],
    },
  },
  {
    id: 'tls.expiring',
    match: {
      any: [
        ['certificate', 'cert', 'x509', 'ssl', 'tls'],
        [
          'expires in',
          'will expire',
          'expiring',
          'about to expire',
          'expires soon',
          'expires on',
          'near expiry',
          'nearing expiry',
        ],
      ],
      not: ['has expired'],
      unless: [{ slot: 'days', op: '>', value: 30, near: ['expires in', 'will expire', 'expiring'] }],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'security',
    meaning: 'A certificate expires soon; connections will fail then.',
    causes: ['The automatic renewal does not run or fails', 'A certificate that is renewed by hand'],
    steps: [
      'Renew the certificate and reload what serves it',
      'Find out why the automatic renewal did not run',
      'Check the dates: `openssl s_client -connect HOST:443 </dev/null | openssl x509 -noout -dates`',
    ],
    examples: {
      positive: [
        'certificate for shop.example expires in 9 days',
        'cert api.example will expire, renewal due',
      ],
      negative: ['certificate for shop.example loaded', 'certificate for shop.example expires in 80 days'],
    },
  },
  {
    id: 'tls.handshake',
    match: {
      any: [
        [
          'ssl handshake failed',
          'tls handshake failed',
          'handshake failure',
          'certificate verify failed',
          'unknown certificate',
          'signed by unknown authority',
          'self signed certificate',
          'sslhandshakeexception',
          'unable to get local issuer certificate',
          'handshake timeout',
          'hostname mismatch',
          'bad certificate',
        ],
      ],
      not: ['in use'],
    },
    class: 'incident',
    handled: 'preventive_action',
    severity: 'error',
    category: 'security',
    meaning: 'An encrypted (TLS) connection could not be set up.',
    causes: [
      'A certificate that is not trusted, has the wrong name or lacks its chain',
      'No TLS version or cipher in common',
    ],
    steps: [
      'Check chain and names: `openssl s_client -connect HOST:443 -showcerts`',
      'Compare the TLS versions that both sides allow',
      'Check what was renewed or upgraded last',
    ],
    examples: {
      positive: [
        'http: TLS handshake error from 10.0.0.9:4412: remote error: tls: bad certificate',
        'SSLError: certificate verify failed: self signed certificate in chain',
      ],
      negative: ['TLS handshake completed in 12ms'],
    },
  },
  {
    id: 'expiry.license',
    match: {
      any: [
        [
          'license',
          'licence',
          'subscription',
          'password',
          'api key',
          'secret',
          'credentials',
          'token of service',
        ],
        [
          'expires in',
          'will expire',
          'expiring',
          'about to expire',
          'expires soon',
          'days left',
          'days remaining',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'security',
    meaning: 'A license, password or key expires soon.',
    causes: ['Nobody has renewed it yet'],
    steps: ['Renew it now', 'Put the next date in a calendar or a check'],
    examples: {
      positive: [
        'License for cluster east will expire in 14 days',
        'password of user svc-mail expires in 5 days',
      ],
      negative: ['license valid'],
    },
  },
  {
    id: 'deprecation.use',
    match: {
      any: [
        [
          'is deprecated',
          'deprecated api',
          'deprecationwarning',
          'deprecated option',
          'deprecated feature',
          'has been deprecated',
          'are deprecated',
          'deprecated use',
          'will be removed in',
          'will be discontinued',
          'end of life',
          'no longer supported',
          'support for legacy',
          'deprecated and will be',
          'deprecated setting',
          'deprecated function',
          'deprecated method',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'deprecation',
    meaning: 'Something in use is deprecated and will be removed in a later version.',
    causes: ['Code or configuration older than the version it runs on'],
    steps: ['Find the caller', 'Change it before the next upgrade'],
    examples: {
      positive: [
        'DeprecationWarning: Buffer() is deprecated, use Buffer.alloc()',
        'option sync_binlog_wait will be removed in 9.0',
      ],
      negative: ['deprecated=false'],
    },
  },
];
