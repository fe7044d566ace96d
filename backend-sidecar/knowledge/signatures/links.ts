import type { Signature } from '../signature.ts';

/** Routes, links and names. */
export const LINKS: readonly Signature[] = [
  {
    id: 'network.no-route',
    match: {
      any: [
        [
          'no route to host',
          'network is unreachable',
          'host is unreachable',
          'host unreachable',
          'ehostunreach',
          'enetunreach',
          'destination unreachable',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'network',
    meaning: 'There is no network route to the other host.',
    causes: ['The other host is down', 'A route, security group or VPN is missing'],
    steps: [
      'See whether other hosts reach it: `ip route get ADDRESS`',
      'Check which routes and security groups changed last',
    ],
    examples: {
      positive: [
        'connect to 10.9.1.2 port 9000 failed: No route to host',
        'java.net.NoRouteToHostException: nn1:9000',
      ],
      negative: ['route to host 10.9.1.2 added'],
    },
  },
  {
    id: 'network.dns',
    match: {
      any: [
        [
          'no such host',
          'enotfound',
          'eai again',
          'could not resolve',
          'name or service not known',
          'temporary failure in name resolution',
          'nxdomain',
          'servfail',
          'name resolution failed',
          'unknownhostexception',
          'unknown host',
          'cannot resolve',
          'failed to resolve',
        ],
      ],
      not: ['placeholder', 'module', 'symbol', 'reference', 'dependency', 'dependencies'],
    },
    class: 'incident',
    handled: 'preventive_action',
    severity: 'error',
    category: 'network',
    meaning: 'A host name could not be resolved.',
    causes: [
      'The resolver is down or overloaded',
      'The name is wrong or was removed',
      'The service has no healthy instance behind the name',
    ],
    steps: [
      'Resolve the name from the same host: `dig NAME`',
      'Check the resolver itself: `dig @RESOLVER NAME`',
      'Check the spelling in the configuration changed last',
    ],
    examples: {
      positive: ['dial tcp: lookup pricing.internal: no such host', 'getaddrinfo ENOTFOUND db-main'],
      negative: ['resolved pricing.internal to 10.0.0.8'],
    },
  },
  {
    id: 'network.link-down',
    match: {
      any: [
        [
          'link is down',
          'link down',
          'nic link is down',
          'lost carrier',
          'interface down',
          'neighbor down',
          'bgp down',
          'link becomes not ready',
          'changed state to down',
          'bgp neighbor idle',
          'from established to idle',
          'went from established',
          'moved from established',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'network',
    meaning: 'A network link or routing session went down.',
    causes: ['A cable, port or switch', 'Maintenance on the other side'],
    steps: [
      'See whether the backup path carries the traffic',
      'Check cable, port counters and the other side',
    ],
    examples: {
      positive: ['eth0: NIC Link is Down', 'Interface Gi1/0/4, changed state to down'],
      negative: ['eth0: NIC Link is Up 10 Gbps'],
    },
  },
];
