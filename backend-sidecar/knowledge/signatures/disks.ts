import type { Signature } from '../signature.ts';

/** Failing disks, arrays and copies of data. */
export const DISKS: readonly Signature[] = [
  {
    id: 'storage.io-error',
    match: {
      any: [
        [
          'i o error',
          'buffer i o error',
          'blk update request',
          'input output error',
          'medium error',
          'unrecovered read error',
          'ata exception',
          'lustre mount failed',
        ],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'hardware',
    meaning: 'A disk could not read or write a block.',
    causes: ['A dying disk or cable', 'A lost path to network storage'],
    steps: [
      'Check SMART values and the array’s state',
      'Make sure that a good copy of the data exists',
      'Replace the disk',
    ],
    examples: {
      positive: [
        'blk_update_request: I/O error, dev sdb, sector 118293',
        'read(/mnt/nfs/a): Input/output error',
      ],
      negative: ['disk i/o wait 3%'],
    },
  },
  {
    id: 'storage.smart',
    match: {
      any: [
        ['smart', 'smartd', 'unreadable pending sectors', 'uncorrectable sectors'],
        [
          'prefailure',
          'currently unreadable',
          'offline uncorrectable',
          'failing',
          'reallocated',
          'will fail',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'hardware',
    meaning: 'A disk reports that it is wearing out or has bad sectors.',
    causes: ['Age or wear', 'A damaged surface or worn flash cells'],
    steps: [
      'Check that a good copy of the data exists',
      'Order the replacement disk and schedule it',
      'Watch the counter (`smartctl -A /dev/DISK`): a rising one is urgent',
    ],
    examples: {
      positive: [
        'Device: /dev/sda [SAT], 8 Currently unreadable (pending) sectors',
        'smartd: Device: /dev/sda, 8 Currently unreadable (pending) sectors',
        'SMART: Reallocated_Sector_Ct raised to 12',
      ],
      negative: ['smartd: Device: /dev/sda, SMART check passed'],
    },
  },
  {
    id: 'storage.raid-degraded',
    match: {
      any: [
        ['raid', 'md array', 'array', 'zpool', 'pool'],
        [
          'degraded',
          'failed disk',
          'failed disks',
          'faulty',
          'disk problems',
          'disk failure',
          'disk failures',
        ],
      ],
    },
    class: 'incident',
    handled: 'preventive_action',
    severity: 'critical',
    category: 'hardware',
    meaning: 'A disk array lost a member; the next loss may lose data.',
    causes: ['A failed disk', 'A loose cable or controller fault'],
    steps: ['Find and replace the failed disk', 'Watch the rebuild', 'Check that backups are recent'],
    examples: {
      positive: [
        'md/raid1:md0: Disk failure on sdb1, disabling device. Array degraded',
        'zpool tank is DEGRADED',
      ],
      negative: ['raid check of md0 finished'],
    },
  },
  {
    id: 'storage.backup-failed',
    match: {
      any: [
        ['backup', 'snapshot', 'replication', 'replicate', 'dump'],
        ['failed', 'failure', 'aborted', 'ended in failure', 'did not complete', 'incomplete'],
      ],
      not: ['rdb file', 'retrying', 'previous'],
    },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'A backup failed; the newest copy to restore from is getting old.',
    causes: [
      'The target is full or cannot be reached',
      'Credentials or permissions have changed',
      'The source was locked or changed while copying',
    ],
    steps: [
      'Read the first error of the job',
      'Check how old the last good backup is',
      'Fix the cause, then run the job again',
    ],
    examples: {
      positive: ['Nightly backup of shop-db failed: exit 2', 'snapshot snap-22 aborted by timeout'],
      negative: ['Backup completed successfully', 'backup finished, 0 failed'],
    },
  },
];
