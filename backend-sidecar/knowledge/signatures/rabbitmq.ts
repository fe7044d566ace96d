import type { Signature } from '../signature.ts';

/** RabbitMQ and queues in general. */
export const RABBITMQ: readonly Signature[] = [
  {
    id: 'rabbitmq.partition',
    match: {
      any: [
        [
          'running partitioned network',
          'partitioned network',
          'network partition detected',
          'inconsistent database',
        ],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'network',
    meaning: 'The nodes of the cluster lost sight of each other and may have gone separate ways.',
    causes: ['A network fault', 'A host that stood still: overload, snapshot, migration'],
    steps: [
      'See which nodes see each other: `rabbitmqctl cluster_status`',
      'Choose the side to trust, then restart the nodes of the other',
      'Check queues that were not replicated',
    ],
    examples: {
      positive: [
        'Mnesia(rabbit@mq-1): ** ERROR ** mnesia_event got {inconsistent_database, running_partitioned_network, rabbit@mq-2}',
      ],
      negative: ['rabbit on node rabbit@mq-2 up'],
    },
  },
  {
    id: 'rabbitmq.missed-heartbeats',
    match: {
      any: [
        [
          'missed heartbeats from client',
          'missed heartbeats from server',
          'heartbeat timeout expired',
          'too many missed heartbeats',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'network',
    meaning: 'A connection gave no sign of life and was closed.',
    causes: [
      'A client that blocks its thread while working',
      'A crashed client or broken network',
      'A balancer that drops idle connections',
    ],
    steps: [
      'Note the client’s address in the line',
      'See whether it connects again',
      'Work on another thread than the connection’s',
    ],
    examples: { positive: ['missed heartbeats from client, timeout: 60s'], negative: ['heartbeat = 60'] },
  },
  {
    id: 'rabbitmq.arguments-differ',
    match: { any: [['inequivalent arg']] },
    class: 'incident',
    severity: 'error',
    category: 'deployment',
    meaning: 'A client declares a queue or exchange other than it is and is refused.',
    causes: ['A new release with other options', 'Two services that declare the same name differently'],
    steps: [
      'Note name and argument in the line',
      'Use the old options, or a new name',
      'To change it, empty and delete it first',
    ],
    examples: {
      positive: ["PRECONDITION_FAILED - inequivalent arg 'durable' for queue 'orders' in vhost '/'"],
      negative: ["queue 'orders' in vhost '/' declared"],
    },
  },
  {
    id: 'rabbitmq.ack-timeout',
    match: {
      any: [
        [
          'delivery acknowledgement on channel',
          'consumer ack timeout',
          'delivery acknowledgement timed out',
          'unknown delivery tag',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'workflow',
    meaning: 'A consumer did not confirm its work in time or in order; its messages are delivered again.',
    causes: [
      'Work that takes longer than allowed',
      'Code that confirms twice or on another channel',
      'A consumer that hangs',
    ],
    steps: [
      'Note the queue in the line',
      'See which message takes so long',
      'Fetch fewer messages at once; confirm once',
    ],
    examples: {
      positive: [
        'PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out. Timeout value used: 1800000 ms',
        'PRECONDITION_FAILED - unknown delivery tag 12',
      ],
      negative: ['consumer of queue orders acknowledged 12 deliveries'],
    },
  },
  {
    id: 'rabbitmq.name-missing',
    match: { all: ['in vhost'], any: [['no queue', 'no exchange']] },
    class: 'incident',
    severity: 'error',
    category: 'deployment',
    meaning: 'A client uses a queue or exchange that is not there.',
    causes: [
      'It was never declared in this environment',
      'It was deleted, or expired while unused',
      'A misspelt name or the wrong virtual host',
    ],
    steps: ['Note the name in the line; list what there is', 'Start the service that declares it first'],
    examples: {
      positive: ["NOT_FOUND - no queue 'orders' in vhost '/'"],
      negative: ["queue 'orders' in vhost '/' declared"],
    },
  },
  {
    id: 'queue.dead-letter',
    match: {
      any: [
        [
          'dead lettered',
          'moved to dead letter',
          'sent to dead letter',
          'sent to dlq',
          'moved to dlq',
          'poison message',
          'dead letter queue has',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'workflow',
    meaning: 'A message could not be handled and was set aside for a person.',
    causes: [
      'Content that the code does not expect',
      'Something it needs was down for all attempts',
      'A bug in the last release',
    ],
    steps: [
      'Look at one of the messages and its error',
      'Fix the cause',
      'Put the messages back into the queue',
    ],
    examples: {
      positive: ['message 812 moved to dead-letter queue orders.dlq after 5 attempts'],
      negative: ['exchange orders.dlx declared'],
    },
  },
  {
    id: 'consensus.quorum-lost',
    match: {
      any: [
        [
          'lost quorum',
          'quorum lost',
          'quorum is lost',
          'no quorum',
          'quorum not reached',
          'without quorum',
          'cannot reach quorum',
        ],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'network',
    meaning: 'Too few members of a cluster can reach each other to decide anything.',
    causes: ['Several members are down', 'The network between them is cut'],
    steps: [
      'Count the members that run and see each other',
      'Bring one back before touching the others',
      'Do not force a new cluster before you know whose data is newest',
    ],
    examples: {
      positive: ['cluster: quorum lost, 1 of 3 members reachable'],
      negative: ['cluster: quorum of 3 members'],
    },
  },
];
