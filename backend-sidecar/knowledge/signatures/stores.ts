import type { Signature } from '../signature.ts';

/** Redis, MongoDB and Elasticsearch. */
export const STORES: readonly Signature[] = [
  {
    id: 'redis.memory',
    match: {
      any: [
        [
          'oom command not allowed',
          'used memory maxmemory',
          'can t save in background',
          'misconf',
          'maxmemory reached',
          'cannot allocate memory fork',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'resource',
    meaning: 'Redis refuses writes because its memory is full or it cannot save.',
    causes: [
      'More data than maxmemory with no eviction policy',
      'Its disk is full or not writable',
      'No memory left for the copy while saving',
    ],
    steps: [
      'Look at memory and persistence: `redis-cli INFO memory`, `redis-cli INFO persistence`',
      'Free space, set an eviction policy or give it more memory',
      'Find the keys that grew: `redis-cli --bigkeys`',
    ],
    examples: {
      positive: [
        "OOM command not allowed when used memory > 'maxmemory'.",
        'MISCONF Redis is configured to save RDB snapshots, but it is currently not able to persist on disk',
      ],
      negative: ['maxmemory set to 2gb'],
    },
  },
  {
    id: 'mongodb.election',
    match: {
      any: [
        [
          'no primary',
          'not primary',
          'notwritableprimary',
          'not master',
          'stepping down',
          'starting an election',
          'replsetnoprimary',
          'election timeout',
          'primary stepped down',
          'no primary detected',
          'replicasetnoprimary',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'A replica set or cluster has no leader, or is choosing a new one; writes fail meanwhile.',
    causes: [
      'The leader crashed or was restarted',
      'The members cannot reach each other',
      'The leader is too busy to answer',
    ],
    steps: [
      'See whether a leader was elected',
      'Check the old leader’s host',
      'Check the network between members',
    ],
    examples: {
      positive: [
        'REPL: Starting an election, since we have seen no PRIMARY in 10s',
        'MongoServerError: not primary',
      ],
      negative: ['member db-2 is now SECONDARY'],
    },
  },
  {
    id: 'elasticsearch.watermark',
    match: { any: [['disk watermark']], not: ['below', 'flood stage'] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'storage',
    meaning: 'A search node’s disk is nearly full; shards move away while there is room elsewhere.',
    causes: ['Indices grew past the disk', 'Old indices are not removed', 'Shards are spread unevenly'],
    steps: [
      "See which node is full: `curl -s 'HOST:9200/_cat/allocation?v'`",
      'Move or delete indices that nobody needs',
      'Add disk or nodes',
    ],
    examples: {
      positive: ['high disk watermark [90%] exceeded on [n3], shards will be relocated away'],
      negative: ['disk watermark: below the limit again'],
    },
  },
  {
    id: 'elasticsearch.flood-stage',
    match: { any: [['flood stage', 'read only allow delete']], not: ['below'] },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'A search node’s disk is all but full; its indices take no more writes.',
    causes: ['Indices grew past the disk', 'Old indices are not removed'],
    steps: [
      "See which node is full: `curl -s 'HOST:9200/_cat/allocation?v'`",
      'Move or delete indices that nobody needs, or add disk',
      'Lift the read-only block once there is room',
    ],
    examples: {
      positive: [
        'flood stage disk watermark [95%] exceeded, all indices on this node will be marked read-only',
        'cluster_block_exception: index [orders] blocked by: [FORBIDDEN/12/index read-only / allow delete (api)]',
      ],
      negative: ['flood stage cleared: below the limit again'],
    },
  },
  {
    id: 'elasticsearch.health',
    match: {
      any: [['cluster health status changed', 'unassigned shards', 'shard failed', 'all shards failed']],
      not: ['to green'],
    },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'A search cluster has lost shards; some searches and writes fail.',
    causes: ['A node left', 'A heap that is too small for the queries', 'A full disk'],
    steps: [
      "Ask why shards are missing: `curl -s 'HOST:9200/_cluster/allocation/explain'`",
      'See which node left and why',
      'Check heap and rejected work',
    ],
    examples: {
      positive: [
        'Cluster health status changed from [YELLOW] to [RED] (reason: [shards failed])',
        'SearchPhaseExecutionException: all shards failed',
      ],
      negative: ['Cluster health status changed from [YELLOW] to [GREEN]'],
    },
  },
];
