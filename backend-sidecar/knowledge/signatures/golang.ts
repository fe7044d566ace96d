import type { Signature } from '../signature.ts';

/** Go and gRPC. */
export const GOLANG: readonly Signature[] = [
  {
    id: 'go.fatal',
    match: {
      any: [
        [
          'concurrent map iteration',
          'concurrent map read and map write',
          'unexpected fault address',
          'send on closed channel',
          'close of closed channel',
          'close of nil channel',
          'assignment to entry in nil map',
          'integer divide by zero',
          'interface conversion interface',
        ],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'application_error',
    meaning: 'A Go program hit a fatal error and ended.',
    causes: ['Two goroutines that use one thing without a lock', 'A missing check of a value'],
    steps: [
      'Read the first goroutine’s frames in your own code',
      'Check whether it restarted',
      'Roll back; run the tests with `-race`',
    ],
    examples: {
      positive: ['panic: send on closed channel', 'fatal error: concurrent map read and map write'],
      negative: ['channel closed'],
    },
  },
  {
    id: 'go.data-race',
    match: { any: [['data race', 'race detected during execution']], not: ['no data race'] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'application_error',
    meaning: 'Two goroutines use one value at once; results may be wrong.',
    causes: ['A shared value without a lock'],
    steps: ['Read both stacks below the line', 'Guard the value or hand it over by channel'],
    examples: { positive: ['WARNING: DATA RACE'], negative: ['race detector off'] },
  },
  {
    id: 'go.context-canceled',
    match: { all: ['context canceled'] },
    class: 'normal',
    despite: 'words',
    severity: 'info',
    category: 'network',
    meaning: 'A caller went away before its answer was ready.',
    causes: [],
    steps: [],
    examples: {
      positive: ['query orders: context canceled', 'failed to fetch orders: context canceled'],
      negative: ['query orders: context deadline exceeded'],
    },
  },
  {
    id: 'go.double-answer',
    match: { any: [['superfluous response writeheader call', 'multiple response writeheader calls']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'application_error',
    meaning: 'A handler answers one request twice; callers may see the wrong status.',
    causes: ['A missing `return` after an error was answered'],
    steps: ['Note file and line in the message', 'Return after each answer'],
    examples: {
      positive: ['http: superfluous response.WriteHeader call from main.handle (server.go:81)'],
      negative: ['http: response written'],
    },
  },
  {
    id: 'go.goroutine-leak',
    match: { any: [['goroutine leak', 'too many goroutines', 'leaked goroutine', 'leaked goroutines']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'resource',
    meaning: 'Goroutines pile up; memory will run out.',
    causes: ['A wait that nobody ends', 'Calls without a time limit'],
    steps: [
      'Save /debug/pprof/goroutine and see where most wait',
      'Give the call a context with a deadline',
      'Restart in time',
    ],
    examples: { positive: ['runtime: too many goroutines: 120833'], negative: ['runtime: 83 goroutines'] },
  },
  {
    id: 'grpc.unavailable',
    match: {
      any: [
        [
          'code unavailable desc',
          'statuscode unavailable',
          'status unavailable',
          'transport is closing',
          'unavailable io exception',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'network',
    meaning: 'A gRPC service does not answer.',
    causes: [
      'It is down, restarting or not reachable',
      'A balancer cut a long connection',
      'No healthy instance behind the name',
    ],
    steps: [
      'Check that the service named in the line runs, and its restarts',
      'See what was deployed or moved last',
      'Let callers retry with a pause',
    ],
    examples: {
      positive: [
        'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing"',
        'io.grpc.StatusRuntimeException: UNAVAILABLE: io exception',
      ],
      negative: ['rpc: code = OK'],
    },
  },
  {
    id: 'grpc.unimplemented',
    match: {
      any: [
        [
          'code unimplemented desc',
          'statuscode unimplemented',
          'unknown method for service',
          'unimplemented method not found',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'deployment',
    meaning: 'A caller uses a method that the other side does not have.',
    causes: ['Caller newer than server, or the other way round', 'A request that reached the wrong service'],
    steps: ['Compare the versions of both sides', 'Deploy the server first, or roll the caller back'],
    examples: {
      positive: ['rpc error: code = Unimplemented desc = unknown method Quote for service shop.Orders'],
      negative: ['registered service shop.Orders'],
    },
  },
];
