import type { Signature } from '../signature.ts';

/** Java and what runs on its machine. */
export const JVM: readonly Signature[] = [
  {
    id: 'jvm.class-missing',
    match: {
      any: [
        [
          'noclassdeffounderror',
          'classnotfoundexception',
          'nosuchmethoderror',
          'nosuchfielderror',
          'unsupportedclassversionerror',
          'could not find or load main class',
          'abstractmethoderror',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'deployment',
    meaning: 'A class or method is missing: the program’s parts do not fit together.',
    causes: [
      'Two versions of one library',
      'A library left out of the package',
      'A Java older than the program was built for',
    ],
    steps: [
      'Note the class in the line and see which library holds it',
      'Compare with the last release that worked',
      'Roll back',
    ],
    examples: {
      positive: [
        'java.lang.NoSuchMethodError: com.shop.Cart.total()J',
        'Error: Could not find or load main class com.shop.Main',
      ],
      negative: ['Loaded 812 classes'],
    },
  },
  {
    id: 'jvm.pool-rejected',
    match: { any: [['rejectedexecutionexception', 'taskrejectedexception', 'executor rejected task']] },
    class: 'incident',
    severity: 'error',
    category: 'resource',
    meaning:
      'A pool of threads refuses work because all are busy and its queue is full, or it is shutting down.',
    causes: [
      'Threads that wait for something slow',
      'More load than the pool was made for',
      'Work handed in during a stop',
    ],
    steps: [
      'See what the threads wait for: `jstack PID`',
      'Fix the slow thing first; only then enlarge the pool',
    ],
    examples: {
      positive: [
        'java.util.concurrent.RejectedExecutionException: Task rejected from ThreadPoolExecutor[Running, pool size = 20]',
      ],
      negative: ['executor started with 20 threads'],
    },
  },
  {
    id: 'jvm.crash',
    match: {
      any: [['fatal error has been detected by the java runtime environment', 'jre is about to abort']],
    },
    class: 'incident',
    severity: 'critical',
    category: 'application_error',
    meaning: 'The Java virtual machine itself crashed.',
    causes: ['Native code of a library', 'A fault of this Java version', 'Faulty memory of the host'],
    steps: [
      'Read the top of the hs_err file: which library?',
      'Update that library or Java',
      'Test the host’s memory if it differs each time',
    ],
    examples: {
      positive: ['# A fatal error has been detected by the Java Runtime Environment:'],
      negative: ['Java Runtime Environment 21.0.2'],
    },
  },
  {
    id: 'jvm.deadlock',
    match: { any: [['java level deadlock', 'deadlocked threads']] },
    class: 'incident',
    severity: 'critical',
    category: 'application_error',
    meaning: 'Threads wait for each other for ever; part of the program stands still.',
    causes: ['Locks that are taken in different orders'],
    steps: ['Save the thread dump', 'Restart the instance', 'Take the locks in one order'],
    examples: { positive: ['Found one Java-level deadlock:'], negative: ['thread dump written'] },
  },
  {
    id: 'jvm.leak',
    match: {
      any: [
        [
          'very likely to create a memory leak',
          'leak record',
          'resource leak detected',
          'connection leak detection triggered',
          'apparent connection leak detected',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'resource',
    meaning: 'The program leaks something: a thread, a buffer or a connection.',
    causes: ['A code path, often after an error, that does not close what it opened'],
    steps: [
      'Find in the stack trace where it was opened',
      'Close it on every path, errors included',
      'Until then watch memory and pool, and restart in time',
    ],
    examples: {
      positive: [
        'WARN ProxyLeakTask - Connection leak detection triggered for conn812 on thread http-1',
        'LEAK: ByteBuf.release() was not called. Recent access records: resource leak detected',
      ],
      negative: ['buffers are pooled'],
    },
  },
  {
    id: 'jvm.context-failed',
    match: {
      any: [
        [
          'application run failed',
          'error creating bean with name',
          'unsatisfieddependencyexception',
          'beancreationexception',
          'nosuchbeandefinitionexception',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'deployment',
    meaning: 'An application could not assemble its parts and does not start.',
    causes: [
      'A missing or wrong setting',
      'Something it needs at start is not reachable',
      'Libraries that do not fit',
    ],
    steps: [
      'Read the last `Caused by`: that is the reason',
      'Compare settings with the last good start',
      'Roll back',
    ],
    examples: {
      positive: [
        'o.s.boot.SpringApplication: Application run failed',
        "Error creating bean with name 'dataSource'",
      ],
      negative: ['Started OrdersApplication in 4.2 seconds'],
    },
  },
  {
    id: 'jvm.stood-still',
    match: {
      any: [['thread starvation or clock leap detected', 'codecache is full', 'compiler has been disabled']],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'resource',
    meaning: 'The Java virtual machine ran slowly or paused for a while.',
    causes: [
      'Long memory cleaning',
      'A host or container that gives it too little CPU',
      'No room left for compiled code',
    ],
    steps: [
      'Look at pauses in the GC log',
      'Compare CPU use with the container’s limit',
      'Raise ReservedCodeCacheSize if the line says so',
    ],
    examples: {
      positive: ['HikariPool-1 - Thread starvation or clock leap detected (housekeeper delta=58s).'],
      negative: ['HikariPool-1 - Start completed.'],
    },
  },
];
