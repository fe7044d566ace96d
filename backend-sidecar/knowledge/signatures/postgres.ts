import type { Signature } from '../signature.ts';

/** PostgreSQL. */
export const POSTGRES: readonly Signature[] = [
  {
    id: 'postgres.wraparound-stop',
    match: {
      any: [['not accepting commands to avoid wraparound', 'is not accepting commands that assign new']],
    },
    class: 'incident',
    severity: 'critical',
    category: 'storage',
    meaning: 'PostgreSQL takes no more writes until old rows are vacuumed.',
    causes: [
      'Vacuum was switched off or never finishes',
      'A very old transaction, prepared transaction or replication slot holds it back',
    ],
    steps: [
      'Find what holds it back: `SELECT pid, xact_start, query FROM pg_stat_activity ORDER BY xact_start LIMIT 10`',
      'End old transactions; drop unused slots and prepared transactions',
      'Run VACUUM on the tables with the oldest age',
    ],
    examples: {
      positive: [
        'ERROR: database is not accepting commands to avoid wraparound data loss in database "shop"',
      ],
      negative: ['automatic vacuum of table "shop.public.orders": index scans: 1'],
    },
  },
  {
    id: 'postgres.wraparound-near',
    match: { all: ['must be vacuumed within'] },
    class: 'preventive_action',
    severity: 'error',
    category: 'storage',
    meaning: 'PostgreSQL will stop taking writes if a database is not vacuumed in time.',
    causes: [
      'Autovacuum cannot keep up or is switched off',
      'An old transaction or replication slot holds it back',
    ],
    steps: [
      'Find the oldest: `SELECT datname, age(datfrozenxid) FROM pg_database`',
      'End old transactions, drop unused slots',
      'Vacuum the oldest tables now',
    ],
    examples: {
      positive: ['WARNING: database "shop" must be vacuumed within 10985967 transactions'],
      negative: ['vacuuming "shop.public.orders"'],
    },
  },
  {
    id: 'postgres.checkpoints',
    match: { any: [['checkpoints are occurring too frequently']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'storage',
    meaning: 'PostgreSQL checkpoints too often under heavy writes; writes get slow.',
    causes: ['A bulk load', 'max_wal_size is too small for the load'],
    steps: ['See whether a bulk job runs', 'Raise max_wal_size'],
    examples: {
      positive: ['LOG: checkpoints are occurring too frequently (9 seconds apart)'],
      negative: ['LOG: checkpoint starting: time'],
    },
  },
  {
    id: 'postgres.lock-wait',
    match: {
      all: ['still waiting for'],
      any: [
        [
          'sharelock',
          'exclusivelock',
          'accessexclusivelock',
          'accesssharelock',
          'rowexclusivelock',
          'rowsharelock',
          'share lock',
          'exclusive lock',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'storage',
    meaning: 'A statement has been waiting a second or more for a lock.',
    causes: ['A long transaction that holds it', 'A schema change on a busy table'],
    steps: [
      'Find the holder: `SELECT pg_blocking_pids(PID)`',
      'End it if it is idle or stuck',
      'Keep transactions short; change schemas with lock_timeout',
    ],
    examples: {
      positive: ['LOG: process 812 still waiting for ShareLock on transaction 5512 after 1000.055 ms'],
      negative: ['LOG: process 812 acquired ShareLock on transaction 5512 after 12.5 ms'],
    },
  },
  {
    id: 'postgres.statement-cancelled',
    match: {
      any: [
        [
          'canceling statement due to statement timeout',
          'canceling statement due to lock timeout',
          'canceling statement due to conflict with recovery',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'A statement was cut off because it took or waited too long; its caller got an error.',
    causes: [
      'A slow plan or missing index',
      'A lock held by a long transaction',
      'On a replica: changes that had to be applied',
    ],
    steps: [
      'See how the statement in the next line runs: EXPLAIN (ANALYZE)',
      'Look for long transactions: `SELECT pid, xact_start, query FROM pg_stat_activity ORDER BY xact_start LIMIT 10`',
      'Compare with the time of the last release',
    ],
    examples: {
      positive: ['ERROR: canceling statement due to statement timeout'],
      negative: ['statement_timeout changed to 30s'],
    },
  },
  {
    id: 'postgres.cancelled',
    match: { any: [['canceling statement due to user request']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'storage',
    meaning: 'A client or a person cancelled a statement before it was done.',
    causes: ['The client’s own time limit', 'Somebody left the page, or ended it by hand'],
    steps: ['See which statement it was', 'If it is always the same, make it faster: EXPLAIN (ANALYZE)'],
    examples: {
      positive: ['ERROR: canceling statement due to user request'],
      negative: ['LOG: statement: SELECT pg_cancel_backend(811)'],
    },
  },
  {
    id: 'postgres.idle-transaction',
    match: { any: [['idle in transaction timeout', 'idle in transaction session timeout']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'application_error',
    meaning: 'A client began a transaction, did nothing, and was cut off.',
    causes: [
      'Code that calls another service inside a transaction',
      'A path that forgets to commit after an error',
    ],
    steps: [
      'Find the client by its address and application name',
      'Commit before slow calls',
      'Let the connection pool reset what it gets back',
    ],
    examples: {
      positive: ['FATAL: terminating connection due to idle-in-transaction timeout'],
      negative: ['LOG: connection authorized: user=shop database=shop'],
    },
  },
  {
    id: 'postgres.archive-failed',
    match: {
      any: [
        [
          'archive command failed',
          'archiving write ahead log file failed too many times',
          'archive command was terminated',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'PostgreSQL cannot archive its WAL; backups have a gap and the disk will fill.',
    causes: ['The target is full or not reachable', 'The credentials of the archive are no longer valid'],
    steps: [
      'Run the archive command by hand',
      'Watch the free space of pg_wal',
      'Take a new base backup once it works',
    ],
    examples: {
      positive: ['LOG: archive command failed with exit code 1'],
      negative: ['LOG: archived write-ahead log file "0000000100000001"'],
    },
  },
  {
    id: 'postgres.shared-memory',
    match: { any: [['out of shared memory', 'might need to increase max locks per transaction']] },
    class: 'incident',
    severity: 'error',
    category: 'resource',
    meaning: 'PostgreSQL has no room for more locks; statements fail.',
    causes: [
      'A transaction that touches very many tables or partitions',
      'A dump of a database with thousands of tables',
    ],
    steps: [
      'Find who holds most locks in pg_locks',
      'Split the transaction',
      'Raise max_locks_per_transaction at the next restart',
    ],
    examples: { positive: ['ERROR: out of shared memory'], negative: ['shared_buffers = 4GB'] },
  },
  {
    id: 'postgres.maintenance',
    match: {
      any: [
        [
          'automatic vacuum of table',
          'automatic analyze of table',
          'checkpoint complete',
          'checkpoint starting',
          'restartpoint complete',
          'database system is ready to accept connections',
        ],
      ],
    },
    class: 'normal',
    severity: 'info',
    category: 'storage',
    meaning: 'PostgreSQL does its routine maintenance.',
    causes: [],
    steps: [],
    examples: {
      positive: [
        'LOG: checkpoint complete: wrote 812 buffers (5.0%)',
        'automatic vacuum of table "shop.public.orders": index scans: 1',
      ],
      negative: ['LOG: checkpoints are occurring too frequently (9 seconds apart)'],
    },
  },
];
