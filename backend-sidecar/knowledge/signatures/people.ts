import type { Signature } from '../signature.ts';

/** What people do with an application, as they may. */
export const PEOPLE: readonly Signature[] = [
  {
    id: 'user.changed-record',
    match: {
      any: [
        [
          'account',
          'profile',
          'document',
          'record',
          'order',
          'comment',
          'project',
          'ticket',
          'page',
          'board',
          'report',
          'contact',
        ],
        [
          'created by',
          'opened by',
          'edited by',
          'updated by',
          'renamed by',
          'approved by',
          'closed by',
          'deleted by',
          'uploaded by',
          'assigned by',
        ],
      ],
      not: ['unauthorised', 'unauthorized', 'administrator', 'admin', 'unknown', 'malware'],
    },
    class: 'normal',
    severity: 'info',
    category: 'user_action',
    meaning: 'A person made or changed something in the application.',
    causes: [],
    steps: [],
    examples: {
      positive: [
        'ticket 812 closed by user greta',
        'Document 77 renamed by dara',
        'account 12 created by hugo',
      ],
      negative: ['socket closed by peer', 'unauthorized account created by unknown user'],
    },
  },
];
