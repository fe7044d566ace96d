import type { Signature } from '../signature.ts';

/** How certificates are got, matched and renewed. */
export const CERTIFICATES: readonly Signature[] = [
  {
    id: 'tls.renewal-failed',
    match: {
      any: [
        [
          'acme challenge failed',
          'challenge failed for domain',
          'failed authorization procedure',
          'failed to renew certificate',
          'certificate renewal failed',
          'renewal failed',
          'too many certificates already issued',
          'could not renew certificate',
          'failed to renew cert',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'error',
    category: 'security',
    meaning: 'A certificate could not be renewed; connections will fail when it expires.',
    causes: [
      'The authority cannot reach the challenge’s address or DNS record',
      'Too many attempts in a week',
      'No right to change DNS',
    ],
    steps: [
      'See how many days are left: `certbot certificates`',
      'Try the challenge’s address from outside',
      'Try a renewal that changes nothing: `certbot renew --dry-run`',
    ],
    examples: {
      positive: [
        'Challenge failed for domain shop.example',
        'Failed to renew certificate shop.example with error: Some challenges have failed.',
      ],
      negative: ['certificate for shop.example is not due for renewal'],
    },
  },
  {
    id: 'tls.few-days-left',
    match: {
      any: [
        ['certificate', 'cert', 'ssl', 'tls'],
        ['left', 'remaining', 'until expiry', 'expires', 'expiry'],
      ],
      not: ['will expire', 'expires in', 'expires on'],
      when: [
        {
          slot: 'days',
          op: '<=',
          value: 30,
          near: ['left', 'remaining', 'until expiry', 'expires', 'expiry'],
        },
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'security',
    meaning: 'A certificate expires within 30 days; connections will fail then.',
    causes: ['The automatic renewal does not run or fails', 'A certificate that is renewed by hand'],
    steps: ['Renew it and reload what serves it', 'Find out why the automatic renewal did not run'],
    examples: {
      positive: ['cert api.example: 12 days left, renewal due', 'certificate shop.example days_remaining=9'],
      negative: ['cert api.example: 82 days left'],
    },
  },
  {
    id: 'tls.renewed',
    match: {
      any: [
        [
          'certificate renewed',
          'successfully renewed certificate',
          'certificate obtained successfully',
          'successfully received certificate',
          'certificate is not due for renewal',
          'certificate not yet due for renewal',
        ],
      ],
    },
    class: 'normal',
    severity: 'info',
    category: 'security',
    meaning: 'A certificate was renewed or needs no renewal yet.',
    causes: [],
    steps: [],
    examples: {
      positive: ['Successfully received certificate.', 'certificate obtained successfully for shop.example'],
      negative: ['Failed to renew certificate shop.example'],
    },
  },
  {
    id: 'tls.wrong-name',
    match: {
      any: [
        [
          'certificate is valid for',
          'doesn t match the certificate',
          'err tls cert altname invalid',
          'no alternative certificate subject name matches',
          'no subject alternative names',
          'does not match certificate s altnames',
          'certificate name mismatch',
        ],
        [
          'not',
          'doesn t match the certificate',
          'err tls cert altname invalid',
          'no alternative certificate subject name matches',
          'no subject alternative names',
          'does not match certificate s altnames',
          'certificate name mismatch',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'security',
    meaning: 'A server shows a certificate for another name; callers refuse it.',
    causes: [
      'A new name that the certificate does not hold',
      'A balancer that sends the wrong one',
      'A call by address instead of name',
    ],
    steps: [
      'See its names: `openssl s_client -connect HOST:443 -servername NAME`',
      'Issue one with the name',
      'Call by the right name',
    ],
    examples: {
      positive: [
        'x509: certificate is valid for shop.example, not api.shop.example',
        "ERR_TLS_CERT_ALTNAME_INVALID: Hostname/IP does not match certificate's altnames",
      ],
      negative: ['certificate is valid for 82 days'],
    },
  },
  {
    id: 'tls.protocol',
    match: {
      any: [
        [
          'wrong version number',
          'no shared cipher',
          'unsupported ssl protocol',
          'no protocols available',
          'unsupported protocol version',
          'no cipher suites in common',
          'client offered only unsupported versions',
          'http request was sent to https port',
          'client sent an http request to an https server',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'security',
    meaning: 'Two sides have no encryption in common, or one of them speaks none.',
    causes: ['Plain HTTP sent to an HTTPS port, or the reverse', 'An old client or server', 'A scanner'],
    steps: [
      'Check scheme and port of the caller',
      'Compare the TLS versions that both allow',
      'If it comes from outside and from one address, it is a scanner',
    ],
    examples: {
      positive: [
        'SSL routines::wrong version number',
        'http: TLS handshake from 10.0.0.9:4412: client offered only unsupported versions',
      ],
      negative: ['TLS listening on :8443'],
    },
  },
  {
    id: 'tls.key-mismatch',
    match: {
      any: [
        [
          'key values mismatch',
          'private key does not match',
          'certificate and private key do not match',
          'private key doesn t match',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'deployment',
    meaning:
      'A certificate and its key do not belong together; the server does not start or keeps the old pair.',
    causes: ['Only one of the two files was renewed', 'Files of two names mixed up'],
    steps: [
      'Compare the public keys of both files with openssl',
      'Install the pair again',
      'Reload the server',
    ],
    examples: {
      positive: [
        'SSL_CTX_use_PrivateKey_file failed: key values mismatch',
        'tls: private key does not match public key',
      ],
      negative: ['tls: private key loaded'],
    },
  },
  {
    id: 'tls.revoked',
    match: {
      any: [
        ['certificate revoked', 'certificate has been revoked', 'certificate is revoked', 'cert revoked'],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'security',
    meaning: 'A certificate was revoked by its authority and is refused.',
    causes: ['Its key was exposed', 'The authority found it wrongly issued', 'It was replaced'],
    steps: [
      'Find out why it was revoked',
      'Issue a new one with a new key',
      'See who still uses the old one',
    ],
    examples: {
      positive: ['peer 10.0.0.9 refused: certificate revoked'],
      negative: ['revocation list updated: 12 entries'],
    },
  },
];
