import type { Signature } from '../signature.ts';

/** What still works, with less margin than it should have. */
export const MARGINS: readonly Signature[] = [
  {
    id: 'k8s.probe',
    match: {
      any: [
        [
          'liveness probe failed',
          'readiness probe failed',
          'startup probe failed',
          'is unhealthy',
          'marked unhealthy',
          'marked as unhealthy',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'system_notification',
    meaning: 'A probe of an instance failed; it gets no traffic, and is restarted if that goes on.',
    causes: ['It is still starting', 'It is overloaded or hangs', 'The probe’s time limit is too short'],
    steps: [
      'Read the instance’s own log at that time',
      'Call the probe’s address by hand',
      'Compare the time limit with its usual answer time',
    ],
    examples: {
      positive: [
        'Readiness probe failed: Get "http://10.1.0.9:8080/ready": connection reset',
        'Liveness probe failed: HTTP probe failed with statuscode: 503',
      ],
      negative: ['Readiness probe succeeded'],
    },
  },
  {
    id: 'k8s.pressure',
    match: {
      any: [
        [
          'node has disk pressure',
          'nodehasdiskpressure',
          'nodehasmemorypressure',
          'diskpressure',
          'memorypressure',
        ],
      ],
      not: ['diskpressure false', 'memorypressure false'],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'resource',
    meaning: 'A node is short of memory or disk and will soon evict pods.',
    causes: [
      'Images, logs or temporary files fill its disk',
      'Pods that use more memory than they asked for',
    ],
    steps: [
      'See what it is short of: `kubectl describe node NAME`',
      'Free that resource or add nodes',
      'Set requests close to real use',
    ],
    examples: {
      positive: ['Warning NodeHasDiskPressure node-3', 'Node pool-a-4 condition MemoryPressure is now: True'],
      negative: ['Node pool-a-4 status is now: NodeHasSufficientMemory'],
    },
  },
  {
    id: 'k8s.image-backoff',
    match: { any: [['back off pulling image', 'backoff pulling image']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'deployment',
    meaning: 'An image could not be fetched; the node waits before it tries again.',
    causes: ['A wrong name or tag', 'Missing registry credentials', 'The registry is down or limits pulls'],
    steps: ['Read the failure before it', 'Pull the image by hand', 'Check the tag and the pull secret'],
    examples: {
      positive: ['Back-off pulling image "registry.internal/shop/web:7"'],
      negative: ['Pulling image "registry.internal/shop/web:7"'],
    },
  },
  {
    id: 'kafka.fewer-copies',
    match: { any: [['under replicated', 'underreplicated', 'shrinking isr', 'isr shrink']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'storage',
    meaning: 'Data has fewer copies than it should; one more failure may lose some.',
    causes: ['A node is down or slow', 'Its disk or network is overloaded'],
    steps: [
      'Find the node that is missing from the in-sync sets',
      'Look at its disk, pauses and network',
      'Do not restart others meanwhile',
    ],
    examples: {
      positive: [
        'Shrinking ISR from 1,2,3 to 1 for partition orders-4',
        'partition orders-4 is under-replicated: 1 of 3 in sync',
      ],
      negative: ['Expanding ISR for partition orders-4 to 1,2,3'],
    },
  },
  {
    id: 'hardware.on-battery',
    match: {
      any: [
        ['ups', 'upsmon', 'apcupsd'],
        ['on battery', 'utility power failed', 'mains power lost', 'runs on battery'],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'hardware',
    meaning: 'The mains are gone; machines run on battery for some minutes.',
    causes: ['A power cut', 'A fuse or a pulled plug'],
    steps: [
      'See how long the battery lasts: `upsc UPS`',
      'Stop what can wait, data stores in order',
      'Call the site',
    ],
    examples: {
      positive: ['upsmon: UPS rack1@10.0.0.5 on battery', 'apcupsd: UPS on battery. Utility power failed'],
      negative: ['upsmon: UPS rack1@10.0.0.5 on line power'],
    },
  },
];
