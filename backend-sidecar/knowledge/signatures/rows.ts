import type { Signature } from '../signature.ts';

/** What a database refuses because of rows, rules and schema. */
export const ROWS: readonly Signature[] = [
  {
    id: 'db.constraint',
    match: {
      any: [
        [
          'violates unique constraint',
          'violates foreign key constraint',
          'violates not null constraint',
          'violates check constraint',
          'unique constraint failed',
          'foreign key constraint failed',
          'foreign key constraint fails',
          'duplicate key error',
          'duplicate entry',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'application_error',
    meaning: 'The database refused a row that violates a constraint, most often a duplicate.',
    causes: ['A request sent twice', 'Two workers doing the same work', 'Code and schema that differ'],
    steps: [
      'Find table and key in the line',
      'See whether one or all such writes fail',
      'Make the write idempotent',
    ],
    examples: {
      positive: [
        'ERROR: duplicate key value violates unique constraint "orders_pkey"',
        "Duplicate entry '812' for key 'orders.PRIMARY'",
      ],
      negative: ['constraint "orders_pkey" created'],
    },
  },
  {
    id: 'db.schema-mismatch',
    match: {
      any: [
        ['relation', 'column', 'table', 'unknown column', 'no such table', 'no such column'],
        ['does not exist', 'doesn t exist', 'unknown column', 'no such table', 'no such column'],
      ],
      not: ['skipping', 'if exists'],
    },
    class: 'incident',
    severity: 'error',
    category: 'deployment',
    meaning: 'Code asks for a table or column that the database does not have.',
    causes: [
      'A migration that has not run',
      'Code newer or older than the schema',
      'The wrong database or search path',
    ],
    steps: [
      'See whether the last migration ran',
      'Run it, or roll the code back',
      'Check which database the service uses',
    ],
    examples: {
      positive: [
        'ERROR: relation "orders_v2" does not exist at character 15',
        "Unknown column 'o.vat' in 'field list'",
        'sqlite3.OperationalError: no such table: orders',
      ],
      negative: ['relation "orders_v2" created', 'NOTICE: table "old" does not exist, skipping'],
    },
  },
  {
    id: 'db.lost-update',
    match: {
      any: [
        [
          'conditionalcheckfailedexception',
          'optimisticlockexception',
          'staleobjectstateexception',
          'optimistic lock exception',
          'could not serialize access',
          'objectoptimisticlockingfailureexception',
          'writeconflict',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'application_error',
    meaning: 'Two writers changed the same thing at once; one of them has to try again.',
    causes: ['Two requests for the same object', 'Workers that take the same job'],
    steps: ['See whether the caller tries again', 'If it happens often, give each object one writer'],
    examples: {
      positive: [
        'ERROR: could not serialize access due to concurrent update',
        'StaleObjectStateException: Row was updated by another transaction',
      ],
      negative: ['optimistic locking is on'],
    },
  },
  {
    id: 'db.crash-recovery',
    match: {
      any: [
        [
          'database was not shutdown normally',
          'database was not shut down normally',
          'starting crash recovery',
          'was not properly shut down',
          'database system was interrupted',
          'detected unclean shutdown',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'A database is recovering after a crash and does not serve yet.',
    causes: ['It was killed, often for memory', 'Its host lost power or was reset', 'A fault of the server'],
    steps: [
      'Wait until it says that it is ready',
      'Find out what ended it: `dmesg -T | grep -i kill`, its last lines',
      'Check the replicas',
    ],
    examples: {
      positive: [
        'InnoDB: Database was not shutdown normally!',
        'LOG: database system was not properly shut down; automatic recovery in progress',
        'Detected unclean shutdown - Lock file is not empty',
      ],
      negative: ['mysqld: Shutdown complete'],
    },
  },
];
