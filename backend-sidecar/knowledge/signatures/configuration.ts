import type { Signature } from '../signature.ts';

/** Settings and versions that do not fit. */
export const CONFIGURATION: readonly Signature[] = [
  {
    id: 'deploy.settings-missing',
    match: {
      any: [
        [
          'missing required environment variable',
          'required environment variable',
          'environment variable is not set',
          'missing required configuration',
          'missing required setting',
          'could not resolve placeholder',
          'missing required config',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'deployment',
    meaning: 'A program does not start because a setting is missing.',
    causes: ['A new release that needs a new setting', 'A secret or file that was not mounted'],
    steps: [
      'Note the name in the line',
      'Compare with the environment where it works',
      'Set it, or roll back',
    ],
    examples: {
      positive: [
        'Missing required environment variable DATABASE_URL',
        "Could not resolve placeholder 'shop.url' in value",
      ],
      negative: ['environment loaded from /etc/shop.env'],
    },
  },
  {
    id: 'deploy.settings-invalid',
    match: {
      any: [
        [
          'invalid configuration',
          'configuration error',
          'failed to parse config',
          'failed to load config',
          'failed to load configuration',
          'unable to parse config',
          'config parse error',
          'unknown configuration key',
          'error parsing configuration',
          'yaml parse error',
          'error parsing yaml',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'deployment',
    meaning: 'A program cannot use its configuration; it does not start or keeps the old one.',
    causes: ['A typing mistake in the last change', 'A setting that this version does not know'],
    steps: [
      'Note file and line in the message',
      'Undo the last change',
      'Let a check run before the next one',
    ],
    examples: {
      positive: [
        'failed to load config: yaml: line 12: did not find expected key',
        'invalid configuration: listen must be host:port',
      ],
      negative: ['configuration loaded from /etc/shop.yaml'],
    },
  },
  {
    id: 'deploy.versions-differ',
    match: {
      any: [
        [
          'schema version mismatch',
          'protocol version mismatch',
          'incompatible version',
          'version mismatch',
          'incompatible protocol version',
          'incompatible cluster versions',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'deployment',
    meaning: 'Two parts of a system have versions that do not work together.',
    causes: ['Only one of them was updated', 'An instance that missed the update'],
    steps: [
      'Note both versions in the line',
      'Update the older one, or roll the newer back',
      'Look for instances that were left out',
    ],
    examples: {
      positive: ['agent 10.0.0.9 refused: protocol version mismatch (ours 12, theirs 11)'],
      negative: ['agent 10.0.0.9 joined with version 12'],
    },
  },
  {
    id: 'apache.server-name',
    match: { any: [['could not reliably determine the server s fully qualified domain name']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'deployment',
    meaning: 'Apache was not told its own name and took its address; it works.',
    causes: ['ServerName is not set'],
    steps: ['Set ServerName in its configuration'],
    examples: {
      positive: [
        "AH00558: apache2: Could not reliably determine the server's fully qualified domain name, using 127.0.1.1",
      ],
      negative: ['ServerName shop.example.org'],
    },
  },
];
