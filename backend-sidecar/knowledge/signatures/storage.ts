import type { Signature } from '../signature.ts';

const FREE_SPACE = [
  'See what fills it: `df -h; df -i; du -xh --max-depth=2 PATH | sort -h | tail`',
  'Move or delete old logs, dumps and temporary files',
  'Enlarge the volume and alert earlier next time',
];

/** What a percentage is a part of. */
const SUBJECTS = ['disk', 'filesystem', 'file system', 'volume', 'partition', 'storage', 'mount', 'fs'];

/** Room on disks and file systems. */
export const STORAGE: readonly Signature[] = [
  {
    id: 'storage.disk-full',
    match: {
      any: [
        [
          'no space left on device',
          'enospc',
          'disk full',
          'disk is full',
          'filesystem full',
          'file system is full',
          'not enough space on the disk',
          'disk quota exceeded',
          'out of disk space',
          'no space left',
        ],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'storage',
    meaning: 'A disk, or its inodes, is full: writes fail now.',
    causes: [
      'Logs, dumps or temporary files that nobody removes',
      'Data grew past the size of the volume',
      'All inodes are used by many small files',
    ],
    steps: FREE_SPACE,
    examples: {
      positive: [
        'write /var/lib/app/seg-9: no space left on device',
        'OSError: [Errno 28] ENOSPC',
        'Disk quota exceeded for user build',
      ],
      negative: ['40 GiB left on device /dev/sdb', 'disk check finished'],
    },
  },
  {
    id: 'storage.disk-critical-percent',
    match: {
      any: [SUBJECTS],
      not: ['io', 'busy', 'free', 'available', 'idle', 'watermark'],
      when: [
        {
          slot: 'percent',
          op: '>=',
          value: 97,
          near: SUBJECTS,
        },
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'A disk is all but full; writes will fail at any moment.',
    causes: ['Logs, dumps or temporary files that nobody removes', 'Data grew past the size of the volume'],
    steps: FREE_SPACE,
    examples: {
      positive: ['disk usage at 98% on /var', 'filesystem /data used=99%'],
      negative: ['disk usage at 88% on /var', 'disk usage at 31% on /var'],
    },
  },
  {
    id: 'storage.inodes',
    match: {
      any: [['inode', 'inodes']],

      when: [
        { slot: 'percent', op: '>=', value: 95, near: ['inode_used', 'inode usage', 'inode', 'inodes'] },
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'A file system has no room for more files, however many bytes are free.',
    causes: ['Very many small files: sessions, caches, mail, temporary files'],
    steps: [
      'Find the directory: `du --inodes -x / | sort -n | tail`',
      'Remove old files there and clean up regularly',
    ],
    examples: {
      positive: ['diskwatch: fs=/var used_pct=43 inode_used_pct=99 inode_free=0'],
      negative: ['diskwatch: fs=/var used_pct=43 inode_used_pct=12'],
    },
  },
  {
    id: 'storage.disk-filling',
    match: {
      any: [SUBJECTS],
      not: ['io', 'busy', 'free', 'available', 'idle', 'watermark'],
      when: [
        {
          slot: 'percent',
          op: '>=',
          value: 85,
          near: SUBJECTS,
        },
        {
          slot: 'percent',
          op: '<',
          value: 97,
          near: SUBJECTS,
        },
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'storage',
    meaning: 'A disk is filling up; there is still time to act.',
    causes: ['Logs, dumps or temporary files that nobody removes', 'Normal growth of the data'],
    steps: FREE_SPACE,
    examples: {
      positive: ['disk usage at 91% on /var', 'Filesystem /data used_pct=86'],
      negative: ['disk usage at 31% on /var', 'disk io busy 92%'],
    },
  },
  {
    id: 'storage.disk-no-free',
    match: {
      any: [
        ['disk', 'filesystem', 'file system', 'volume', 'partition', 'storage'],
        ['free', 'available', 'remaining', 'left'],
      ],
      when: [{ slot: 'percent', op: '<=', value: 3, near: ['free', 'available', 'remaining', 'left'] }],
    },
    class: 'incident',
    severity: 'error',
    category: 'storage',
    meaning: 'A disk has next to no free space; writes will fail at any moment.',
    causes: ['Logs, dumps or temporary files that nobody removes', 'Normal growth of the data'],
    steps: FREE_SPACE,
    examples: {
      positive: ['disk usage of /data is at 98% (2% free)', 'volume pgdata: free=1%'],
      negative: ['volume pgdata: free=9%'],
    },
  },
  {
    id: 'storage.disk-low-free',
    match: {
      any: [
        ['disk', 'filesystem', 'file system', 'volume', 'partition', 'storage'],
        ['free', 'available', 'remaining', 'left'],
      ],
      when: [{ slot: 'percent', op: '<=', value: 15, near: ['free', 'available', 'remaining', 'left'] }],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'storage',
    meaning: 'Little free space is left on a disk.',
    causes: ['Logs, dumps or temporary files that nobody removes', 'Normal growth of the data'],
    steps: FREE_SPACE,
    examples: {
      positive: ['volume pgdata: free=7%', 'Disk /dev/vda1 has 9% free'],
      negative: ['volume pgdata: free=62%'],
    },
  },
  {
    id: 'storage.read-only',
    match: {
      any: [
        [
          'remounting filesystem read only',
          'remounted read only',
          'read only file system',
          'filesystem is read only',
          'erofs',
          'read only filesystem',
        ],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'storage',
    meaning: 'A file system became read-only, most often because the kernel met errors on it.',
    causes: ['A failing disk or a lost storage path', 'A damaged file system'],
    steps: [
      'Read the kernel’s I/O errors: `dmesg -T | grep -i error`',
      'Move the service to another host',
      'Check the disk, then the unmounted file system',
    ],
    examples: {
      positive: [
        'EXT4-fs (sda1): Remounting filesystem read-only',
        'cannot create /srv/up/x: Read-only file system',
      ],
      negative: ['replica opened read only'],
    },
  },
];
