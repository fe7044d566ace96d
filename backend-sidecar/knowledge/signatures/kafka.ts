import type { Signature } from '../signature.ts';

/** Kafka, beside copies and lag. */
export const KAFKA: readonly Signature[] = [
  {
    id: 'kafka.broker-unreachable',
    match: {
      any: [
        [
          'broker may not be available',
          'bootstrap broker disconnected',
          'all broker connections are down',
          'nobrokersavailable',
          'no resolvable bootstrap urls',
          'broker transport failure',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'network',
    meaning: 'A client reaches no Kafka broker; nothing is sent or read.',
    causes: [
      'The brokers are down',
      'A wrong address, or brokers that announce one which the client cannot reach',
      'TLS or password settings that differ',
    ],
    steps: [
      'Check the port from the client’s host: `nc -vz HOST 9092`',
      'Compare advertised.listeners with what the client sees',
      'Read the brokers’ logs',
    ],
    examples: {
      positive: [
        'Connection to node -1 (kafka-1/10.0.0.4:9092) could not be established. Broker may not be available.',
      ],
      negative: ['Discovered group coordinator kafka-1:9092'],
    },
  },
  {
    id: 'kafka.record-too-large',
    match: {
      any: [
        [
          'recordtoolargeexception',
          'message size too large',
          'messagesizetoolarge',
          'request included a message larger than',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'application_error',
    meaning: 'A message is larger than Kafka takes; it was not sent.',
    causes: [
      'A payload that grew, often an embedded file',
      'A limit lower on topic or broker than at the producer',
    ],
    steps: [
      'Find topic and producer',
      'Send large content elsewhere and only its address here',
      'Raise max.message.bytes of the topic and the readers’ limits',
    ],
    examples: {
      positive: ['RecordTooLargeException: The message is 1048699 bytes when serialized'],
      negative: ['max.request.size = 1048576'],
    },
  },
  {
    id: 'kafka.producer-expired',
    match: { any: [['passed since batch creation', 'passed since last append', 'local message timed out']] },
    class: 'incident',
    severity: 'error',
    category: 'workflow',
    meaning: 'Messages could not be sent in time and were given up.',
    causes: [
      'The partition has no leader',
      'Brokers or network too slow',
      'The producer sends more than it can',
    ],
    steps: [
      'See whether every partition has a leader: `kafka-topics.sh --bootstrap-server HOST:9092 --describe --unavailable-partitions`',
      'Check broker load and network',
      'Check whether the producer keeps what failed',
    ],
    examples: {
      positive: [
        'TimeoutException: Expiring 12 record(s) for orders-3: 120000 ms has passed since batch creation',
      ],
      negative: ['batch of 12 records sent to orders-3'],
    },
  },
  {
    id: 'kafka.offset-lost',
    match: {
      any: [
        [
          'offsetoutofrangeexception',
          'offset out of range',
          'fetch position is out of range',
          'is out of range for partition',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'workflow',
    meaning:
      'What a consumer wants to read next is no longer kept; records were skipped or will be read again.',
    causes: ['It was away or slow for longer than records are kept', 'The topic was made anew'],
    steps: [
      'See where it went on: auto.offset.reset',
      'Work out what was missed and read it from the source',
      'Keep records longer',
    ],
    examples: {
      positive: [
        'Fetch position FetchPosition{offset=812} is out of range for partition orders-3, resetting offset',
      ],
      negative: ['Resetting offset for partition orders-3 to position 0'],
    },
  },
  {
    id: 'kafka.log-folder-failed',
    match: {
      any: [
        [
          'kafkastorageexception',
          'stopping serving logs in dir',
          'offline log directory',
          'shutdown broker because all log dirs',
          'log directory failed',
        ],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'storage',
    meaning: 'A broker can no longer write to one of its disks.',
    causes: ['A full disk', 'A failing disk or lost volume'],
    steps: [
      'Check space and errors of that disk: `df -h`, `dmesg -T | tail -50`',
      'Free space or replace the disk',
      'Restart the broker and watch the replicas catch up',
    ],
    examples: {
      positive: [
        'ERROR Shutdown broker because all log dirs in /data have failed',
        'KafkaStorageException: Disk error when trying to access log file',
      ],
      negative: ['Loading logs from log dirs /data'],
    },
  },
  {
    id: 'kafka.poison-record',
    match: {
      any: [
        ['error deserializing', 'serializationexception', 'unknown magic byte', 'deserializationexception'],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'application_error',
    meaning: 'A consumer cannot read a record and may be stuck at it.',
    causes: ['A producer changed the format', 'A schema that is missing or does not fit'],
    steps: [
      'Note partition and offset in the line',
      'Look at the record; find its producer',
      'Skip it into a side topic, then mend the format',
    ],
    examples: {
      positive: [
        'SerializationException: Error deserializing key/value for partition orders-3 at offset 812',
      ],
      negative: ['value.deserializer = JsonDeserializer'],
    },
  },
  {
    id: 'kafka.not-leader',
    match: {
      any: [
        [
          'notleaderorfollower',
          'notleaderforpartition',
          'not leader for partition',
          'not the leader for that topic partition',
          'not leader or follower',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'workflow',
    meaning: 'A client asked a broker that no longer leads the partition; it looks for the new one.',
    causes: ['A broker restarted', 'Leaders were moved'],
    steps: [
      'Wait a minute: clients find the new leader by themselves',
      'If it goes on, see which brokers are up and who leads',
    ],
    examples: {
      positive: ['NotLeaderOrFollowerException: For requests intended only for the leader'],
      negative: ['Leader of partition orders-3 is 2'],
    },
  },
];
