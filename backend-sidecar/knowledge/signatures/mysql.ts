import type { Signature } from '../signature.ts';

/** MySQL and MariaDB. */
export const MYSQL: readonly Signature[] = [
  {
    id: 'mysql.lock-wait',
    match: { any: [['lock wait timeout exceeded']] },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'A statement waited for a lock until its time was up and failed.',
    causes: [
      'A long transaction that holds the row',
      'A batch that updates many rows at once',
      'A schema change',
    ],
    steps: [
      'See who holds it: `SELECT * FROM sys.innodb_lock_waits`',
      'End the long transaction',
      'Retry the transaction that failed',
    ],
    examples: {
      positive: ['ERROR 1205 (HY000): Lock wait timeout exceeded; try restarting transaction'],
      negative: ['innodb_lock_wait_timeout = 50'],
    },
  },
  {
    id: 'mysql.packet-too-big',
    match: { any: [['got a packet bigger than', 'packet for query is too large', 'packettoobigexception']] },
    class: 'incident',
    severity: 'error',
    category: 'application_error',
    meaning: 'A statement or a value was larger than the server takes and was refused.',
    causes: [
      'An upload stored in one row',
      'A bulk insert with too many rows',
      'A limit smaller than on the other side',
    ],
    steps: [
      'Find the statement and its size',
      'Send it in smaller parts',
      'Raise max_allowed_packet on both sides',
    ],
    examples: {
      positive: ["Got a packet bigger than 'max_allowed_packet' bytes"],
      negative: ['max_allowed_packet = 64M'],
    },
  },
  {
    id: 'mysql.host-blocked',
    match: { any: [['is blocked because of many connection errors']] },
    class: 'incident',
    severity: 'error',
    category: 'network',
    meaning: 'The server refuses a host because too many of its connections broke off.',
    causes: ['A health check that opens the port and closes it', 'A bad network between them'],
    steps: [
      'Find the broken connections of that host',
      'Let it in again: `FLUSH HOSTS`',
      'Point the health check elsewhere, or let it log in',
    ],
    examples: {
      positive: [
        "Host '10.0.0.9' is blocked because of many connection errors; unblock with 'mysqladmin flush-hosts'",
      ],
      negative: ["Host '10.0.0.9' connected"],
    },
  },
  {
    id: 'mysql.access-denied',
    match: { any: [['access denied for user']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'security',
    meaning: 'The database refused a user’s password or host.',
    causes: [
      'A password changed on one side only',
      'A user that may not come from this host',
      'Somebody guesses',
    ],
    steps: [
      'Note user and host in the line',
      'If it is your service, compare its secret with the server',
      'If not, find out who it is',
    ],
    examples: {
      positive: ["Access denied for user 'shop'@'10.0.0.9' (using password: YES)"],
      negative: ["user 'shop'@'10.0.0.9' connected"],
    },
  },
  {
    id: 'mysql.binlog-lost',
    match: {
      any: [
        [
          'when reading data from binary log',
          'could not find first log file name in binary log index',
          'relay log read failure',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'A replica cannot continue because the changes it needs are gone or unreadable.',
    causes: ['It was away longer than the changes are kept', 'A damaged log after a crash or a full disk'],
    steps: [
      'Read `SHOW REPLICA STATUS` for the position',
      'Build the replica again from a backup',
      'Keep changes longer',
    ],
    examples: {
      positive: ['Got fatal error 1236 from source when reading data from binary log'],
      negative: ['binary log purged up to bin.000120'],
    },
  },
  {
    id: 'mysql.table-full',
    match: { all: ['the table', 'is full'] },
    class: 'incident',
    severity: 'critical',
    category: 'storage',
    meaning: 'A table takes no more rows.',
    causes: ['The disk is full', 'A limit of the tablespace or of memory tables'],
    steps: [
      'Check the free space of the data and temporary folders',
      'Free space or grow the volume',
      'For a memory table raise max_heap_table_size',
    ],
    examples: {
      positive: ["ERROR 1114 (HY000): The table 'orders' is full"],
      negative: ["the table 'orders' is ready"],
    },
  },
  {
    id: 'mysql.semaphore-wait',
    match: { any: [['long semaphore wait', 'semaphore wait has lasted']] },
    class: 'incident',
    severity: 'critical',
    category: 'storage',
    meaning: 'Threads of the database wait for each other for minutes; it may stop itself.',
    causes: ['A disk that does not answer', 'Very high load on one page or index', 'A fault of the server'],
    steps: [
      'Save the state: `SHOW ENGINE INNODB STATUS`',
      'Check the disk’s errors and latency: `iostat -x 1`',
      'Fail over if it does not recover',
    ],
    examples: {
      positive: ['InnoDB: A long semaphore wait: --Thread 140 has waited at row0ins.cc'],
      negative: ['InnoDB: 8 rollback segments active'],
    },
  },
  {
    id: 'mysql.page-cleaner',
    match: { any: [['intended loop took']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'storage',
    meaning: 'The database cannot write its changed pages to disk fast enough.',
    causes: ['A slow or shared disk', 'A burst of writes'],
    steps: [
      'Check the disk’s latency and use: `iostat -x 1`',
      'See which job writes so much',
      'Raise innodb_io_capacity if the disk has room',
    ],
    examples: {
      positive: ['InnoDB: page_cleaner: 1000ms intended loop took 4618ms'],
      negative: ['InnoDB: page_cleaner coordinator priority: -20'],
    },
  },
  {
    id: 'mysql.client-gone',
    match: { any: [['aborted connection']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'network',
    meaning: 'A client went away without saying goodbye, or was silent for too long.',
    causes: [
      'A program that ended or was killed',
      'An idle connection past wait_timeout',
      'A packet larger than max_allowed_packet, or a bad network',
    ],
    steps: [
      'Note user and host in the line, and see whether that program restarted',
      'Compare its pool’s idle time with wait_timeout',
      'If it is one host again and again, check the network',
    ],
    examples: {
      positive: [
        "Aborted connection 211 to db: 'shop' user: 'app' host: '10.0.0.4' (Got timeout reading communication packets)",
      ],
      negative: ["user 'shop'@'10.0.0.9' connected"],
    },
  },
];
