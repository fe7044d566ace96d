import type { Signature } from '../signature.ts';

/** Releases, limits and quotas. */
export const DEPLOYMENT: readonly Signature[] = [
  {
    id: 'resource.throttled',
    match: {
      any: [
        [
          'cpu throttling',
          'throttled',
          'throttling',
          'rate limit exceeded',
          'rate limited',
          'too many requests',
          'requestlimitexceeded',
          'throttlingexception',
          'slowdown',
          'limit exceeded for',
          'resource exhausted',
          'provisionedthroughputexceeded',
        ],
      ],
      not: ['throttled 0', 'disk quota'],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'resource',
    meaning: 'Work is slowed or refused because a limit was reached.',
    causes: ['More calls than the quota allows', 'A CPU limit below the need', 'A loop that calls too often'],
    steps: [
      'See which caller uses up the limit',
      'Space the calls out, cache, or ask for more',
      'Retry with growing pauses',
    ],
    examples: {
      positive: [
        'Rate limit exceeded for client billing',
        'ThrottlingException: Rate exceeded',
        'CPU throttling high in pod web-1',
      ],
      negative: ['rate limit set to 100/s'],
    },
  },
  {
    id: 'deploy.failed',
    match: {
      any: [
        ['deployment', 'deploy', 'rollout', 'release', 'migration', 'upgrade', 'helm', 'pipeline'],
        [
          'failed',
          'rolled back after',
          'rolled back because',
          'rolled back due',
          'rolled back since',
          'being rolled back',
          'automatically rolled back',
          'partially rolled back',
          'rolling back',
          'rollback',
          'aborted',
          'progressdeadlineexceeded',
          'exceeded its progress deadline',
          'unsuccessful',
        ],
      ],
      not: [
        'password',
        'login',
        'authentication',
        'user deploy',
        'no rollback',
        'rollback available',
        'rollback completed successfully',
        'rollback was a success',
        'another operation install',
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'deployment',
    meaning: 'A release failed or is being rolled back.',
    causes: [
      'The new version does not start or fails its checks',
      'A migration or configuration that does not fit',
      'Too little room for the new instances',
    ],
    steps: [
      'See which version serves now',
      'Read the first error of the new version',
      'Fix it before the next try',
    ],
    examples: {
      positive: [
        'Deployment web failed: exceeded its progress deadline',
        'rollout of web 4.2.0 aborted, rolling back to 4.1.9',
        'deployment web automatically rolled back to 4.1.9',
      ],
      negative: [
        'Deployment web 4.2.0 completed',
        'release 4.2.0 started',
        'deployment web rolled back to 4.1.9',
      ],
    },
  },
  {
    id: 'deploy.done',
    match: {
      any: [
        [
          'updated to version',
          'deployment completed',
          'successfully rolled out',
          'rollout complete',
          'release completed',
          'deployed version',
          'deployment finished',
          'upgraded to version',
        ],
      ],
    },
    class: 'normal',
    severity: 'info',
    category: 'deployment',
    meaning: 'A new version is in place.',
    causes: [],
    steps: [],
    examples: {
      positive: ['deployment "web" successfully rolled out', 'System updated to version 3.1.0'],
      negative: ['rollout of web aborted'],
    },
  },
];
