import type { Signature } from '../signature.ts';

/** What monitors report though it is as it should be: their words are those of trouble, their values are not. */
export const FAR_OFF: readonly Signature[] = [
  {
    id: 'tls.expires-later',
    match: {
      any: [
        ['certificate', 'cert', 'x509', 'ssl', 'tls'],
        ['expires in', 'will expire', 'expiring', 'left', 'remaining', 'until expiry'],
      ],
      not: ['has expired', 'expired'],
      when: [
        {
          slot: 'days',
          op: '>',
          value: 30,
          near: ['expires in', 'will expire', 'expiring', 'left', 'remaining', 'until expiry'],
        },
      ],
    },
    class: 'normal',
    severity: 'info',
    category: 'security',
    meaning: 'A certificate is valid for more than a month yet.',
    causes: [],
    steps: [],
    examples: {
      positive: ['certificate for shop.example expires in 80 days', 'cert of api.example has 61 days left'],
      negative: ['certificate for shop.example expires in 9 days'],
    },
  },
  {
    id: 'db.no-lag',
    match: {
      any: [['replication lag', 'replica lag', 'standby lag', 'slave lag', 'replication delay']],
      when: [
        {
          slot: 'duration_ms',
          op: '<',
          value: 1000,
          near: ['replication lag', 'replica lag', 'standby lag', 'slave lag', 'replication delay'],
        },
      ],
    },
    class: 'normal',
    severity: 'info',
    category: 'storage',
    meaning: 'A copy of the data is as good as up to date.',
    causes: [],
    steps: [],
    examples: {
      positive: ['replication lag of replica db-2 is 0 s', 'replica lag 12ms'],
      negative: ['replication lag of replica db-2 is 48 s'],
    },
  },
  {
    id: 'db.not-behind',
    match: {
      any: [['seconds behind master', 'seconds behind source']],
      when: [
        {
          slot: 'number',
          op: '=',
          value: 0,
          near: [
            'seconds_behind_master',
            'seconds_behind_source',
            'seconds behind master',
            'seconds behind source',
          ],
        },
      ],
    },
    class: 'normal',
    severity: 'info',
    category: 'storage',
    meaning: 'A copy of the data is up to date.',
    causes: [],
    steps: [],
    examples: {
      positive: ['Seconds_Behind_Master: 0'],
      negative: ['Seconds_Behind_Master: 310'],
    },
  },
  {
    id: 'network.no-loss',
    match: {
      any: [['packet loss', 'loss of packets']],
      when: [{ slot: 'percent', op: '=', value: 0, near: ['packet loss', 'loss of packets'] }],
    },
    class: 'normal',
    severity: 'info',
    category: 'network',
    meaning: 'No packet was lost on the way.',
    causes: [],
    steps: [],
    examples: {
      positive: ['10 packets transmitted, 10 received, 0% packet loss', 'packet loss to gateway is 0%'],
      negative: ['packet loss is measured every minute'],
    },
  },
  {
    id: 'network.neighbor-up',
    match: {
      any: [
        ['neighbor', 'neighbour', 'nbr', 'adjacency', 'adjchange'],
        [
          'is full',
          'loading to full',
          'is established',
          'now established',
          'to established',
          'came up',
          'loading done',
        ],
      ],
      not: ['established to', 'went down', 'lost', 'table is full', 'cache is full', 'full to'],
    },
    class: 'normal',
    despite: 'words',
    severity: 'info',
    category: 'network',
    meaning: 'A routing session is up; "full" is the state in which both sides know the same.',
    causes: [],
    steps: [],
    examples: {
      positive: [
        'OSPF neighbor 10.0.0.9 is Full',
        'Nbr 10.0.0.9 on Gi0/1 from LOADING to FULL, Loading Done',
      ],
      negative: ['neighbor discovery enabled on Gi0/1'],
    },
  },
];
