import type { Signature } from '../signature.ts';

/** Memory, CPU and handles of a host. */
export const RESOURCES: readonly Signature[] = [
  {
    id: 'resource.memory-critical',
    match: {
      any: [
        ['memory', 'mem', 'heap', 'ram'],
        ['usage', 'used', 'at', 'utilization', 'utilisation', 'is', 'pct', 'full'],
      ],
      not: ['free', 'available'],
      when: [{ slot: 'percent', op: '>=', value: 97, near: ['memory', 'mem', 'heap', 'ram'] }],
    },
    class: 'incident',
    severity: 'error',
    category: 'resource',
    meaning: 'Memory is all but used up; processes will be killed.',
    causes: ['A leak', 'More work than the host has memory for'],
    steps: [
      'See what uses it: `ps aux --sort=-rss | head`',
      'Compare with an hour and a day ago',
      'Move work elsewhere or add memory',
    ],
    examples: {
      positive: ['memory usage at 98%', 'heap used 99%'],
      negative: ['memory usage at 91%', 'memory usage at 40%'],
    },
  },
  {
    id: 'resource.memory-high',
    match: {
      any: [
        ['memory', 'mem', 'heap', 'ram'],
        ['usage', 'used', 'at', 'utilization', 'utilisation', 'is', 'pct', 'full'],
      ],
      not: ['free', 'available'],
      when: [
        { slot: 'percent', op: '>=', value: 85, near: ['memory', 'mem', 'heap', 'ram'] },
        { slot: 'percent', op: '<', value: 97, near: ['memory', 'mem', 'heap', 'ram'] },
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'resource',
    meaning: 'Memory is running short; there is still time to act.',
    causes: ['A leak', 'Normal growth'],
    steps: [
      'See what uses it: `ps aux --sort=-rss | head`',
      'Compare with an hour and a day ago',
      'Move work elsewhere or add memory',
    ],
    examples: {
      positive: ['memory usage at 91%', 'host-agent: cpu=38% mem_used=88%'],
      negative: ['host-agent: cpu=88% mem_used=31%', 'memory free 90%'],
    },
  },
  {
    id: 'resource.cpu-critical',
    match: {
      any: [
        ['cpu', 'processor', 'cpu load'],
        ['usage', 'used', 'at', 'utilization', 'utilisation', 'load', 'cpu'],
      ],
      not: ['idle', 'throttling'],
      when: [{ slot: 'percent', op: '>=', value: 97, near: ['cpu', 'processor'] }],
    },
    class: 'incident',
    severity: 'error',
    category: 'resource',
    meaning: 'The processor is fully busy; everything on it is slow.',
    causes: ['A loop or a burst of work', 'Too few cores for the load'],
    steps: [
      'See what uses it: `ps aux --sort=-%cpu | head`',
      'Compare with an hour and a day ago',
      'Move work elsewhere or add CPU',
    ],
    examples: {
      positive: ['CPU usage 99%', 'host-agent: cpu=100% mem_used=41%'],
      negative: ['CPU usage 12%', 'cpu idle 99%'],
    },
  },
  {
    id: 'resource.cpu-high',
    match: {
      any: [
        ['cpu', 'processor', 'cpu load'],
        ['usage', 'used', 'at', 'utilization', 'utilisation', 'load', 'cpu'],
      ],
      not: ['idle', 'throttling'],
      when: [
        { slot: 'percent', op: '>=', value: 85, near: ['cpu', 'processor'] },
        { slot: 'percent', op: '<', value: 97, near: ['cpu', 'processor'] },
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'resource',
    meaning: 'The processor is nearly fully busy.',
    causes: ['A loop or a burst of work', 'Normal growth'],
    steps: [
      'See what uses it: `ps aux --sort=-%cpu | head`',
      'Compare with an hour and a day ago',
      'Move work elsewhere or add CPU',
    ],
    examples: { positive: ['CPU usage 92%'], negative: ['CPU usage 42%', 'cpu idle 90%'] },
  },
  {
    id: 'resource.swap',
    match: {
      all: ['swap'],
      any: [['used', 'usage', 'low', 'exhausted', 'swapping']],
      not: ['disabled'],
      when: [{ slot: 'percent', op: '>=', value: 50, near: ['swap'] }],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'resource',
    meaning: 'The host is swapping memory to disk; it slows down and may run out.',
    causes: ['More memory in use than the host has', 'A leak'],
    steps: [
      'See what uses the memory: `ps aux --sort=-rss | head`',
      'Compare with an hour and a day ago',
      'Move work elsewhere or add memory',
    ],
    examples: { positive: ['swap usage 74%'], negative: ['swap_used=0%'] },
  },
  {
    id: 'resource.file-descriptors',
    match: {
      any: [
        [
          'too many open files',
          'emfile',
          'enfile',
          'file descriptor limit',
          'cannot fork',
          'resource temporarily unavailable',
          'accept4 failed 24',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'resource',
    meaning: 'A process cannot open any more files or connections.',
    causes: ['Files or connections that are not closed', 'A limit too low for the load'],
    steps: [
      'Count its open files: `ls /proc/PID/fd | wc -l`',
      'Find what it does not close: `lsof -p PID`',
      'Raise LimitNOFILE and restart it',
    ],
    examples: { positive: ['accept: too many open files', 'open /srv/a: EMFILE'], negative: ['file opened'] },
  },
];
