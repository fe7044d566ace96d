import type { Signature } from '../signature.ts';

/** Releases, their settings, migrations and checks. */
export const RELEASES: readonly Signature[] = [
  {
    id: 'deploy.not-healthy',
    match: {
      any: [
        [
          'did not become healthy',
          'failed to become healthy',
          'timed out waiting for the condition',
          'did not become ready',
          'not healthy within',
          'not ready within',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'deployment',
    meaning: 'A new version was started and never became healthy.',
    causes: [
      'It does not start: settings, migration, image',
      'Its check asks the wrong path or port',
      'It needs longer than it is given',
    ],
    steps: [
      'Read the first error of the new version',
      'Roll back if it serves anyone',
      'Try the check by hand',
    ],
    examples: {
      positive: [
        'error: timed out waiting for the condition',
        'service orders: task 812 did not become healthy in 300 s',
      ],
      negative: ['service orders: 4 of 4 tasks are healthy'],
    },
  },
  {
    id: 'deploy.probe-failed',
    match: {
      any: [
        [
          'readiness probe of',
          'readiness probe for',
          'liveness probe of',
          'liveness probe for',
          'startup probe of',
          'startup probe for',
        ],
        ['failed', 'failing', 'errored', 'timed out'],
      ],
    },
    class: 'incident',
    handled: 'preventive_action',
    severity: 'error',
    category: 'deployment',
    meaning:
      'An instance does not pass its probe: it gets no traffic, and a release that waits for it stops.',
    causes: [
      'The new version starts with errors',
      'Something that it needs is down',
      'The probe asks the wrong path or port, or waits too short',
    ],
    steps: [
      'Read the log of the instance named in the line',
      'Compare with the last release: `kubectl rollout history deployment/NAME`',
      'Roll back if the trouble began with it',
    ],
    examples: {
      positive: [
        'readiness probe of orders-7d9f failed: HTTP probe failed with statuscode: 500',
        'startup probe for tariffs-2 timed out after 30 s',
      ],
      negative: [
        'readiness probe of orders-7d9f succeeded',
        'liveness probe for orders set to /healthz every 10 s',
      ],
    },
  },
  {
    id: 'deploy.migration-stuck',
    match: {
      any: [
        [
          'dirty database version',
          'migration checksum mismatch',
          'validate failed migrations',
          'contains a failed migration',
          'could not acquire change log lock',
          'waiting for changelog lock',
          'unable to acquire migration lock',
          'target database is not up to date',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'deployment',
    meaning: 'Schema changes cannot go on because an earlier one stopped half-way or was edited.',
    causes: [
      'A migration that failed in the middle',
      'A migration file changed after it ran',
      'Another instance that holds the lock or died with it',
    ],
    steps: [
      'See which one is marked as failed',
      'Bring the schema by hand to before or after it',
      'Clear the mark or the lock, then run again',
    ],
    examples: {
      positive: [
        'error: Dirty database version 12. Fix and force version.',
        'FlywayException: Migration checksum mismatch for migration version 12',
        'Waiting for changelog lock....',
      ],
      negative: ['Successfully applied 2 migrations to schema "shop"'],
    },
  },
  {
    id: 'deploy.state-locked',
    match: {
      any: [
        [
          'error acquiring the state lock',
          'another operation install upgrade rollback is in progress',
          'state is locked by',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'deployment',
    meaning: 'A release cannot start because another one runs or died without letting go.',
    causes: ['Two pipelines at once', 'A pipeline that was cancelled in the middle'],
    steps: [
      'See who holds it and whether they still run',
      'If not, unlock: `terraform force-unlock` or roll the helm release back',
      'Let only one pipeline run at a time',
    ],
    examples: {
      positive: [
        'Error: Error acquiring the state lock',
        'Error: another operation (install/upgrade/rollback) is in progress',
      ],
      negative: ['state lock acquired'],
    },
  },
  {
    id: 'deploy.out-of-sync',
    match: {
      any: [
        [
          'sync status outofsync',
          'is outofsync',
          'comparisonerror',
          'configuration drift detected',
          'drift detected',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'deployment',
    meaning: 'What runs differs from what is declared (drift).',
    causes: ['Somebody changed it by hand', 'A sync that failed or is switched off'],
    steps: [
      'Look at the difference',
      'Write the change down, or let it be undone',
      'Switch automatic sync on',
    ],
    examples: {
      positive: ['application shop/orders is OutOfSync', 'drift detected: 2 resources differ'],
      negative: ['application shop/orders is Synced'],
    },
  },
  {
    id: 'deploy.build-failed',
    match: {
      any: [['build failed', 'build failure', 'compilation failed', 'compilation error', 'tests failed']],
      not: ['0 tests failed', 'no tests failed'],
    },
    class: 'incident',
    severity: 'error',
    category: 'deployment',
    meaning: 'A build or its tests failed; the change is not released.',
    causes: ['A fault in the change', 'A dependency that cannot be fetched', 'A test that depends on chance'],
    steps: [
      'Read the first error, not the last',
      'Run it again once if it looks like the network',
      'Undo the change if others wait',
    ],
    examples: { positive: ['BUILD FAILURE', 'junit: 3 tests failed'], negative: ['BUILD SUCCESS'] },
  },
  {
    id: 'slo.breached',
    match: {
      any: [
        [
          'slo breached',
          'sla breached',
          'slo violated',
          'sla violated',
          'slo violation',
          'sla breach',
          'sla violation',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'system_notification',
    meaning: 'A service is below what was promised to its users.',
    causes: ['Errors or slowness since the last change', 'A dependency in trouble'],
    steps: [
      'See since when and on which path',
      'Compare with the times of releases',
      'Undo the change that fits in time',
    ],
    examples: {
      positive: ['SLO violated: orders availability 99.2 < 99.9 over 30d'],
      negative: ['slo orders: availability 99.98'],
    },
  },
];
