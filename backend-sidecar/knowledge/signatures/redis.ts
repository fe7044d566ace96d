import type { Signature } from '../signature.ts';

/** Redis and its kin. */
export const REDIS: readonly Signature[] = [
  {
    id: 'redis.save-failed',
    match: {
      any: [
        [
          'background saving error',
          'failed opening the rdb file',
          'write error saving db on disk',
          'background saving terminated by signal',
          'failed opening the temp rdb file',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'Redis could not write its data to disk; a restart would lose what is newer.',
    causes: ['A full or read-only disk', 'No memory for the copy while saving'],
    steps: [
      'Check space and rights of its data folder: `df -h`',
      'Check the free memory of the host',
      'Save by hand: `redis-cli BGSAVE`, then `redis-cli LASTSAVE`',
    ],
    examples: {
      positive: [
        'Background saving error',
        'Failed opening the RDB file dump.rdb (in server root dir /data) for saving: Permission denied',
      ],
      negative: ['Background saving terminated with success'],
    },
  },
  {
    id: 'redis.host-settings',
    match: {
      any: [
        [
          'overcommit memory is set to',
          'memory overcommit must be enabled',
          'transparent huge pages thp support enabled',
          'tcp backlog setting of',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'resource',
    meaning: 'The host is set up so that Redis may fail to save or answer slowly under load.',
    causes: ['Default settings of the operating system'],
    steps: ['Set with sysctl what the line says', 'Make it last over a restart of the host'],
    examples: {
      positive: [
        'WARNING overcommit_memory is set to 0! Background save may fail under low memory condition.',
      ],
      negative: ['Redis version=7.2.4, bits=64, just started'],
    },
  },
  {
    id: 'redis.replica-lost',
    match: {
      any: [
        [
          'connection with master lost',
          'connection with replica lost',
          'connection with slave lost',
          'master timeout no data nor ping received',
          'disconnecting timedout replica',
          'failed trying to load the master synchronization db',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'A Redis replica lost its primary; it is out of date until they meet again.',
    causes: [
      'The other side restarted or is overloaded',
      'A network fault',
      'Output buffers too small for the writes',
    ],
    steps: [
      'See `INFO replication` on both',
      'Look at the other host',
      'Raise repl-backlog-size if it copies everything each time',
    ],
    examples: {
      positive: ['Connection with master lost.', 'MASTER timeout: no data nor PING received...'],
      negative: ['MASTER <-> REPLICA sync: Finished with success'],
    },
  },
  {
    id: 'redis.cluster-down',
    match: { any: [['clusterdown', 'cluster state changed fail']] },
    class: 'incident',
    severity: 'critical',
    category: 'storage',
    meaning: 'The cluster does not serve some or all keys.',
    causes: [
      'A primary and its replicas are down',
      'Nodes cannot reach each other on the bus port',
      'Slots without an owner',
    ],
    steps: [
      'See nodes and slots: `redis-cli CLUSTER NODES`, `redis-cli CLUSTER INFO`',
      'Bring the missing node back or promote its replica',
      'Check the bus port between the hosts',
    ],
    examples: {
      positive: ['Cluster state changed: fail', 'CLUSTERDOWN The cluster is down'],
      negative: ['Cluster state changed: ok'],
    },
  },
  {
    id: 'redis.read-only-replica',
    match: { any: [['you can t write against a read only']] },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'A client writes to a read-only replica; it has not followed a fail-over.',
    causes: ['The client keeps the address of the former primary', 'Two nodes changed roles'],
    steps: [
      'See which node is primary: `redis-cli ROLE`',
      'Point the client at the primary, or restart it',
      'Make it ask Sentinel or the cluster for the primary',
    ],
    examples: {
      positive: ["READONLY You can't write against a read only replica."],
      negative: ['replica-read-only yes'],
    },
  },
  {
    id: 'redis.auth',
    match: { any: [['noauth authentication required', 'wrongpass invalid username password pair']] },
    class: 'incident',
    severity: 'error',
    category: 'security',
    meaning: 'A client has no or a wrong password for Redis and is refused.',
    causes: ['A password changed on one side only', 'A client without the setting'],
    steps: ['Compare the client’s secret with the server', 'Restart the client with the new one'],
    examples: {
      positive: [
        'NOAUTH Authentication required.',
        'WRONGPASS invalid username-password pair or user is disabled.',
      ],
      negative: ['redis client authenticated'],
    },
  },
  {
    id: 'redis.output-buffer',
    match: { any: [['overcoming of output buffer limits']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'resource',
    meaning: 'Redis cut off a client that did not read its answers fast enough.',
    causes: ['A slow subscriber or monitor', 'Very large replies', 'A replica on a slow network'],
    steps: [
      'Note the client’s name and address in the line',
      'Ask for smaller replies',
      'Raise client-output-buffer-limit for replicas',
    ],
    examples: {
      positive: [
        'Client id=812 addr=10.0.0.9:4112 scheduled to be closed ASAP for overcoming of output buffer limits.',
      ],
      negative: ['Client id=812 addr=10.0.0.9:4112 accepted'],
    },
  },
  {
    id: 'redis.aof-slow',
    match: { any: [['aof fsync is taking too long']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'storage',
    meaning: 'The disk is too slow for Redis’ change log; answers wait for it.',
    causes: ['Another program uses the disk', 'A rewrite of the log runs', 'A slow volume'],
    steps: [
      'Check the disk’s latency: `iostat -x 1`',
      'See whether a rewrite runs: `redis-cli INFO persistence`',
      'Move Redis or the other program to another disk',
    ],
    examples: {
      positive: [
        'Asynchronous AOF fsync is taking too long (disk is busy?). Writing the AOF buffer without waiting for fsync to complete',
      ],
      negative: ['AOF rewrite: 12 MB written'],
    },
  },
  {
    id: 'redis.failover',
    match: {
      any: [['switch master', 'try failover', 'failover abort not elected', 'failover abort no good slave']],
    },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'Sentinel is replacing a Redis primary that does not answer.',
    causes: ['The primary crashed or its host is down', 'It was too busy to answer pings', 'A network fault'],
    steps: [
      'See which node is primary now: `redis-cli -p 26379 SENTINEL masters`',
      'Check that the clients followed',
      'Check the former primary before it returns',
    ],
    examples: {
      positive: [
        '+switch-master mymaster 10.0.0.4 6379 10.0.0.5 6379',
        '+try-failover master mymaster 10.0.0.4 6379',
      ],
      negative: ['+monitor master mymaster 10.0.0.4 6379 quorum 2'],
    },
  },
];
