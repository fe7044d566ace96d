import type { Signature } from '../signature.ts';

/** Containers and what keeps them from running. */
export const PODS: readonly Signature[] = [
  {
    id: 'container.start-failed',
    match: {
      any: [
        [
          'oci runtime create failed',
          'runc create failed',
          'failed to create containerd task',
          'failed to create shim',
          'exec user process caused',
          'executable file not found in',
          'runcontainererror',
          'containercannotrun',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'deployment',
    meaning: 'A container was made but its program could not be started.',
    causes: [
      'The command is not in the image',
      'The image is for another processor',
      'A mount or a right that the runtime refuses',
    ],
    steps: [
      'Read the end of the line for the reason',
      'Run the image by hand with a shell',
      'Go back to the last image that started',
    ],
    examples: {
      positive: [
        'OCI runtime create failed: exec: "server": executable file not found in $PATH',
        'standard_init_linux.go: exec user process caused: exec format error',
      ],
      negative: ['Started container orders'],
    },
  },
  {
    id: 'container.network-failed',
    match: {
      any: [
        [
          'failedcreatepodsandbox',
          'failed to create pod sandbox',
          'cni plugin not initialized',
          'network plugin is not ready',
          'failed to set up sandbox',
          'failed to setup network for sandbox',
          'failed to allocate for range',
          'no ip addresses available in range',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'network',
    meaning: 'A pod got no network, so it cannot start.',
    causes: [
      'The network plugin is down on that node',
      'No addresses are left',
      'A broken configuration after an update',
    ],
    steps: [
      'Check the network plugin’s pod on that node: `kubectl get pods -n kube-system -o wide`',
      'Count the addresses in use',
      'Move the pod to another node meanwhile',
    ],
    examples: {
      positive: [
        'Failed to create pod sandbox: plugin type="bridge" failed: no IP addresses available in range set',
        'container runtime network not ready: cni plugin not initialized',
      ],
      negative: ['pod sandbox 812 created'],
    },
  },
  {
    id: 'container.daemon-down',
    match: {
      any: [
        [
          'is the docker daemon running',
          'cannot connect to the docker daemon',
          'container runtime is down',
          'containerd is not running',
          'unknown service runtime',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'system_notification',
    meaning: 'The container runtime of a host does not answer; nothing can be started there.',
    causes: ['Its service is stopped or crashed', 'Its disk is full', 'The caller may not use its socket'],
    steps: [
      'Check it: `systemctl status docker containerd`',
      'Check the disk under its data folder',
      'Restart it; running containers may survive',
    ],
    examples: {
      positive: [
        'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
      ],
      negative: ['Docker daemon started'],
    },
  },
  {
    id: 'k8s.config-missing',
    match: {
      any: [
        ['configmap', 'secret', 'createcontainerconfigerror', 'couldn t find key'],
        ['not found', 'createcontainerconfigerror', 'couldn t find key'],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'deployment',
    meaning: 'A pod waits for a configuration or a secret that is not there.',
    causes: ['It was not deployed to this namespace', 'A misspelt name or key', 'It was deleted'],
    steps: [
      'Note the name in the line and look: `kubectl get configmap,secret -n NAMESPACE`',
      'Create it or correct the name',
      'See who removed it',
    ],
    examples: {
      positive: [
        'Error: configmap "orders-env" not found',
        'CreateContainerConfigError',
        "couldn't find key url in Secret shop/db",
      ],
      negative: ['configmap "orders-env" created'],
    },
  },
  {
    id: 'k8s.job-failed',
    match: {
      any: [
        [
          'backofflimitexceeded',
          'job has reached the specified backoff limit',
          'job was active longer than specified deadline',
          'too many missed start time',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'workflow',
    meaning: 'A job was tried as often as allowed and did not succeed.',
    causes: [
      'An error in the job or its data',
      'Something it needs is not there',
      'It takes longer than its deadline',
    ],
    steps: [
      'Read its last pod’s log: `kubectl logs job/NAME`',
      'Fix the cause and start the job by hand',
      'See what waits for its result',
    ],
    examples: {
      positive: ['BackoffLimitExceeded: Job has reached the specified backoff limit'],
      negative: ['Job completed'],
    },
  },
  {
    id: 'k8s.lifecycle',
    match: {
      any: [
        [
          'successfully assigned',
          'successfully pulled image',
          'created container',
          'started container',
          'already present on machine',
          'scaled up replica set',
          'scaled down replica set',
          'horizontal pod autoscaler new size',
        ],
      ],
    },
    class: 'normal',
    severity: 'info',
    category: 'deployment',
    meaning: 'A pod is placed, started or scaled as asked.',
    causes: [],
    steps: [],
    examples: {
      positive: [
        'Successfully pulled image "registry.example/orders:2.4.1" in 1.2s',
        'Scaled up replica set orders-7d9f to 4',
      ],
      negative: ['Back-off restarting failed container orders'],
    },
  },
];
