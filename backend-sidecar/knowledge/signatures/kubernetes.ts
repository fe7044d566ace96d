import type { Signature } from '../signature.ts';

/** The cluster itself: scheduling, control plane, rights. */
export const KUBERNETES: readonly Signature[] = [
  {
    id: 'k8s.unschedulable',
    match: {
      any: [
        [
          'failedscheduling',
          'insufficient memory',
          'insufficient cpu',
          'untolerated taint',
          'didn t match node affinity',
          'didn t match pod anti affinity',
          'no nodes available to schedule',
        ],
        ['nodes', 'node', 'pod', 'failedscheduling', 'scheduler', 'scheduling'],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'resource',
    meaning: 'No node can take a pod; it waits and does not run.',
    causes: [
      'The nodes are full, or requests are larger than any node',
      'Taints or affinity rules leave no node',
      'The autoscaler is at its limit',
    ],
    steps: [
      'Read the reasons: `kubectl describe pod NAME`',
      'Add a node or lower the requests',
      'Check taints and node selectors',
    ],
    examples: {
      positive: [
        'FailedScheduling: 0/5 nodes are available: 2 Insufficient cpu, 3 node(s) had untolerated taint',
        '0/5 nodes are available: 5 Insufficient memory.',
      ],
      negative: ['Successfully assigned shop/orders-7d9f to node-3'],
    },
  },
  {
    id: 'k8s.node-not-ready',
    match: {
      any: [
        [
          'nodenotready',
          'node not ready',
          'kubelet stopped posting node status',
          'status is now nodenotready',
          'pleg is not healthy',
          'node is not ready',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'system_notification',
    meaning: 'A node is lost to the cluster; its pods are moved elsewhere after some minutes.',
    causes: [
      'The host is down, overloaded or cut off',
      'Its kubelet or container runtime hangs',
      'Its disk or memory is full',
    ],
    steps: [
      'See its conditions: `kubectl describe node NAME`',
      'Reach the host; read the kubelet’s log',
      'Drain it if it does not come back',
    ],
    examples: {
      positive: ['Node node-3 status is now: NodeNotReady', 'kubelet stopped posting node status.'],
      negative: ['Node node-3 status is now: NodeReady'],
    },
  },
  {
    id: 'k8s.autoscaler-blind',
    match: {
      any: [
        [
          'failedgetresourcemetric',
          'unable to get metrics for resource',
          'failedcomputemetricsreplicas',
          'unable to compute the replica count',
          'failed to get cpu utilization',
          'unable to fetch metrics from resource metrics api',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'resource',
    meaning: 'The autoscaler cannot see the load and does not scale.',
    causes: ['The metrics server is down', 'Containers without resource requests'],
    steps: [
      'Check whether metrics arrive: `kubectl top pods`',
      'Read the log of the metrics server’s pods',
      'Give every container a resource request',
    ],
    examples: {
      positive: [
        'horizontal-pod-autoscaler: FailedGetResourceMetric: unable to get metrics for resource cpu',
      ],
      negative: ['horizontal-pod-autoscaler: New size: 4; reason: cpu resource utilization above target'],
    },
  },
  {
    id: 'k8s.autoscaler-at-limit',
    match: {
      any: [
        [
          'more than the maximum replica count',
          'toomanyreplicas',
          'max node group size reached',
          'max cluster size reached',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'resource',
    meaning: 'More instances are needed than the autoscaler may start.',
    causes: ['More load than planned for', 'Slow instances that need more copies', 'A limit set too low'],
    steps: [
      'Compare the load with last week',
      'Raise the maximum if the nodes have room',
      'See what makes each instance slow',
    ],
    examples: {
      positive: ['the desired replica count is more than the maximum replica count'],
      negative: ['the desired replica count is 4'],
    },
  },
  {
    id: 'k8s.eviction-refused',
    match: { any: [['violate the pod s disruption budget', 'violates pod disruption budget']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'deployment',
    meaning: 'A node cannot be drained because too few copies of a service would be left.',
    causes: ['A disruption budget that allows none to go', 'Copies that are already unhealthy'],
    steps: [
      'See which budget refuses: `kubectl get pdb -A`',
      'Bring the missing copies up',
      'Run one copy more, or allow one to go',
    ],
    examples: {
      positive: ["Cannot evict pod as it would violate the pod's disruption budget."],
      negative: ['poddisruptionbudget.policy/orders created'],
    },
  },
  {
    id: 'k8s.quota',
    match: { all: ['is forbidden', 'exceeded quota'] },
    class: 'incident',
    severity: 'error',
    category: 'resource',
    meaning: 'Something was not created because its namespace has used up its share.',
    causes: ['Old objects that nobody removes', 'A share too small for the new release'],
    steps: [
      'Compare use and limit: `kubectl describe quota -n NAMESPACE`',
      'Remove what is not needed',
      'Raise the quota',
    ],
    examples: {
      positive: [
        'pods "orders-7d9f" is forbidden: exceeded quota: compute, requested: cpu=2, used: cpu=8, limited: cpu=8',
      ],
      negative: ['resourcequota compute updated'],
    },
  },
  {
    id: 'k8s.webhook',
    match: {
      any: [['failed calling webhook', 'failed to call webhook', 'failed calling admission webhook']],
    },
    class: 'incident',
    severity: 'error',
    category: 'deployment',
    meaning: 'An admission webhook does not answer; objects cannot be created or changed.',
    causes: [
      'The webhook’s pods are down',
      'Its certificate is no longer valid',
      'A network policy blocks it',
    ],
    steps: [
      'Check pods and log of the webhook named in the line',
      'Check its certificate',
      'As a last resort remove its configuration for now',
    ],
    examples: {
      positive: [
        'Internal error occurred: failed calling webhook "policy.shop.example": no endpoints available',
      ],
      negative: ['webhook "policy.shop.example" registered'],
    },
  },
  {
    id: 'k8s.rbac',
    match: {
      all: ['is forbidden'],
      any: [
        [
          'cannot list resource',
          'cannot get resource',
          'cannot watch resource',
          'cannot create resource',
          'cannot patch resource',
          'cannot update resource',
          'cannot delete resource',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'security',
    meaning: 'A workload lacks the rights it needs in the cluster.',
    causes: ['A role or binding that was not deployed with it', 'A wrong service account'],
    steps: [
      'Test the right: `kubectl auth can-i VERB RESOURCE --as=ACCOUNT`',
      'Check which account the pod runs with',
      'Add the verb to its role',
    ],
    examples: {
      positive: [
        'pods is forbidden: User "system:serviceaccount:shop:orders" cannot list resource "pods" in API group ""',
      ],
      negative: ['clusterrole orders-reader created'],
    },
  },
];
