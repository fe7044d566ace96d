import type { Signature } from '../signature.ts';

/** The store under a cluster. */
export const ETCD: readonly Signature[] = [
  {
    id: 'etcd.slow',
    match: {
      any: [
        [
          'apply request took too long',
          'failed to send out heartbeat on time',
          'slow fdatasync',
          'leader is overloaded likely from slow disk',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'storage',
    meaning: 'The cluster’s store (etcd) is slow; it may lose its leader.',
    causes: ['A slow or shared disk', 'Too many or too large objects', 'A slow network between members'],
    steps: [
      'Check the wal_fsync and backend_commit durations in its metrics',
      'Check the members: `etcdctl endpoint status --cluster -w table`',
      'Give it a fast disk of its own; compact and defragment it',
    ],
    examples: {
      positive: ['etcdserver: apply request took too long, took 312.5ms', 'wal: slow fdatasync'],
      negative: ['etcdserver: published {Name:m1} to cluster'],
    },
  },
  {
    id: 'etcd.no-leader',
    match: {
      any: [
        [
          'etcdserver no leader',
          'request timed out possibly due to previous leader failure',
          'etcdserver leader changed',
          'raft lost leader',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'The cluster’s store (etcd) has no leader; nothing in the cluster can be changed.',
    causes: ['A member is down or cut off', 'A disk so slow that members lose contact'],
    steps: [
      'Ask `etcdctl endpoint status --cluster`',
      'Bring back the missing member',
      'Look at the disks of the others',
    ],
    examples: {
      positive: [
        'etcdserver: request timed out, possibly due to previous leader failure',
        'etcdserver: no leader',
      ],
      negative: ['raft: elected leader 8e9e05c5 at term 5'],
    },
  },
  {
    id: 'etcd.timeout',
    match: { any: [['etcdserver request timed out']], not: ['leader'] },
    class: 'incident',
    handled: 'preventive_action',
    severity: 'error',
    category: 'storage',
    meaning: 'The cluster’s store (etcd) did not answer a request in time.',
    causes: [
      'A slow or shared disk',
      'Members that are cut off from each other',
      'More requests than it can serve',
    ],
    steps: [
      'Ask `etcdctl endpoint status --cluster` whether all members answer and who leads',
      'Check the wal_fsync and backend_commit durations in its metrics',
      'Look for a client that lists or watches far more than before',
    ],
    examples: {
      positive: ['etcdserver: request timed out'],
      negative: ['etcdserver: request timed out, possibly due to previous leader failure'],
    },
  },
  {
    id: 'etcd.no-space',
    match: { any: [['mvcc database space exceeded', 'etcdserver no space', 'alarm nospace']] },
    class: 'incident',
    severity: 'critical',
    category: 'storage',
    meaning: 'The cluster’s store (etcd) reached its size limit and takes no more changes.',
    causes: [
      'Old revisions that were not compacted',
      'Very many events or objects',
      'A controller that writes in a loop',
    ],
    steps: [
      'Find what writes so much: `etcdctl endpoint status --cluster -w table`',
      'Compact and defragment it',
      'Clear the alarm: `etcdctl alarm disarm`',
    ],
    examples: {
      positive: ['etcdserver: mvcc: database space exceeded'],
      negative: ['mvcc: finished scheduled compaction at 81233'],
    },
  },
];
