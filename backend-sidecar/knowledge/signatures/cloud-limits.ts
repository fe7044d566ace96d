import type { Signature } from '../signature.ts';

/** What a cloud does not give, or takes away. */
export const CLOUD_LIMITS: readonly Signature[] = [
  {
    id: 'cloud.limit-reached',
    match: {
      any: [
        [
          'vcpulimitexceeded',
          'instancelimitexceeded',
          'servicequotaexceededexception',
          'addresslimitexceeded',
          'limitexceededexception',
          'volumelimitexceeded',
          'quotaexceeded',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'resource',
    meaning: 'The account has reached a limit; something was not created.',
    causes: ['Leftovers that nobody removes', 'Growth beyond the account’s limit'],
    steps: [
      'See what counts against the limit',
      'Ask the provider for a higher limit',
      'Remove what is not used',
    ],
    examples: {
      positive: [
        'VcpuLimitExceeded: You have requested more vCPU capacity than your current limit of 64 allows',
        'ServiceQuotaExceededException: functions',
      ],
      negative: ['limit raised to 128'],
    },
  },
  {
    id: 'cloud.no-capacity',
    match: {
      any: [
        [
          'insufficientinstancecapacity',
          'insufficienthostcapacity',
          'zone resource pool exhausted',
          'skunotavailable',
          'does not have enough resources available to fulfill',
          'allocationfailed',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'resource',
    meaning: 'The provider has no machine of that kind free there now.',
    causes: ['A busy zone or an uncommon kind of machine'],
    steps: [
      'Try another zone or a similar kind',
      'Let the group use several kinds',
      'Reserve capacity if it must not happen',
    ],
    examples: {
      positive: [
        'InsufficientInstanceCapacity: There is no Spot capacity available that matches your request.',
        'ZONE_RESOURCE_POOL_EXHAUSTED',
      ],
      negative: ['instance i-0a1 running'],
    },
  },
  {
    id: 'cloud.machine-taken-away',
    match: {
      any: [
        [
          'spot interruption',
          'instance interruption notice',
          'scheduled for retirement',
          'instance termination notice',
          'rebalance recommendation',
          'preemption notice',
          'scheduled maintenance event',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'system_notification',
    meaning: 'The provider will take a machine away soon.',
    causes: ['A cheap machine that is wanted elsewhere', 'Failing hardware under it', 'Planned maintenance'],
    steps: [
      'See whether others take over its work',
      'Drain it, or stop and start it before the date',
      'Keep what must not stop off such machines',
    ],
    examples: {
      positive: [
        'node-handler: Spot interruption notice for i-0a1, stopping in 2 minutes',
        'Instance i-0a1 is scheduled for retirement',
      ],
      negative: ['instance i-0a1 running'],
    },
  },
];
