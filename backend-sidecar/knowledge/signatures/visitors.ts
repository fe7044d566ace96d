import type { Signature } from '../signature.ts';

/** What servers log as errors although somebody else made the mistake: visitors, scanners, clients. */
export const VISITORS: readonly Signature[] = [
  {
    id: 'http.access-refused',
    match: {
      any: [['access forbidden by rule', 'client denied by server configuration', 'is forbidden client']],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'security',
    meaning: 'A visitor asked for something that the server’s rules forbid, and was refused.',
    causes: ['A scanner looks for known weak spots', 'A rule that is too strict for a page people need'],
    steps: [
      'See path and address in the line',
      'If people need that path, correct the rule',
      'If one address tries many paths, block it',
    ],
    examples: {
      positive: [
        '[error] 31#31: *9 access forbidden by rule, client: 203.0.113.9, server: shop',
        '[client 203.0.113.9:51234] AH01630: client denied by server configuration: /srv/private',
        '[error] 31#31: *9 directory index of "/srv/www/" is forbidden, client: 203.0.113.9',
      ],
      negative: ['rule "private" loaded: access allowed from 10.0.0.0/8'],
    },
  },
  {
    id: 'http.unknown-user',
    match: { all: ['user', 'was not found in', 'client'] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'security',
    meaning: 'Somebody tried to log in to a protected page as a user who does not exist.',
    causes: ['A mistyped name', 'Somebody guesses names'],
    steps: ['Count the tries by address', 'Block the address if it is not yours'],
    examples: {
      positive: ['*9 user "admin" was not found in "/etc/nginx/users", client: 203.0.113.9'],
      negative: ['user "anna" was added'],
    },
  },
  {
    id: 'http.bad-request',
    match: {
      any: [
        [
          'invalid uri in request',
          'invalid method in request',
          'invalid host in request',
          'client sent invalid',
          'client sent plain http request to https port',
          'client sent http 1 1 request without host',
          'client sent too long uri',
          'provided via sni and hostname',
        ],
      ],
      not: ['kex exchange identification'],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'http',
    meaning: 'A client sent a request that cannot be read, and was refused.',
    causes: [
      'A scanner',
      'A client or health check that speaks another protocol',
      'A broken link or library',
    ],
    steps: ['See whose address it is', 'If it is your own check or client, correct it'],
    examples: {
      positive: [
        '[client 203.0.113.9:51234] AH00126: Invalid URI in request GET /../../x HTTP/1.1',
        '*9 client sent invalid host header while reading client request headers, client: 203.0.113.9',
      ],
      negative: ['"GET / HTTP/1.1" 200 512'],
    },
  },
  {
    id: 'http.file-missing',
    match: { any: [['no such file or directory client']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'http',
    meaning: 'A visitor asked for a file that the web server does not have.',
    causes: ['A scanner or an old link', 'A release that left out a file', 'A wrong root folder'],
    steps: ['See whether your own pages link to the path', 'If so, bring the file back or correct the root'],
    examples: {
      positive: [
        '*9 open() "/srv/www/favicon.ico" failed (2: No such file or directory), client: 203.0.113.9',
        '*9 "/srv/www/cart/index.html" is not found (2: No such file or directory), client: 203.0.113.9',
      ],
      negative: ['*9 sent file "/srv/www/favicon.ico", client: 203.0.113.9'],
    },
  },
  {
    id: 'tls.visitor-handshake',
    match: { any: [['while ssl handshaking client', 'tls handshake error from']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'security',
    meaning:
      'A client broke off while an encrypted (TLS) connection was being set up, or could not agree on one.',
    causes: [
      'A scanner, or a health check that only opens the port',
      'An old client without a TLS version or cipher in common',
      'A client that does not trust the certificate',
    ],
    steps: [
      'See whose address it is',
      'If it is your own client, compare TLS versions and trusted certificates',
      'If it is your own check, let it finish the handshake or use another port',
    ],
    examples: {
      positive: [
        'http: TLS handshake error from 203.0.113.9:51234: EOF',
        '*9 SSL_do_handshake() failed (SSL: routines::bad key share) while SSL handshaking, client: 203.0.113.9',
      ],
      negative: ['TLS handshake with 203.0.113.9:51234 completed in 12ms'],
    },
  },
];
