import type { Signature } from '../signature.ts';

/** MongoDB. */
export const MONGODB: readonly Signature[] = [
  {
    id: 'mongodb.storage-engine',
    match: { any: [['wiredtiger library panic', 'wt panic', 'wiredtiger error']] },
    class: 'incident',
    severity: 'critical',
    category: 'storage',
    meaning: 'MongoDB’s storage engine hit an error it cannot recover from and stops.',
    causes: ['A failing or full disk', 'Damaged files after a hard stop'],
    steps: [
      'Check disk space and errors: `df -h`, `dmesg -T | tail -50`',
      'Let another member serve',
      'Resync this member from an empty data folder',
    ],
    examples: {
      positive: ['WiredTiger error (-31804) file: WT_PANIC: WiredTiger library panic'],
      negative: ['WiredTiger recovery timestamp 0'],
    },
  },
  {
    id: 'mongodb.too-stale',
    match: { any: [['too stale to catch up', 'oplog too stale', 'oplogstartmissing', 'we are too stale']] },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'A member fell so far behind that it cannot catch up by itself.',
    causes: [
      'It was down or slow for longer than changes are kept',
      'A burst of writes used the kept changes up',
    ],
    steps: [
      'See how far back the oplog reaches: `rs.printReplicationInfo()`',
      'Resync the member from an empty data folder',
      'Make the oplog larger; find out why the member was slow',
    ],
    examples: {
      positive: ['REPL: too stale to catch up -- entering maintenance mode'],
      negative: ['REPL: sync source candidate: db-2'],
    },
  },
  {
    id: 'mongodb.no-server',
    match: {
      any: [
        [
          'server selection timed out',
          'serverselectiontimeouterror',
          'mongoserverselectionerror',
          'no suitable servers found',
          'server selection timeout',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'A client found no MongoDB server that it could use.',
    causes: [
      'All members are down or not reachable',
      'There is no primary',
      'Wrong names, certificates or passwords',
    ],
    steps: [
      'Check the port from the client’s host: `nc -vz HOST 27017`',
      'See the members: `rs.status()`',
      'Check names and TLS in the connection string',
    ],
    examples: {
      positive: [
        'MongoServerSelectionError: getaddrinfo db-1',
        'pymongo.errors.ServerSelectionTimeoutError: db-1:27017',
      ],
      negative: ['server selection: chose db-1'],
    },
  },
  {
    id: 'mongodb.write-concern',
    match: {
      any: [
        [
          'writeconcernerror',
          'writeconcernfailed',
          'waiting for replication timed out',
          'not enough data bearing nodes',
          'unsatisfiablewriteconcern',
          'cannotsatisfywriteconcern',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'A write was not confirmed by enough members; it may be lost in a fail-over.',
    causes: ['Members are down or lag', 'The number asked for is more than there are'],
    steps: [
      'See lag and state in `rs.status()`',
      'Bring the slow member back',
      'Let the caller check before it writes again',
    ],
    examples: {
      positive: ['WriteConcernError: waiting for replication timed out'],
      negative: ['write concern set to majority'],
    },
  },
  {
    id: 'mongodb.collection-scan',
    match: { any: [['collscan']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'storage',
    meaning: 'A query reads a whole collection because no index fits.',
    causes: ['A new query or filter without an index', 'A dropped index'],
    steps: ['Note the filter in the line', 'Create an index for it', 'See which release brought the query'],
    examples: {
      positive: ['COMMAND shop.orders find planSummary: COLLSCAN docsExamined:812331'],
      negative: ['COMMAND shop.orders find planSummary: IXSCAN'],
    },
  },
  {
    id: 'mongodb.cursor-lost',
    match: { any: [['cursornotfound', 'cursor not found']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'application_error',
    meaning: 'A client went on reading a result that the server had already let go.',
    causes: [
      'More than ten minutes between two reads',
      'A balancer that sends the reads to different routers',
      'The server restarted',
    ],
    steps: [
      'Read in smaller batches',
      'Do slow work after the reading, not between',
      'Pin the client to one router',
    ],
    examples: {
      positive: ['MongoServerError: CursorNotFound: cursor id 812 not found'],
      negative: ['cursor opened'],
    },
  },
];
