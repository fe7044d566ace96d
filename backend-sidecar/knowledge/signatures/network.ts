import type { Signature } from '../signature.ts';

/** Connections. */
export const NETWORK: readonly Signature[] = [
  {
    id: 'network.refused',
    match: {
      any: [
        [
          'connection refused',
          'econnrefused',
          'connect refused',
          'could not connect to',
          'cannot connect to',
          'can not connect to',
          'unable to connect to',
          'failed to connect to',
          'connection attempt failed',
          'no connection could be made',
        ],
      ],
      not: ['probe failed', 'retrying', 'will retry', 'retry in', 'docker daemon'],
    },
    class: 'incident',
    handled: 'preventive_action',
    severity: 'error',
    category: 'network',
    meaning: 'Another service refused the connection.',
    causes: ['It is down or restarting', 'A wrong address or port', 'A firewall rejects the connection'],
    steps: [
      'Check that the target runs and listens: `ss -ltnp` on its host',
      'Try the port from this host: `nc -vz HOST PORT`',
      'Check what was deployed or reconfigured last',
    ],
    examples: {
      positive: [
        'dial tcp 10.0.3.8:9310: connect: connection refused',
        'Could not connect to broker mq-1:5672',
      ],
      negative: ['connected to broker mq-1:5672', 'will retry: could not connect to mq-1'],
    },
  },
  {
    id: 'network.retrying',
    match: {
      any: [
        [
          'retrying connect',
          'retrying connection',
          'reconnecting',
          'retrying in',
          'will retry',
          'retry attempt',
          'retrying request',
          'retries increasing',
          'retry count',
        ],
      ],
      not: ['policy loaded', 'giving up', 'retries exhausted', 'succeeded'],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'network',
    meaning: 'A call failed and is being retried; it may recover by itself.',
    causes: ['The other service is slow, restarting or overloaded', 'A short break of the network'],
    steps: ['See whether a later attempt succeeded', 'If it goes on for minutes, check the target'],
    examples: {
      positive: [
        'Retrying connect to server: nn1:8030. Already tried 3 time(s)',
        'push failed, will retry in 2s',
      ],
      negative: ['retry policy loaded'],
    },
  },
  {
    id: 'network.retries-exhausted',
    match: {
      any: [
        [
          'retries exhausted',
          'giving up after',
          'max retries exceeded',
          'maximum retries reached',
          'retry limit exceeded',
          'retry limit reached',
          'gave up after',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'network',
    meaning: 'A call failed for good after several attempts.',
    causes: ['The other service is down', 'Requests that it can never accept'],
    steps: [
      'Check the target’s health',
      'Find out what became of the work: queued, dropped or to be repeated',
    ],
    examples: {
      positive: [
        'upload of part 3: giving up after 5 attempts',
        'HTTPSConnectionPool: Max retries exceeded with url: /v1/charge',
      ],
      negative: ['max retries set to 5'],
    },
  },
  {
    id: 'network.reset',
    match: {
      any: [
        [
          'connection reset',
          'econnreset',
          'broken pipe',
          'epipe',
          'link has been severed',
          'connection aborted',
          'connection lost',
        ],
      ],
      not: [
        'probe failed',
        'preauth',
        'getpeername',
        'client address',
        'by client',
        'client',
        'exchange identification',
      ],
    },
    class: 'incident',
    handled: 'preventive_action',
    severity: 'error',
    category: 'network',
    meaning: 'The other side closed an open connection.',
    causes: [
      'The other process crashed or was restarted',
      'An idle timeout in a balancer or firewall',
      'A lossy network',
    ],
    steps: ['Check whether the other side restarted at that time', 'Compare idle timeouts along the path'],
    examples: {
      positive: [
        'read tcp 10.0.0.3:4411->10.0.0.9:6379: read: connection reset by peer',
        'write EPIPE on socket 14',
      ],
      negative: ['connection closed by 10.0.0.9'],
    },
  },
  {
    id: 'network.timeout',
    match: {
      any: [
        [
          'connection timed out',
          'etimedout',
          'i o timeout',
          'read timed out',
          'request timed out',
          'connect timeout',
          'socket timeout',
          'deadline exceeded',
          'upstream timed out',
          'operation timed out',
          'query timed out',
          'gateway timeout',
        ],
      ],
      not: [
        'probe failed',
        'etcdserver',
        'connection is not available',
        'user unknown timed out',
        'retrying',
        'will retry',
        'by client',
      ],
    },
    class: 'incident',
    handled: 'preventive_action',
    severity: 'error',
    category: 'network',
    meaning: 'A call got no answer in time.',
    causes: [
      'The other service is overloaded or hangs',
      'Packets are lost on the way',
      'The time limit is too short for this work',
    ],
    steps: [
      'Check latency and load of the target',
      'See whether all callers are affected or only this one',
      'Raise the timeout only if the work really takes that long',
    ],
    examples: {
      positive: [
        'upstream timed out (110: Connection timed out) while reading response header',
        'rpc error: code = DeadlineExceeded desc = context deadline exceeded',
      ],
      negative: ['timeout changed to 30s'],
    },
  },
];
