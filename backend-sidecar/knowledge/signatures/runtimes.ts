import type { Signature } from '../signature.ts';

/** Language runtimes: JVM, Python, Node, Go. */
export const RUNTIMES: readonly Signature[] = [
  {
    id: 'jvm.out-of-memory',
    match: {
      any: [
        [
          'java lang outofmemoryerror',
          'outofmemoryerror',
          'java heap space',
          'gc overhead limit exceeded',
          'javascript heap out of memory',
          'memoryerror',
          'cannot allocate memory',
          'metaspace exhausted',
          'std bad alloc',
          'runtime out of memory',
          'unable to create new native thread',
        ],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'resource',
    meaning: 'A program has run out of memory and cannot go on.',
    causes: [
      'A leak, or data that outgrew the heap',
      'A heap limit too small for the load',
      'Too many threads',
    ],
    steps: [
      'Save a heap dump if it still runs, before any restart',
      'Restart it if it hangs',
      'See what fills the heap; raise its limit only if the load needs it',
    ],
    examples: {
      positive: [
        'java.lang.OutOfMemoryError: Java heap space',
        'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
        'MemoryError: Unable to allocate 2.1 GiB',
      ],
      negative: ['heap after gc 512 MB of 2048 MB'],
    },
  },
  {
    id: 'jvm.stack-overflow',
    match: {
      any: [
        [
          'stackoverflowerror',
          'maximum call stack size exceeded',
          'recursionerror',
          'maximum recursion depth exceeded',
          'stack overflow',
          'goroutine stack exceeds',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'application_error',
    meaning: 'A function called itself too deeply (stack overflow).',
    causes: ['Endless recursion', 'Input nested deeper than expected'],
    steps: ['Find the repeating frames in the trace', 'Find the input that caused it', 'Limit the depth'],
    examples: {
      positive: ['java.lang.StackOverflowError', 'RangeError: Maximum call stack size exceeded'],
      negative: ['stack size set to 1m'],
    },
  },
  {
    id: 'jvm.gc-pause',
    match: {
      any: [
        [
          'gc overhead',
          'long gc',
          'gc pause',
          'jvm paused',
          'detected pause in jvm',
          'full gc',
          'stop the world',
          'pause full',
          'pause young',
          'gc took',
          'jvm or host machine',
        ],
      ],
      when: [{ slot: 'duration_ms', op: '>=', value: 1000 }],
      not: ['limit exceeded'],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'resource',
    meaning: 'The program paused for a second or more to collect garbage.',
    causes: ['A heap that is nearly full', 'A leak', 'A burst of short-lived objects'],
    steps: [
      'Check the heap after each collection: a rising floor is a leak',
      'Raise the heap or reduce what it holds',
    ],
    examples: {
      positive: [
        'GC pause (G1 Evacuation) took 2.4s',
        'Detected pause in JVM or host machine: pause of approximately 4120ms',
      ],
      negative: ['GC pause took 12ms'],
    },
  },
  {
    id: 'python.traceback',
    match: {
      any: [
        [
          'traceback most recent call last',
          'unhandled exception',
          'uncaught exception',
          'unhandledrejection',
          'unhandled promise rejection',
          'unhandledpromiserejection',
          'uncaughtexception',
          'unhandled rejection',
          'exception in thread',
          'uncaught typeerror',
          'unhandled error',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'application_error',
    meaning: 'A program hit an error that its code does not handle.',
    causes: ['A bug, often in the release deployed last', 'Input or an answer that the code does not expect'],
    steps: [
      'Read the last stack frame in your own code',
      'Check when it first appeared and what was deployed then',
      'Roll back, or handle the case',
    ],
    examples: {
      positive: [
        'Traceback (most recent call last):',
        'UnhandledPromiseRejectionWarning: TypeError: x is not a function',
        'Exception in thread "main" java.lang.IllegalStateException',
      ],
      negative: ['exception handler registered'],
    },
  },
  {
    id: 'runtime.null-reference',
    match: {
      any: [
        [
          'nullpointerexception',
          'null pointer exception',
          'nil pointer dereference',
          'cannot read properties of',
          'cannot read property',
          'nonetype object has no attribute',
          'undefined is not a function',
          'nullreferenceexception',
          'is not a function',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'application_error',
    meaning: 'Code used a value that is not there (null or undefined).',
    causes: ['A bug, often in the release deployed last', 'An answer or input without an expected field'],
    steps: [
      'Read the first stack frame in your own code',
      'Find the request that triggers it',
      'Roll back, or handle the missing value',
    ],
    examples: {
      positive: [
        'java.lang.NullPointerException: Cannot invoke "Cart.total()"',
        'TypeError: Cannot read properties of undefined (reading id)',
      ],
      negative: ['null values skipped'],
    },
  },
  {
    id: 'go.panic',
    match: {
      any: [
        [
          'panic runtime error',
          'goroutine running',
          'fatal error all goroutines are asleep',
          'concurrent map writes',
          'panic recovered',
          'thread main panicked',
          'index out of range',
          'panicked at',
        ],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'application_error',
    meaning: 'The program hit a bug that it cannot recover from (panic) and stopped its work.',
    causes: [
      'A bug, such as a missing check of a nil value or an index',
      'A race between goroutines or threads',
    ],
    steps: [
      'Read the first stack frame in your own code',
      'Check whether the process restarted',
      'Roll back the last deployment',
    ],
    examples: {
      positive: [
        'panic: runtime error: index out of range [3] with length 3',
        "thread 'main' panicked at src/main.rs:12:9",
      ],
      negative: ['http server running'],
    },
  },
];
