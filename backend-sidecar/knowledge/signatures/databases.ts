import type { Signature } from '../signature.ts';

const LAGS = ['replication lag', 'replica lag', 'standby lag', 'slave lag', 'replication delay'];

/** Databases in general and the pools in front of them. */
export const DATABASES: readonly Signature[] = [
  {
    id: 'db.pool-exhausted',
    match: {
      any: [
        [
          'connection is not available',
          'connection pool exhausted',
          'pool exhausted',
          'poolexhausted',
          'pool timeout',
          'queuepool limit',
          'timed out waiting for a connection',
          'no connections available',
          'unable to acquire connection',
          'could not acquire connection',
          'pool is full',
          'timeout waiting for connection from pool',
          'no free connections',
          'no idle connections',
          'timed out fetching a new connection',
          'acquiring connection timed out',
        ],
      ],
      not: ['zone resource pool'],
    },
    class: 'incident',
    severity: 'error',
    category: 'resource',
    meaning: 'All connections of a database pool are in use; requests wait and fail.',
    causes: [
      'Slow queries or long transactions hold connections',
      'Connections are not given back (a leak)',
      'The pool is too small for the load',
    ],
    steps: [
      'Check what the database is running: long queries and locks',
      'Look for recently deployed code that keeps a connection',
      'Enlarge the pool only if the database has room',
    ],
    examples: {
      positive: [
        'HikariPool-1 - Connection is not available, request timed out after 30000ms.',
        'QueuePool limit of size 5 overflow 10 reached',
        'db pool exhausted: 40 of 40 in use, 118 waiting',
      ],
      negative: ['pool started with 40 connections'],
    },
  },
  {
    id: 'db.deadlock',
    match: {
      any: [
        [
          'deadlock detected',
          'deadlock found',
          'was deadlocked',
          'deadlock victim',
          'deadlockloser',
          'deadlock',
        ],
      ],
      not: ['deadlock detection', 'deadlock timeout'],
    },
    class: 'incident',
    handled: 'preventive_action',
    severity: 'error',
    category: 'storage',
    meaning: 'Two transactions waited for each other; one was aborted (deadlock).',
    causes: [
      'Transactions lock the same rows in different order',
      'A missing index makes them lock too much',
    ],
    steps: [
      'See which statements are named',
      'Make both lock their rows in the same order',
      'Retry the aborted transaction',
    ],
    examples: {
      positive: [
        'ERROR: deadlock detected',
        'Deadlock found when trying to get lock; try restarting transaction',
      ],
      negative: ['deadlock detection enabled'],
    },
  },
  {
    id: 'db.too-many-connections',
    match: {
      any: [
        [
          'too many connections',
          'too many clients',
          'remaining connection slots are reserved',
          'max connections reached',
          'connection limit exceeded',
          'max number of clients reached',
          'maximum number of connections',
        ],
      ],
    },
    class: 'incident',
    handled: 'preventive_action',
    severity: 'critical',
    category: 'resource',
    meaning: 'The database server accepts no more connections.',
    causes: [
      'Clients without a pool, or too many pools',
      'Connections that are not closed',
      'A stampede after a restart',
    ],
    steps: [
      'Count connections by client (pg_stat_activity, SHOW PROCESSLIST)',
      'Close idle ones and restart the client that leaks',
      'Put a pooler in front before raising the limit',
    ],
    examples: {
      positive: ['FATAL: sorry, too many clients already', 'ERROR 1040 (HY000): Too many connections'],
      negative: ['max connections set to 200'],
    },
  },
  {
    id: 'db.replication-lag',
    match: {
      any: [
        [
          'replication lag',
          'replica lag',
          'seconds behind master',
          'seconds behind source',
          'standby lag',
          'replica is behind',
          'slave lag',
          'replication delay',
          'lagging behind',
        ],
      ],
      not: ['lag 0', 'caught up'],
      unless: [
        { slot: 'duration_ms', op: '<', value: 1000, near: LAGS },
        {
          slot: 'number',
          op: '=',
          value: 0,
          near: ['seconds_behind_master', 'seconds_behind_source', 'seconds behind master'],
        },
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'storage',
    meaning: 'A replica is falling behind; its reads are stale and a fail-over would lose data.',
    causes: [
      'A long transaction or a burst of writes',
      'A slow disk or network at the replica',
      'A lock on the replica',
    ],
    steps: [
      'See whether the lag grows or shrinks',
      'Check I/O and long queries on the replica',
      'Send reads elsewhere while it lasts',
    ],
    examples: {
      positive: ['replication lag of replica db-2 is 48 s', 'Seconds_Behind_Master: 310'],
      negative: ['replication started', 'replication lag of replica db-2 is 0 s', 'Seconds_Behind_Master: 0'],
    },
  },
  {
    id: 'db.slow-query',
    match: {
      any: [
        [
          'slow query',
          'slow sql',
          'long running query',
          'slow statement',
          'slow operation',
          'query took',
          'slow command',
          'slowlog',
        ],
      ],
      not: ['slow query log enabled', 'slow query log disabled'],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'storage',
    meaning: 'A query took longer than it should.',
    causes: ['A missing index or stale statistics', 'A table that has grown', 'Locks or a busy disk'],
    steps: [
      'Look at its plan with EXPLAIN',
      'Check whether it became slow with a release',
      'Add the index or rewrite the query',
    ],
    examples: {
      positive: [
        'slow query: 5123 ms SELECT * FROM orders WHERE customer = ?',
        'Long running query detected on shard 3',
      ],
      negative: ['slow query log enabled'],
    },
  },
];
