import type { Signature } from '../signature.ts';

/** Containers, Kubernetes and health checks. */
export const CONTAINERS: readonly Signature[] = [
  {
    id: 'k8s.oom-killed',
    match: {
      any: [
        [
          'oomkilled',
          'oom killed',
          'oomkilling',
          'oom killing',
          'container oom',
          'exceeded its memory limit',
        ],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'resource',
    meaning: 'A container was killed because it used more memory than its limit.',
    causes: [
      'A leak, or more work than usual',
      'A limit below the normal need',
      'A heap setting above the limit',
    ],
    steps: [
      'Compare memory use with the limit: `kubectl top pod NAME --containers`',
      'Raise the memory limit or lower the heap setting',
      'Look for the leak',
    ],
    examples: {
      positive: ['Container web terminated: reason=OOMKilled exitCode=137', 'Warning OOMKilling pod/web-1'],
      negative: ['oom score adjusted'],
    },
  },
  {
    id: 'k8s.crash-loop',
    match: {
      any: [
        [
          'crashloopbackoff',
          'back off restarting failed container',
          'back off restarting container',
          'crash loop',
          'restarting failed container',
          'keeps restarting',
        ],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'deployment',
    meaning: 'A container crashes right after each start.',
    causes: [
      'A configuration mistake or a missing secret',
      'Something it needs at start is down',
      'A broken image',
    ],
    steps: [
      'Read its last lines: `kubectl logs NAME --previous`',
      'Check what was deployed last; roll back',
      'Check its configuration and secrets',
    ],
    examples: {
      positive: [
        'Back-off restarting failed container web in pod web-7f',
        'pod web-7f is in CrashLoopBackOff',
      ],
      negative: ['container web started'],
    },
  },
  {
    id: 'k8s.image-pull',
    match: {
      any: [
        [
          'imagepullbackoff',
          'errimagepull',
          'failed to pull image',
          'manifest unknown',
          'pull access denied',
        ],
      ],
    },
    class: 'incident',
    handled: 'preventive_action',
    severity: 'error',
    category: 'deployment',
    meaning: 'A container’s image cannot be pulled.',
    causes: ['A wrong name or tag', 'Missing registry credentials', 'The registry is down or limits pulls'],
    steps: [
      'Read the reason: `kubectl describe pod NAME`',
      'Check the image tag and the pull secret',
      'Roll back to the last tag that ran',
    ],
    examples: {
      positive: ['Failed to pull image "shop/web:9.9": manifest unknown', 'Error: ImagePullBackOff'],
      negative: ['Successfully pulled image "shop/web:1.2"'],
    },
  },
  {
    id: 'k8s.evicted',
    match: {
      any: [
        ['evicted', 'evicting pod', 'the node was low on resource', 'preempted'],
        ['pod', 'pods', 'node', 'kubelet', 'container', 'eviction manager', 'the node was low on resource'],
      ],
      not: ['entries evicted', 'cache', 'keys'],
    },
    class: 'incident',
    severity: 'error',
    category: 'resource',
    meaning: 'A node is short of memory or disk and evicts pods.',
    causes: [
      'Images, logs or temporary files fill its disk',
      'Pods that use far more memory than they asked for',
    ],
    steps: [
      'See what it is short of: `kubectl describe node NAME`',
      'Free that resource or add nodes',
      'Set requests close to real use',
    ],
    examples: {
      positive: [
        'The node was low on resource: ephemeral-storage. Pod web-1 Evicted',
        'Evicted pod web-1 from node-3: out of ephemeral storage',
      ],
      negative: ['cache: 12 entries evicted'],
    },
  },
  {
    id: 'k8s.probe-failed',
    match: {
      any: [
        [
          'health check failed',
          'health checks failed',
          'healthcheck failed',
          'health check failing',
          'backend is down',
          'server is down',
          'upstream is down',
          'healthcheck failing',
        ],
      ],
      // A storage cluster tells of itself in the same words.
      not: ['osd', 'osds', 'pgs'],
    },
    class: 'incident',
    handled: 'preventive_action',
    severity: 'error',
    category: 'system_notification',
    meaning: 'A health check fails: the instance gets no traffic, or is restarted.',
    causes: [
      'It hangs, is overloaded or still starting',
      'Something that it needs is down',
      'A probe timeout too short',
    ],
    steps: [
      'Call the probe’s address by hand',
      'Read the container’s own log right before: `kubectl logs NAME --previous`',
      'Check whether the other instances carry the load',
    ],
    examples: {
      positive: ['edge: health check failed for pool shop', 'proxy: backend is DOWN'],
      negative: ['Probe succeeded', 'health check passed'],
    },
  },
  {
    id: 'k8s.volume',
    match: {
      any: [
        [
          'failedmount',
          'failedattachvolume',
          'unable to attach or mount volumes',
          'mountvolume setup failed',
          'multi attach error',
          'volume is already exclusively attached',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'A volume cannot be attached, so a pod cannot start.',
    causes: ['It is still attached to another node', 'It does not exist or the driver fails'],
    steps: [
      'See where it is attached: `kubectl get volumeattachments`',
      'Check the storage driver’s log',
      'Detach it once the old node is surely off',
    ],
    examples: {
      positive: [
        'Unable to attach or mount volumes: unmounted volumes=[data]',
        'Multi-Attach error for volume pvc-1',
      ],
      negative: ['volume pvc-1 attached'],
    },
  },
];
