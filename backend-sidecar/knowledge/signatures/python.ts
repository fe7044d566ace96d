import type { Signature } from '../signature.ts';

/** Python, its servers and workers. */
export const PYTHON: readonly Signature[] = [
  {
    id: 'python.module-missing',
    match: { any: [['modulenotfounderror', 'no module named', 'importerror', 'cannot import name']] },
    class: 'incident',
    severity: 'error',
    category: 'deployment',
    meaning: 'A Python program misses a module and does not start or fails at that path.',
    causes: [
      'A package left out of the requirements or the image',
      'Versions that do not fit',
      'The wrong environment',
    ],
    steps: [
      'Note the name in the line',
      'See `pip list` in the running image',
      'Roll back, then add the package',
    ],
    examples: {
      positive: [
        "ModuleNotFoundError: No module named 'psycopg'",
        "ImportError: cannot import name 'Cart' from 'shop'",
      ],
      negative: ['module shop.cart loaded'],
    },
  },
  {
    id: 'python.worker-timeout',
    match: { all: ['worker timeout'] },
    class: 'incident',
    severity: 'error',
    category: 'resource',
    meaning: 'A web worker took too long and was killed; its request is lost.',
    causes: ['A slow call or query', 'Too few workers, or blocking code in an async one', 'A host too busy'],
    steps: [
      'Find the request it was working on',
      'Put a timeout on the slow call inside it',
      'Move long work to a queue',
    ],
    examples: {
      positive: ['[CRITICAL] WORKER TIMEOUT (pid:812)'],
      negative: ['[INFO] Booting worker with pid: 812'],
    },
  },
  {
    id: 'python.worker-died',
    match: {
      any: [
        [
          'worker failed to boot',
          'was sent sigkill',
          'workerlosterror',
          'worker exited prematurely',
          'worker lost',
        ],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'resource',
    meaning: 'A worker died in the middle of its work.',
    causes: ['It was killed for memory', 'An error while starting', 'Native code that crashed'],
    steps: [
      "Look for a kill: `dmesg -T | grep -i 'killed process'`, or the pod’s last state",
      'Read the first error of its start',
      'Check whether its job is tried again',
    ],
    examples: {
      positive: [
        '[ERROR] Worker (pid:812) was sent SIGKILL! Perhaps out of memory?',
        'WorkerLostError: Worker exited prematurely: signal 9 (SIGKILL)',
        'gunicorn.errors.HaltServer: Worker failed to boot.',
      ],
      negative: ['[INFO] Worker exiting (pid: 812)'],
    },
  },
  {
    id: 'python.task-limit',
    match: {
      any: [['hard time limit', 'timelimitexceeded', 'softtimelimitexceeded', 'soft time limit']],
      not: ['set to'],
    },
    class: 'incident',
    severity: 'error',
    category: 'workflow',
    meaning: 'A background task ran longer than allowed and was stopped.',
    causes: ['A slow call or query inside', 'More data than usual'],
    steps: [
      'See which task and with what arguments',
      'Split it, or make the slow part faster',
      'See whether it leaves half a result',
    ],
    examples: {
      positive: [
        'Hard time limit (300s) exceeded for shop.tasks.report[a1b2]',
        'billiard.exceptions.SoftTimeLimitExceeded: SoftTimeLimitExceeded()',
      ],
      negative: ['Task shop.tasks.report[a1b2] received'],
    },
  },
  {
    id: 'python.exception',
    match: {
      any: [
        [
          'keyerror',
          'attributeerror',
          'indexerror',
          'unboundlocalerror',
          'zerodivisionerror',
          'unicodedecodeerror',
          'jsondecodeerror',
        ],
      ],
      not: ['traceback most recent call last'],
    },
    class: 'incident',
    severity: 'error',
    category: 'application_error',
    meaning: 'Code hit a value that it does not handle.',
    causes: ['A bug, often in the release deployed last', 'Input or an answer without an expected field'],
    steps: [
      'Read the last stack frame in your own code',
      'Find the request that triggers it',
      'Roll back, or handle the value',
    ],
    examples: {
      positive: [
        "KeyError: 'customer_id'",
        'json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)',
      ],
      negative: ['key customer_id read'],
    },
  },
  {
    id: 'python.unapplied-migrations',
    match: {
      any: [['unapplied migration', 'unapplied migrations', 'pending migrations']],
      not: ['no pending migrations'],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'deployment',
    meaning: 'The database is older than the code that uses it.',
    causes: ['A release without its migration step'],
    steps: [
      'See which are missing: `python manage.py showmigrations`',
      'Run the migrations',
      'Make them a step of every release',
    ],
    examples: {
      positive: ['You have 3 unapplied migration(s). Your project may not work properly'],
      negative: ['No pending migrations'],
    },
  },
  {
    id: 'python.bad-host',
    match: { any: [['invalid http host header', 'disallowedhost']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'security',
    meaning: 'A request named a host that this site does not serve.',
    causes: ['A scanner', 'A health check by address', 'A new name that is missing from the settings'],
    steps: ['If the name is yours, add it to ALLOWED_HOSTS', 'If not, let the proxy refuse unknown hosts'],
    examples: {
      positive: [
        "Invalid HTTP_HOST header: '203.0.113.9'. You may need to add '203.0.113.9' to ALLOWED_HOSTS.",
      ],
      negative: ['ALLOWED_HOSTS loaded'],
    },
  },
  {
    id: 'python.never-awaited',
    match: {
      any: [
        ['was never awaited', 'task was destroyed but it is pending', 'task exception was never retrieved'],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'application_error',
    meaning: 'Code started something and never looked at how it ended.',
    causes: ['A forgotten `await`', 'A stop in the middle of background work'],
    steps: ['Note the name in the line', 'Await it, or keep the task and handle its error'],
    examples: {
      positive: [
        "RuntimeWarning: coroutine 'send_mail' was never awaited",
        'Task exception was never retrieved',
      ],
      negative: ['awaiting 3 tasks'],
    },
  },
];
