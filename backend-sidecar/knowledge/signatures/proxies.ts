import type { Signature } from '../signature.ts';

/** nginx, HAProxy, Envoy and browsers. */
export const PROXIES: readonly Signature[] = [
  {
    id: 'nginx.worker-connections',
    match: { any: [['worker connections are not enough']] },
    class: 'incident',
    severity: 'critical',
    category: 'resource',
    meaning: 'The proxy has no free connection left; visitors are turned away.',
    causes: [
      'A burst of visitors or a slow service behind',
      'A limit too small',
      'Connections kept open for too long',
    ],
    steps: [
      'See whether the service behind is slow',
      'Raise worker_connections and the open-file limit',
      'Shorten keep-alive',
    ],
    examples: {
      positive: ['[alert] 812#812: 1024 worker_connections are not enough'],
      negative: ['worker_connections 4096;'],
    },
  },
  {
    id: 'nginx.body-too-large',
    match: {
      any: [
        [
          'client intended to send too large body',
          'request entity too large',
          'payload too large',
          'maxuploadsizeexceededexception',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'http',
    meaning: 'A client sent more than the server takes and was refused.',
    causes: ['A larger upload than foreseen', 'A limit that differs between proxy and service'],
    steps: ['If the upload is right, raise client_max_body_size', 'If not, look at who sends it'],
    examples: {
      positive: ['client intended to send too large body: 10485761 bytes'],
      negative: ['client_max_body_size 10m;'],
    },
  },
  {
    id: 'nginx.config-broken',
    match: {
      any: [
        [
          'unknown directive',
          'host not found in upstream',
          'fatal errors found in configuration',
          'invalid number of arguments in',
          'configuration file',
        ],
        [
          'unknown directive',
          'host not found in upstream',
          'fatal errors found in configuration',
          'invalid number of arguments in',
          'test failed',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'deployment',
    meaning: 'A proxy’s configuration cannot be used; it does not start or keeps the old one.',
    causes: ['A typing mistake', 'A name in it that does not resolve', 'A module that is missing'],
    steps: [
      'Test it: `nginx -t` or `haproxy -c -f FILE`',
      'Correct file and line of the message',
      'Reload, not restart',
    ],
    examples: {
      positive: [
        '[emerg] unknown directive "proxy_pas" in /etc/nginx/conf.d/shop.conf:12',
        'nginx: configuration file /etc/nginx/nginx.conf test failed',
      ],
      negative: ['nginx: configuration file /etc/nginx/nginx.conf test is successful'],
    },
  },
  {
    id: 'nginx.header-refused',
    match: {
      any: [
        [
          'upstream sent too big header',
          'upstream sent invalid header',
          'client sent too long header line',
          'request header or cookie too large',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'http',
    meaning: 'An answer or request was refused because its headers are too large or broken.',
    causes: ['Large cookies or tokens', 'Buffers too small', 'Code that writes line breaks into a header'],
    steps: ['Look at the headers of that path', 'Make cookie or token smaller', 'Raise proxy_buffer_size'],
    examples: {
      positive: ['upstream sent too big header while reading response header from upstream'],
      negative: ['proxy_buffer_size 8k;'],
    },
  },
  {
    id: 'nginx.rate-limit',
    match: { any: [['limiting requests excess', 'limiting connections by zone']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'http',
    meaning: 'A client sends more requests than allowed and is held back.',
    causes: [
      'A bot or a scan',
      'A client that retries without a pause',
      'A limit too tight for a shared address',
    ],
    steps: ['Count by client address', 'Block it, or talk to its owner', 'Widen the limit if it hits people'],
    examples: {
      positive: ['limiting requests, excess: 20.412 by zone "api", client: 203.0.113.9'],
      negative: ['limit_req_zone api created'],
    },
  },
  {
    id: 'haproxy.server-down',
    match: { any: [['is down reason', 'is going down for maintenance reason']] },
    class: 'incident',
    severity: 'error',
    category: 'http',
    meaning: 'A load balancer took an instance out because it fails its health check.',
    causes: ['The instance crashed, restarts or is overloaded', 'The check’s path or port changed'],
    steps: [
      'See how many instances are left: the line says so',
      'Read the instance’s own log',
      'Try the health check by hand',
    ],
    examples: {
      positive: [
        'Server app/web2 is DOWN, reason: Layer4 timeout, check duration: 2001ms. 1 active and 0 backup servers left.',
      ],
      negative: ['Server app/web2 is UP, reason: Layer7 check passed, code: 200'],
    },
  },
  {
    id: 'haproxy.full',
    match: {
      any: [
        [
          'reached its configured maximum connection',
          'maxconn reached',
          'reached maxconn',
          'proxy reached process fd limit',
        ],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'resource',
    meaning: 'A load balancer has as many connections as it may; new ones wait.',
    causes: ['A slow service behind', 'A burst of clients', 'A limit too small'],
    steps: [
      'Look at queue and response times of each backend',
      'Fix the slow one',
      'Raise maxconn if memory allows',
    ],
    examples: {
      positive: ['Proxy web reached its configured maximum connection limit (4000)'],
      negative: ['maxconn 4000'],
    },
  },
  {
    id: 'circuit.open',
    match: {
      any: [
        [
          'circuit breaker is open',
          'circuit breaker open',
          'circuit breaker opened',
          'callnotpermittedexception',
          'circuitbreaker is open',
          'circuit opened',
          'pending request overflow',
          'upstream overflow',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'network',
    meaning: 'Calls to another service are cut off because too many failed (circuit breaker open).',
    causes: ['That service is down or slow', 'A limit too tight for the load'],
    steps: ['Check the health of the called service', 'Wait: it closes by itself once calls succeed'],
    examples: {
      positive: [
        "CallNotPermittedException: CircuitBreaker 'payments' is OPEN and does not permit further calls",
        'circuit breaker opened for payments',
      ],
      negative: ['circuit breaker payments closed'],
    },
  },
];
