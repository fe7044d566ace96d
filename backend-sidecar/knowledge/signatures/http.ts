import type { Signature } from '../signature.ts';

/** `options` is left out: it is a common English word. */
const REQUESTS = ['get', 'post', 'put', 'delete', 'patch', 'head'];
const HTTP_WORDS = [
  ...REQUESTS,
  'http',
  'https',
  'request',
  'upstream',
  'wsgi',
  'endpoint',
  'url',
  'webhook',
  'api',
];

/** Requests by their status: one template, several cases. */
export const HTTP: readonly Signature[] = [
  {
    id: 'http.server-error',
    match: { any: [HTTP_WORDS], when: [{ slot: 'status', op: '>=', value: 500 }] },
    class: 'incident',
    handled: 'preventive_action',
    severity: 'error',
    category: 'http',
    meaning: 'A request was answered with a server error.',
    causes: [
      'The service behind it failed or timed out (502, 503, 504: it did not answer)',
      'A bug in the release deployed last',
      'Something that it depends on is down',
    ],
    steps: [
      'See which path and instance fail, and since when',
      'Read the service’s own log at that time',
      'Roll back if it began with a release',
    ],
    examples: {
      positive: [
        '10.0.0.4 - - [03/Feb/2031:15:07:01 +0000] "GET /reports/weekly HTTP/1.1" 502 157',
        'request finished path=/pay status=500 dur=31ms',
        'POST /v1/charge 503 12ms',
      ],
      negative: [
        '10.0.0.4 - - [03/Feb/2031:15:07:01 +0000] "GET /reports/500/x HTTP/1.1" 200 157',
        'GET /v1/charge 404 2ms',
      ],
    },
  },
  {
    id: 'http.too-many-requests',
    match: { any: [HTTP_WORDS], when: [{ slot: 'status', op: '=', value: 429 }] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'http',
    meaning: 'A caller is being rate limited.',
    causes: ['A client that calls too often', 'A limit set below the normal need'],
    steps: ['See which client it is', 'Make it back off as Retry-After says, or raise its limit'],
    examples: {
      positive: ['"GET /v1/prices HTTP/1.1" 429 0', 'request to mail api returned status 429'],
      negative: ['"GET /v1/prices HTTP/1.1" 200 12'],
    },
  },
  {
    id: 'http.client-error',
    match: {
      any: [HTTP_WORDS],
      when: [
        { slot: 'status', op: '>=', value: 400 },
        { slot: 'status', op: '<', value: 500 },
        { slot: 'status', op: '!=', value: 429 },
      ],
    },
    class: 'normal',
    severity: 'info',
    category: 'http',
    meaning: 'A request was refused because of what the caller asked for.',
    causes: [],
    steps: [],
    examples: {
      positive: ['"GET /favicon.ico HTTP/1.1" 404 0', 'request finished path=/pay status=401'],
      negative: ['"GET / HTTP/1.1" 500 0'],
    },
  },
  {
    id: 'http.success',
    match: { any: [REQUESTS], when: [{ slot: 'status', op: '<', value: 400 }] },
    class: 'normal',
    severity: 'info',
    category: 'http',
    meaning: 'A request was answered.',
    causes: [],
    steps: [],
    examples: {
      positive: ['"GET /errors/failed HTTP/1.1" 200 12', 'POST /v1/charge 201 12ms'],
      negative: ['POST /v1/charge 500 12ms'],
    },
  },
  {
    id: 'http.upstream',
    match: {
      any: [
        [
          'no live upstreams',
          'upstream prematurely closed',
          'bad gateway',
          'service unavailable',
          'no healthy upstream',
          'upstream connect error',
          'no server is available',
          'internal server error',
          'has no server available',
        ],
      ],
    },
    class: 'incident',
    handled: 'preventive_action',
    severity: 'error',
    category: 'http',
    meaning: 'The service behind a proxy does not answer.',
    causes: [
      'It crashed, is restarting or is overloaded',
      'All its instances fail their health checks',
      'A wrong address after a change',
    ],
    steps: [
      'Check whether its instances run and are healthy',
      'Read their own logs at that time',
      'Check what was deployed last',
    ],
    examples: {
      positive: [
        'no live upstreams while connecting to upstream "web"',
        'backend shop-web has no server available!',
      ],
      negative: ['upstream web added'],
    },
  },
];
