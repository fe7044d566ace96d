import type { Signature } from '../signature.ts';

/** Releases that were taken back: what failed before is told by lines of its own. */
export const ROLLBACKS: readonly Signature[] = [
  {
    id: 'deploy.reverted',
    match: {
      any: [
        ['deployment', 'deploy', 'rollout', 'release', 'upgrade', 'migration', 'helm', 'version'],
        ['rolled back', 'reverted to'],
      ],
      not: [
        'failed',
        'failure',
        'not',
        'cannot',
        'could not',
        'unable',
        'error',
        'errors',
        'transaction',
        'tx',
        'after',
        'because',
        'due',
        'since',
        'being',
        'will be',
        'automatically',
        'partially',
      ],
    },
    class: 'normal',
    despite: 'words',
    severity: 'info',
    category: 'deployment',
    meaning: 'A release was taken back; the version before it serves again.',
    causes: [],
    steps: [],
    examples: {
      positive: ['deployment orders rolled back to 4.1.9', 'release 4.2.0 of orders rolled back by operator'],
      negative: [
        'deployment orders failed and was rolled back',
        'deployment orders rolled back after 3 failing checks',
        'transaction 12 of release job is committed',
      ],
    },
  },
  {
    id: 'deploy.rolled-back',
    match: {
      any: [
        ['rollback', 'roll back'],
        ['finished', 'complete', 'completed', 'succeeded', 'was a success', 'done'],
      ],
      not: ['failed', 'failure', 'not', 'cannot', 'could not', 'unable', 'error', 'transaction', 'tx'],
    },
    class: 'normal',
    despite: 'words',
    severity: 'info',
    category: 'deployment',
    meaning: 'The version from before a release is in place again.',
    causes: [],
    steps: [],
    examples: {
      positive: [
        'rollback of orders to version 4.1.9 finished, 3 of 3 instances ready',
        'helm: Rollback was a success! Happy Helming!',
      ],
      negative: ['rollback of release orders failed', 'rollback of transaction 12 done'],
    },
  },
];
