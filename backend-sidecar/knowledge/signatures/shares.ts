import type { Signature } from '../signature.ts';

/** How much is used of what there is only so much of, besides disk, memory and processor, which have signatures of their own. */
const THINGS = [
  'connections',
  'connection pool',
  'sessions',
  'slots',
  'threads',
  'thread pool',
  'workers',
  'tablespace',
  'quota',
  'budget',
  'mailbox',
  'capacity',
  'open files',
  'file descriptors',
  'descriptors',
  'handles',
  'leases',
  'address pool',
  'dhcp pool',
  'nat table',
  'conntrack',
  'licenses',
  'licences',
  'seats',
  'executions',
  'semaphores',
  'memory limit',
  'pool',
  'limit',
] as const;
const USED = [
  'used',
  'in use',
  'open files',
  'file descriptors',
  'usage',
  'full',
  'allocated',
  'consumed',
  'utilization',
  'utilisation',
  'occupied',
  'taken',
  'executions at',
  'is at',
  'using',
] as const;
const HEALTHY = ['healthy', 'in service'];
/** What serves behind one address. */
const SERVERS = [
  'target',
  'targets',
  'host',
  'hosts',
  'backend',
  'backends',
  'upstream',
  'upstreams',
  'endpoints',
  'instances',
];

/** Shares of another kind: how far work is, what is still free, how well something goes. */
const OTHERS = [
  'free',
  'available',
  'remaining',
  'left',
  'idle',
  'complete',
  'completed',
  'done',
  'progress',
  'processed',
  'healthy',
  'ready',
  'passed',
  'succeeded',
  'hit rate',
  'hit ratio',
  'full gc',
  'full collection',
  'watermark',
] as const;

export const SHARES: readonly Signature[] = [
  {
    id: 'resource.used-up',
    match: {
      any: [THINGS, USED],
      not: OTHERS,
      when: [{ slot: 'share', op: '>=', value: 99.5, near: USED }],
    },
    class: 'incident',
    handled: 'preventive_action',
    severity: 'error',
    category: 'resource',
    meaning: 'All of something that there is only so much of is in use; who asks for more is refused.',
    causes: [
      'More load than it was made for',
      'Something that is not given back',
      'A limit that was set too low',
    ],
    steps: [
      'See who holds most of it',
      'Give back what is not needed',
      'Raise the limit if the use is right',
    ],
    examples: {
      positive: ['connection pool orders: 50 of 50 connections in use', 'quota of 40 addresses is 100% used'],
      negative: ['connection pool orders: 12 of 50 connections in use'],
    },
  },
  {
    id: 'resource.nearly-used-up',
    match: {
      any: [THINGS, USED],
      not: OTHERS,
      when: [
        { slot: 'share', op: '>=', value: 85, near: USED },
        { slot: 'share', op: '<', value: 99.5, near: USED },
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'resource',
    meaning: 'Something that there is only so much of is nearly used up.',
    causes: ['Load that grows', 'Something that is not given back', 'A limit that was set too low'],
    steps: ['See how fast it fills', 'See who holds most of it', 'Free some, or raise the limit in time'],
    examples: {
      positive: [
        'tablespace USERS is 94% used',
        'mailbox of anna is 97% full',
        'worker 3 has 980 of 1024 file descriptors in use',
      ],
      negative: ['tablespace USERS is 41% used', 'pool import: 950 of 1000 files processed, slots used: 3'],
    },
  },
  {
    id: 'network.none-healthy',
    match: {
      any: [HEALTHY, SERVERS],
      when: [{ slot: 'share', op: '=', value: 0, near: HEALTHY }],
    },
    class: 'incident',
    severity: 'critical',
    category: 'network',
    meaning: 'Nothing behind this address is healthy; every request fails.',
    causes: ['All of them are down', 'The check itself is wrong', 'What they all need is down'],
    steps: [
      'Ask one of them directly, without the balancer',
      'Read why its check fails',
      'Look at what they share',
    ],
    examples: {
      positive: ['load balancer lb-1 has 0 of 4 healthy targets'],
      negative: ['load balancer lb-1 has 4 of 4 healthy targets'],
    },
  },
  {
    id: 'network.few-healthy',
    match: {
      any: [HEALTHY, SERVERS],
      when: [
        { slot: 'share', op: '>', value: 0, near: HEALTHY },
        { slot: 'share', op: '<', value: 100, near: HEALTHY },
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'network',
    meaning: 'Some of what serves behind this address is not healthy; the others carry its load.',
    causes: ['Some are down or start', 'Their checks fail by load'],
    steps: [
      'See which are missing',
      'Read why their checks fail',
      'Check that the others can carry the load',
    ],
    examples: {
      positive: ['load balancer lb-1 has 1 of 4 healthy targets'],
      negative: ['load balancer lb-1 has 4 of 4 healthy targets'],
    },
  },
];
