import type { Signature } from '../signature.ts';

/** Network storage, paths and clusters of disks. */
export const ARRAYS: readonly Signature[] = [
  {
    id: 'storage.nfs-gone',
    match: { all: ['nfs', 'not responding'] },
    class: 'incident',
    severity: 'critical',
    category: 'storage',
    meaning: 'An NFS server does not answer; programs that use its files hang.',
    causes: ['The server or the network to it is down', 'It is overloaded'],
    steps: [
      'Check that the server named in the line answers: `showmount -e HOST`',
      'Check its disks and load',
      'Do not force an unmount while programs write',
    ],
    examples: {
      positive: ['nfs: server nas-1 not responding, still trying'],
      negative: ['nfs: server nas-1 OK'],
    },
  },
  {
    id: 'storage.stale-handle',
    match: { any: [['stale file handle', 'stale nfs file handle', 'estale']] },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'A program holds a file that no longer exists on the file server.',
    causes: ['The file was removed or replaced on the server', 'The export was recreated'],
    steps: [
      'Find out what was replaced on the server',
      'Remount the file system, then restart the program',
      'From now on replace files by renaming',
    ],
    examples: {
      positive: ["stat '/srv/share/in': Stale file handle"],
      negative: ['nfs: mounted /srv/share'],
    },
  },
  {
    id: 'storage.paths-lost',
    match: {
      all: ['remaining active paths'],
      when: [{ slot: 'number', op: '=', value: 0, near: ['remaining active paths'] }],
    },
    class: 'incident',
    severity: 'critical',
    category: 'storage',
    meaning: 'A volume has no way to its storage left; reads and writes hang or fail.',
    causes: ['Switch, cable or adapter failed', 'The array is down or took the volume away'],
    steps: [
      'See which paths are left: `multipath -ll`',
      'Check adapters, switches and the array',
      'Fail the service over',
    ],
    examples: {
      positive: ['multipathd: mpatha: remaining active paths: 0'],
      negative: ['multipathd: mpatha: remaining active paths: 4'],
    },
  },
  {
    id: 'storage.path-failed',
    match: {
      any: [
        ['multipath', 'multipathd', 'mpath', 'tur checker', 'checker failed path'],
        [
          'failing path',
          'checker failed path',
          'mark as failed',
          'path is down',
          'tur checker reports path is down',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'storage',
    meaning: 'One way to a volume failed; the others carry it.',
    causes: ['A cable, port or adapter', 'Work on a switch or array'],
    steps: [
      'See how many are left: `multipath -ll`',
      'Find what the failed ones have in common',
      'Fix it before the next one fails',
    ],
    examples: {
      positive: [
        'sdc: tur checker reports path is down',
        'multipathd: sdc: mark as failed',
        'device-mapper: multipath: Failing path 8:32.',
      ],
      negative: ['multipathd: sdc: reinstated'],
    },
  },
  {
    id: 'storage.iscsi',
    match: {
      any: [
        ['detected conn error', 'session recovery timed out', 'iscsi login failed', 'iscsi connection error'],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'The connection to a network disk broke.',
    causes: ['A network fault', 'The storage restarted or is overloaded'],
    steps: [
      'Check that the storage’s address answers: `ping ADDRESS`',
      'See the sessions: `iscsiadm -m session -P 1`',
      'Check what is mounted from it for errors',
    ],
    examples: {
      positive: [
        'connection1:0: detected conn error (1011)',
        'session1: session recovery timed out after 120 secs',
      ],
      negative: ['connection1:0 is operational'],
    },
  },
  {
    id: 'storage.thin-pool-full',
    match: {
      any: [
        [
          'switching pool to out of data space mode',
          'thin no free space',
          'reached low water mark for data device',
          'reached low water mark for metadata device',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'The pool under several volumes is full or nearly so; writes to all of them will fail.',
    causes: ['More promised than there is', 'Snapshots that nobody removes'],
    steps: [
      'See how full it is: `lvs -a`',
      'Extend the pool or remove snapshots',
      'Run fstrim on the volumes',
    ],
    examples: {
      positive: [
        'device-mapper: thin: 253:4: reached low water mark for data device: sending event.',
        'device-mapper: thin: 253:4: switching pool to out-of-data-space mode',
      ],
      negative: ['device-mapper: thin: 253:4: growing the data device'],
    },
  },
  {
    id: 'ceph.error',
    match: {
      any: [
        [
          'health err',
          'pgs inconsistent',
          'scrub errors',
          'pg inconsistent',
          'osds full',
          'osd full',
          'full osd',
        ],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'storage',
    meaning: 'The storage cluster has lost access to data, or found damage in it.',
    causes: ['Disks or hosts are down', 'A full disk', 'A failing disk that returns wrong data'],
    steps: [
      'Read `ceph health detail`',
      'Bring hosts and disks back before removing any',
      'Repair inconsistent groups only when the bad disk is known',
    ],
    examples: {
      positive: ['cluster [ERR] overall HEALTH_ERR 1 scrub errors; Possible data damage: 1 pg inconsistent'],
      negative: ['cluster [INF] overall HEALTH_OK'],
    },
  },
  {
    id: 'ceph.warning',
    match: {
      any: [
        [
          'health warn',
          'osds down',
          'osd down',
          'nearfull osd',
          'nearfull osds',
          'pgs degraded',
          'pgs undersized',
          'slow ops',
        ],
      ],
      not: ['cleared'],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'storage',
    meaning: 'The storage cluster has fewer replicas, less room or less speed than it should.',
    causes: ['A disk or host is down', 'Disks that fill', 'A slow disk'],
    steps: [
      'See which part: `ceph health detail`',
      'Bring the disk back, or replace it',
      'Watch the recovery',
    ],
    examples: {
      positive: [
        'cluster [WRN] Health check update: Degraded: 12 pgs degraded (PG_DEGRADED)',
        'overall HEALTH_WARN 1 osds down',
      ],
      negative: ['cluster [INF] osd.3 boot'],
    },
  },
  {
    id: 'zfs.damage',
    match: {
      any: [
        [
          'permanent errors have been detected',
          'pool i o is currently suspended',
          'pool i o failure',
          'zpool suspended',
        ],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'storage',
    meaning: 'A pool has damaged files or has stopped because its disks failed.',
    causes: ['More disks failed than the pool can bear', 'Faulty memory or cables'],
    steps: [
      'See which files are damaged: `zpool status -v`',
      'Replace the failed disks, then `zpool clear POOL`',
      'Restore the named files from a backup',
    ],
    examples: {
      positive: [
        'errors: Permanent errors have been detected in the following files:',
        "WARNING: Pool 'tank' has encountered an uncorrectable I/O failure: pool I/O is currently suspended",
      ],
      negative: ['pool tank: scrub repaired 0B'],
    },
  },
];
