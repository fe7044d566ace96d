import type { Signature } from '../signature.ts';

/** PostgreSQL and MySQL, and what only a database says of itself. */
export const SQL: readonly Signature[] = [
  {
    id: 'db.replication-broken',
    match: {
      any: [
        [
          'replication',
          'replica',
          'slave sql',
          'slave i o',
          'standby',
          'wal receiver',
          'wal stream',
          'replicating',
        ],
        [
          'stopped',
          'broken',
          'terminated',
          'could not receive data',
          'has already been removed',
          'failed to replicate',
          'sql thread aborted',
          'could not execute write rows event',
          'could not execute update rows event',
          'could not execute delete rows event',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'Replication has stopped; a replica is no longer updated.',
    causes: [
      'The replica missed logs that the primary has removed',
      'A conflict or an error on the replica',
      'The connection or its user',
    ],
    steps: [
      'Read the replica’s error',
      'Re-seed the replica when logs are gone',
      'Keep more logs, or use a slot',
    ],
    examples: {
      positive: [
        'wal receiver: could not receive data from WAL stream: requested WAL segment has already been removed',
        'Slave SQL thread aborted',
        "Slave SQL for channel '': Could not execute Write_rows event on table shop.orders; Duplicate entry '7'",
      ],
      negative: ['replication of table orders finished'],
    },
  },
  {
    id: 'db.data-corruption',
    match: {
      any: [
        [
          'invalid page in block',
          'page verification failed',
          'checksum mismatch',
          'database disk image is malformed',
          'innodb corruption',
          'index is corrupted',
          'corrupt index',
          'corrupted page',
          'crc mismatch',
          'checksum failure',
        ],
      ],
      not: ['migration', 'corrupt index exception'],
    },
    class: 'incident',
    severity: 'critical',
    category: 'storage',
    meaning: 'Stored data does not match its checksum.',
    causes: ['A failing disk or memory', 'A crash on storage that does not keep its promises', 'A bug'],
    steps: [
      'Stop writing to it and take a copy',
      'Check disk and memory of the host',
      'Restore from a replica or a backup',
    ],
    examples: {
      positive: [
        'WARNING: page verification failed, calculated checksum 3112 but expected 0',
        'ERROR: invalid page in block 12 of relation base/16384/2619',
      ],
      negative: ['checksum verified'],
    },
  },
  {
    id: 'postgres.fatal',
    match: {
      any: [
        [
          'the database system is starting up',
          'the database system is in recovery mode',
          'terminating connection due to administrator command',
          'server closed the connection unexpectedly',
          'password authentication failed for user',
          'no pg hba conf entry',
          // The name of the file is a variable of the template.
          'no <*> entry for host',
          'database does not exist',
          'could not write to file pg wal',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'PostgreSQL refused or ended a connection.',
    causes: [
      'It restarts or recovers after a crash',
      'A wrong password, database name or access rule',
      'Its disk is full',
    ],
    steps: [
      'See whether the server restarted, and why',
      'Check the user, the database and pg_hba.conf',
      'Check its disk',
    ],
    examples: {
      positive: [
        'FATAL: the database system is in recovery mode',
        'FATAL: password authentication failed for user "shop"',
        'FATAL: no pg_hba.conf entry for host "10.9.0.4", user "shop", database "shop", no encryption',
      ],
      negative: ['LOG: database system is ready to accept connections'],
    },
  },
  {
    id: 'postgres.crashed',
    match: {
      any: [
        ['server process', 'server processes'],
        ['terminated by signal', 'all server processes terminated', 'crash of another server process'],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'storage',
    meaning: 'A process of PostgreSQL crashed; the server cuts off everybody and recovers.',
    causes: [
      'The kernel ended it for want of memory (signal 9)',
      'Its disk is full',
      'A bug in it or in an extension (signals 6 and 11)',
    ],
    steps: [
      'Read the server’s own lines just before it, and the kernel’s: `journalctl -k`',
      'Check memory and the disk: `free -h; df -h`',
      'See whether it takes connections again: `pg_isready`',
    ],
    examples: {
      positive: [
        'server process (PID 811) was terminated by signal 9: Killed',
        'ERROR: terminating connection because of crash of another server process',
      ],
      negative: ['worker 811 was terminated by signal 15 as asked'],
    },
  },
  {
    id: 'mysql.aborted',
    match: {
      any: [
        [
          'mysql server has gone away',
          'lost connection to mysql server',
          'table is marked as crashed',
          'mysqld got signal',
          'innodb error',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'A client lost MySQL, or MySQL crashed.',
    causes: [
      'The server restarted or crashed',
      'A packet larger than max_allowed_packet',
      'An idle connection past wait_timeout',
    ],
    steps: [
      'See whether the server restarted',
      'Compare the pool’s idle time with wait_timeout',
      'Check the size of the statement',
    ],
    examples: {
      positive: ['(2006, MySQL server has gone away)'],
      negative: ['mysqld: ready for connections'],
    },
  },
];
