import type { Signature } from '../signature.ts';

/** Kafka, RabbitMQ and queues in general. */
export const MESSAGING: readonly Signature[] = [
  {
    id: 'kafka.under-replicated',
    match: {
      any: [
        [
          'not enough replicas',
          'notenoughreplicas',
          'offline partition',
          'leader not available',
          'no leader for partition',
        ],
      ],
    },
    class: 'incident',
    handled: 'preventive_action',
    severity: 'error',
    category: 'storage',
    meaning: 'Partitions have fewer in-sync replicas than they should, or no leader.',
    causes: ['A broker is down or slow', 'Its disk or network is overloaded'],
    steps: [
      'Find the missing broker: `kafka-topics.sh --bootstrap-server HOST:9092 --describe --under-replicated-partitions`',
      'Check its disk, garbage collection and network',
      'Do not restart other brokers meanwhile',
    ],
    examples: {
      positive: [
        'Number of alive replicas: not enough replicas for partition orders-4',
        'org.apache.kafka.common.errors.NotEnoughReplicasException',
      ],
      negative: ['Expanding ISR from 1,3 to 1,2,3'],
    },
  },
  {
    id: 'kafka.consumer-lag',
    match: {
      any: [['consumer lag', 'lag of group', 'consumer group lag', 'consumer is lagging', 'offset lag']],
      not: ['lag 0'],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'workflow',
    meaning: 'A consumer falls behind what is produced.',
    causes: ['Slow or failing processing of records', 'Too few consumers', 'A burst of records'],
    steps: [
      'See whether the lag grows: `kafka-consumer-groups.sh --bootstrap-server HOST:9092 --describe --group GROUP`',
      'Check time and errors per record',
      'Add consumers, up to the number of partitions',
    ],
    examples: {
      positive: [
        'consumer lag for group billing on orders-3 is 182331',
        'Consumer group lag above limit: mailer',
      ],
      negative: ['consumer joined group billing'],
    },
  },
  {
    id: 'kafka.rebalance',
    match: {
      any: [
        [
          'consumer poll timeout has expired',
          'has left the group',
          'member left the group',
          'rebalance loop',
          'kicked out of the group',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'workflow',
    meaning: 'A consumer was removed from its group; the group rebalances and others redo its work.',
    causes: [
      'Processing a batch takes longer than max.poll.interval.ms',
      'Long garbage collection pauses',
      'A network fault',
    ],
    steps: [
      'Compare the time per batch with max.poll.interval.ms',
      'Fetch fewer records per poll (max.poll.records)',
      'Make the processing safe to repeat',
    ],
    examples: {
      positive: [
        'consumer poll timeout has expired. This means the time between subsequent calls to poll() was longer than the configured max.poll.interval.ms',
        'Member lw-1 has left the group: poll was not called in time',
      ],
      negative: ['Successfully joined group with generation 12'],
    },
  },
  {
    id: 'kafka.commit-failed',
    match: {
      any: [
        [
          'commitfailedexception',
          'offset commit failed',
          'offset commit cannot be completed',
          'failed to commit offsets',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'workflow',
    meaning: 'A consumer could not commit its offset; the same records will be processed again.',
    causes: [
      'Processing a batch takes longer than max.poll.interval.ms',
      'The group was rebalanced meanwhile',
      'The brokers do not answer',
    ],
    steps: [
      'Compare the time per batch with max.poll.interval.ms',
      'Fetch fewer records per poll (max.poll.records)',
      'Make the processing safe to repeat',
    ],
    examples: {
      positive: [
        'CommitFailedException: Offset commit cannot be completed since the consumer is not part of an active group',
      ],
      negative: ['committed offsets of group billing'],
    },
  },
  {
    id: 'rabbitmq.alarm',
    match: {
      any: [
        [
          'memory resource limit alarm',
          'disk resource limit alarm',
          'resource limit alarm set',
          'publishers will be blocked',
          'connection blocked',
          'partial partition detected',
          'free disk space alarm',
        ],
      ],
      not: ['cleared'],
    },
    class: 'incident',
    severity: 'error',
    category: 'resource',
    meaning: 'RabbitMQ blocks publishers because memory or disk is short.',
    causes: ['Queues that nobody empties', 'A disk or memory limit reached'],
    steps: [
      'Find the longest queues: `rabbitmqctl list_queues name messages consumers memory`',
      'Start or fix their consumers; free disk or memory',
      'Set a length limit or lazy queues',
    ],
    examples: {
      positive: [
        'memory resource limit alarm set on node rabbit@mq-1',
        'free disk space alarm: Publishers will be blocked until this alarm clears',
      ],
      negative: ['memory resource limit alarm cleared on node rabbit@mq-1'],
    },
  },
  {
    id: 'queue.backlog',
    match: {
      any: [
        [
          'backlog growing',
          'queue backlog',
          'queue is growing',
          'queue size above',
          'queue length exceeds',
          'backlog of',
          'queue is full',
          'queue full',
          'task queue full',
          'pending messages above',
        ],
      ],
      not: ['initialized'],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'workflow',
    meaning: 'Work arrives faster than it is done; the queue grows.',
    causes: ['Slow or stopped workers', 'A burst', 'Messages that fail again and again'],
    steps: ['Check whether workers run and what they fail on', 'Add workers or slow down the senders'],
    examples: {
      positive: ['queue backlog growing: mail 1822 waiting', 'task queue full, rejecting job 12'],
      negative: ['queue mail drained', 'mail queued queue_depth=11'],
    },
  },
];
