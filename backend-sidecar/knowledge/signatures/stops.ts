import type { Signature } from '../signature.ts';

/** Work that a limit, a missing right or a protection has stopped. */
export const STOPS: readonly Signature[] = [
  {
    id: 'resource.quota',
    match: {
      any: [
        ['quota exceeded', 'exceeded quota', 'exceeded your current quota', 'over quota', 'quota exhausted'],
      ],
    },
    class: 'incident',
    handled: 'preventive_action',
    severity: 'error',
    category: 'resource',
    meaning: 'Work was refused because what was granted is used up.',
    causes: ['More use than was planned for', 'A loop that makes too much', 'Old data that nobody removes'],
    steps: ['See who uses how much', 'Remove what is not needed', 'Ask for a larger quota'],
    examples: {
      positive: ['create volume: quota exceeded for gigabytes', 'upload refused: bucket is over quota'],
      negative: ['quota of shop-a is 40 GB, used 12 GB'],
    },
  },
  {
    id: 'system.permission',
    match: {
      any: [
        ['permission denied', 'access denied', 'operation not permitted', 'eacces', 'eperm'],
        [
          'open',
          'opening',
          'failed to',
          'could not',
          'cannot',
          'unable to',
          'mount',
          'mounting',
          'bind',
          'listen',
          'write',
          'writing',
          'read',
          'reading',
          'stopped',
          'create',
          'creating',
          'execute',
        ],
      ],
      not: [
        'user',
        'password',
        'publickey',
        'authentication',
        'authenticate',
        'login',
        'client',
        'replay',
        'request',
        'policy',
        'selinux',
        'avc',
        'api',
        'bucket',
      ],
    },
    class: 'incident',
    handled: 'preventive_action',
    severity: 'error',
    category: 'storage',
    meaning: 'A program may not use a file, port or device that it needs.',
    causes: [
      'A wrong owner or mode after a copy or an upgrade',
      'It runs as another user than planned',
      'A read-only or protected mount',
    ],
    steps: [
      'Compare owner and mode with a machine that works',
      'See as whom the program runs',
      'Check mount options and mandatory access control',
    ],
    examples: {
      positive: [
        'open /srv/shop/state.db: permission denied',
        'could not listen on port 443: permission denied',
      ],
      negative: ['Permission denied (publickey).', 'opened /srv/shop/state.db'],
    },
  },
  {
    id: 'hardware.thermal-shutdown',
    match: {
      any: [
        ['temperature', 'thermal', 'overheating', 'overheated', 'heat', 'too hot'],
        [
          'shut down',
          'shutting down',
          'powered off',
          'powering off',
          'switched off',
          'switched itself off',
          'thermal trip',
          'emergency shutdown',
        ],
      ],
      not: ['scheduled', 'policy'],
    },
    class: 'incident',
    severity: 'critical',
    category: 'hardware',
    meaning: 'A machine or module was switched off because it got too hot.',
    causes: ['A failed fan or a blocked air way', 'The cooling of the room failed'],
    steps: ['Check the cooling before switching on', 'Look at the other machines in the rack'],
    examples: {
      positive: [
        'module 4 has shut down because of over temperature',
        'critical temperature reached, shutting down',
      ],
      negative: ['ambient temperature 31 C'],
    },
  },
  {
    id: 'hardware.battery-empty',
    match: {
      any: [
        ['ups', 'upsmon', 'apcupsd'],
        ['battery is low', 'low battery', 'battery exhausted', 'battery is empty'],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'hardware',
    meaning: 'The mains are gone and the battery is nearly empty; machines go down now.',
    causes: ['A power cut that lasts longer than the battery', 'A battery worn with age'],
    steps: ['Stop data stores in order, at once', 'Call the site'],
    examples: {
      positive: ['upsmon: UPS rack1@10.0.0.5 battery is low'],
      negative: ['upsmon: UPS rack1@10.0.0.5 on line power'],
    },
  },
  {
    id: 'storage.smart-failed',
    match: {
      any: [
        ['smart', 'smartd'],
        [
          'failed smart',
          'smart self check failed',
          'back up data now',
          'smart status bad',
          'failure is imminent',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'hardware',
    meaning: 'A disk’s own check says that it is failing now.',
    causes: ['Age or wear', 'A damaged surface or worn flash cells'],
    steps: ['Copy the data away now', 'Replace the disk'],
    examples: {
      positive: ['smartd: Device: /dev/sda, FAILED SMART self-check. BACK UP DATA NOW!'],
      negative: ['smartd: Device: /dev/sda, SMART check passed'],
    },
  },
];
