import type { Signature } from '../signature.ts';

/** Node.js and JavaScript. */
export const NODE: readonly Signature[] = [
  {
    id: 'node.module-missing',
    match: {
      any: [['cannot find module', 'err module not found', 'cannot find package', 'module not found']],
    },
    class: 'incident',
    severity: 'error',
    category: 'deployment',
    meaning: 'A program misses a module and does not start.',
    causes: [
      'A package listed for development only',
      'A build step that did not run',
      'A misspelt path; capitals count on Linux',
    ],
    steps: ['Note the name in the line', 'Look for it in the image', 'Roll back'],
    examples: {
      positive: [
        "Error: Cannot find module './routes/Orders'",
        "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'pg' imported from /app/db.js",
      ],
      negative: ['module routes/orders loaded'],
    },
  },
  {
    id: 'node.too-many-listeners',
    match: { any: [['maxlistenersexceededwarning', 'possible eventemitter memory leak detected']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'resource',
    meaning: 'Listeners pile up on one object: memory will grow.',
    causes: ['A listener added for each request and never removed', 'Retries that listen again each time'],
    steps: [
      'Start with `--trace-warnings` to see where',
      'Remove it, or use `once`',
      'Watch the memory until then',
    ],
    examples: {
      positive: [
        'MaxListenersExceededWarning: Possible EventEmitter memory leak detected. 11 close listeners added to [Socket].',
      ],
      negative: ['listener added'],
    },
  },
  {
    id: 'node.loop-blocked',
    match: {
      any: [
        ['event loop', 'eventloop'],
        ['blocked', 'lag', 'delay', 'stalled'],
      ],
      when: [
        {
          slot: 'duration_ms',
          op: '>=',
          value: 200,
          near: ['blocked', 'lag', 'delay', 'stalled', 'event loop', 'eventloop'],
        },
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'resource',
    meaning: 'The program answered nobody for a moment: one task held its only thread (event loop blocked).',
    causes: [
      'Large JSON, a slow pattern or a synchronous file call',
      'Long memory cleaning',
      'Too little CPU',
    ],
    steps: [
      'Take a CPU profile while it happens',
      'Split the work or move it to a worker',
      'Compare CPU use with the container’s limit',
    ],
    examples: {
      positive: ['event loop blocked for 1240 ms', 'perf: event loop lag 812ms'],
      negative: ['perf: event loop utilisation 12ms'],
    },
  },
  {
    id: 'node.headers-sent',
    match: {
      any: [['cannot set headers after they are sent', 'err http headers sent', 'headers already sent']],
    },
    class: 'incident',
    severity: 'error',
    category: 'application_error',
    meaning: 'Code answers one request twice; the second answer fails.',
    causes: ['A missing `return` after an answer', 'An error handler that answers again'],
    steps: ['Read the first frame of your own code', 'Return after each answer'],
    examples: {
      positive: ['Error [ERR_HTTP_HEADERS_SENT]: Cannot set headers after they are sent to the client'],
      negative: ['response headers sent'],
    },
  },
  {
    id: 'node.file-missing',
    match: {
      all: ['enoent no such file or directory'],
      any: [['open', 'scandir', 'stat', 'lstat', 'mkdir', 'unlink', 'rename', 'access']],
    },
    class: 'incident',
    severity: 'error',
    category: 'application_error',
    meaning: 'A program wants a file or folder that is not there.',
    causes: [
      'It was not deployed or not mounted',
      'A path relative to another folder',
      'Somebody removed it',
    ],
    steps: [
      'Note the path in the line and look',
      'Compare with the last release',
      'Check the mounts of the container',
    ],
    examples: {
      positive: ["Error: ENOENT: no such file or directory, open '/app/config/prod.json'"],
      negative: ["opened '/app/config/prod.json'"],
    },
  },
  {
    id: 'node.install-failed',
    match: { any: [['npm err', 'npm error', 'err pnpm']] },
    class: 'incident',
    severity: 'error',
    category: 'deployment',
    meaning: 'A package step failed: install, build or start script.',
    causes: [
      'A package or version that cannot be fetched',
      'A script that failed',
      'A lock file that does not fit',
    ],
    steps: [
      'Read the first error above',
      'Run the same step with the lock file by hand',
      'Check the registry and its credentials',
    ],
    examples: {
      positive: ['npm ERR! code ELIFECYCLE', 'npm error code ERESOLVE'],
      negative: ['npm run build: done'],
    },
  },
  {
    id: 'process.address-in-use',
    match: { any: [['eaddrinuse', 'address already in use', 'port is already allocated']] },
    class: 'incident',
    severity: 'error',
    category: 'network',
    meaning: 'A program cannot start because its port is already in use.',
    causes: ['The old instance still runs', 'Two services with one port'],
    steps: ['Find the owner: `ss -ltnp`', 'Stop the owner, or give one of them another port'],
    examples: {
      positive: ['Error: listen EADDRINUSE: address already in use :::8080', 'bind: address already in use'],
      negative: ['listening on :::8080'],
    },
  },
  {
    id: 'process.not-allowed',
    match: { any: [['eacces permission denied', 'eperm operation not permitted', 'listen eacces']] },
    class: 'incident',
    severity: 'error',
    category: 'security',
    meaning: 'A program may not read, write or listen where it needs to.',
    causes: [
      'Files that belong to another user',
      'A port below 1024 without the right to it',
      'A read-only or differently owned mount',
    ],
    steps: [
      'Note path or port in the line',
      'Compare owner and rights with the user it runs as',
      'Correct the mount or the user',
    ],
    examples: {
      positive: ["Error: EACCES: permission denied, open '/data/state.json'"],
      negative: ["opened '/data/state.json'"],
    },
  },
];
