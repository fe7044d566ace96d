import type { Signature } from '../signature.ts';

/** What cloud services and their SDKs say. */
export const CLOUD: readonly Signature[] = [
  {
    id: 'cloud.no-credentials',
    match: {
      any: [
        [
          'unable to locate credentials',
          'could not load credentials',
          'credentialsprovidererror',
          'nocredentialserror',
          'could not find default credentials',
          'defaultcredentialserror',
          'could not load the default credentials',
          'credentialunavailableerror',
          'no valid credential sources found',
          'nocredentialproviders',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'security',
    meaning: 'A program has no credentials for its cloud and every call fails.',
    causes: [
      'A role or secret that is not attached to this instance',
      'A metadata service that cannot be reached',
      'A missing variable',
    ],
    steps: [
      'Ask who you are from inside, for example `aws sts get-caller-identity`',
      'Check role, service account and mounts',
      'Compare with an instance that works',
    ],
    examples: {
      positive: [
        'botocore.exceptions.NoCredentialsError: Unable to locate credentials',
        'DefaultCredentialsError: Could not automatically determine credentials',
      ],
      negative: ['credentials refreshed, valid for 60 minutes'],
    },
  },
  {
    id: 'cloud.credentials-refused',
    match: {
      any: [
        [
          'expiredtoken',
          'expiredtokenexception',
          'security token included in the request is',
          'invalidclienttokenid',
          'unrecognizedclientexception',
          'signaturedoesnotmatch',
          'invalidaccesskeyid',
          'authenticationfailed server failed to authenticate',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'security',
    meaning: 'The cloud refuses a program’s credentials.',
    causes: ['They have expired or were rotated', 'A wrong secret', 'A clock that is off'],
    steps: [
      'See who the program is to the cloud, for example: `aws sts get-caller-identity`',
      'Renew the credentials and restart what keeps the old ones',
      'Check the clock of the host',
    ],
    examples: {
      positive: [
        'ExpiredToken: The provided token has run out',
        'An error occurred (InvalidClientTokenId): The security token included in the request is invalid',
      ],
      negative: ['token refreshed'],
    },
  },
  {
    id: 'cloud.not-authorized',
    match: {
      any: [
        [
          'is not authorized to perform',
          'accessdeniedexception',
          'caller does not have permission',
          'authorizationfailed the client',
          'does not have authorization to perform action',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'security',
    meaning: 'A program’s role may not make the call it needs.',
    causes: [
      'A right missing from the role',
      'A policy of the resource or organisation that forbids it',
      'The wrong role',
    ],
    steps: [
      'Note caller, action and resource in the line',
      'Add the one right to the role',
      'See what changed in the policies',
    ],
    examples: {
      positive: [
        'AccessDeniedException: User: arn:aws:sts::1:assumed-role/orders is not authorized to perform: sqs:SendMessage',
        '7 PERMISSION_DENIED: The caller does not have permission',
      ],
      negative: ['role orders assumed'],
    },
  },
  {
    id: 'cloud.bucket-missing',
    match: {
      any: [
        [
          'nosuchbucket',
          'specified bucket does not exist',
          'containernotfound',
          'specified container does not exist',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'deployment',
    meaning: 'The bucket or container a program stores in does not exist.',
    causes: ['A wrong name, region or account', 'It was deleted or never created'],
    steps: [
      'Note the name in the line and look',
      'Check region and account of the caller',
      'See who deleted it',
    ],
    examples: {
      positive: ['NoSuchBucket: The specified bucket does not exist'],
      negative: ['bucket orders-archive created'],
    },
  },
  {
    id: 'cloud.object-missing',
    match: {
      any: [['nosuchkey', 'specified key does not exist', 'blobnotfound', 'specified blob does not exist']],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'storage',
    meaning: 'A program asked for an object that is not there.',
    causes: ['It was never written, or was removed by a lifecycle rule', 'A wrong name'],
    steps: [
      'See whether one or many are missing',
      'Look at the job that writes them',
      'Check the lifecycle rules',
    ],
    examples: {
      positive: ['NoSuchKey: The specified key does not exist.'],
      negative: ['object invoices/812.pdf stored'],
    },
  },
  {
    id: 'cloud.function-timeout',
    match: { any: [['task timed out after', 'function execution took', 'function timed out']] },
    class: 'incident',
    severity: 'error',
    category: 'workflow',
    meaning: 'A cloud function did not finish in its time and was cut off.',
    causes: [
      'A slow call inside it',
      'A network from which the target cannot be reached',
      'Too little memory, hence CPU',
    ],
    steps: [
      'See which call it waited for',
      'Give that call a shorter limit than the function',
      'Give the function more memory or time',
    ],
    examples: {
      positive: ['REQ-812 Task timed out after 30.03 seconds'],
      negative: ['REPORT Duration: 12.31 ms'],
    },
  },
];
