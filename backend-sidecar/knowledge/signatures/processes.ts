import type { Signature } from '../signature.ts';

/** How processes end. */
export const PROCESSES: readonly Signature[] = [
  {
    id: 'runtime.exit-nonzero',
    match: {
      any: [['exit code', 'exitcode', 'exit status', 'exited with', 'exited abnormally', 'exited']],
      when: [
        { slot: 'exit', op: '!=', value: 0 },
        { slot: 'exit', op: '!=', value: 143 },
      ],
      not: ['signal 15', 'sigterm', 'archive command', 'code killed status'],
    },
    class: 'incident',
    handled: 'preventive_action',
    severity: 'error',
    category: 'workflow',
    meaning: 'A process ended with an error code.',
    causes: [
      'Its own error, in the lines before',
      'It was killed: 137 is SIGKILL (often memory), 139 a crash',
      'A wrong command or file (126, 127)',
    ],
    steps: ['Read its last lines', 'Look up the exit code', 'Check whether it was started again'],
    examples: {
      positive: ['job report-nightly exited with code 2', 'container web exited, exit code 137'],
      negative: ['job report-nightly exited with code 0'],
    },
  },
  {
    id: 'runtime.exit-zero',
    match: {
      any: [['exit code', 'exitcode', 'exit status', 'exited with']],
      when: [{ slot: 'exit', op: '=', value: 0 }],
    },
    class: 'normal',
    severity: 'info',
    category: 'workflow',
    meaning: 'A process ended normally.',
    causes: [],
    steps: [],
    examples: {
      positive: ['job report-nightly exited with code 0'],
      negative: ['job report-nightly exited with code 1'],
    },
  },
  {
    id: 'systemd.killed',
    match: { all: ['code killed status'], when: [{ slot: 'exit', op: '!=', value: 15, near: ['status'] }] },
    class: 'incident',
    handled: 'preventive_action',
    severity: 'error',
    category: 'workflow',
    meaning: 'A service was killed by a signal that nobody sends to stop it.',
    causes: ['It ran out of memory (9)', 'It did not stop in time (9)', 'It crashed (6, 11)'],
    steps: ['See what the kernel says at that time: `journalctl -k`', 'Read its last lines'],
    examples: {
      positive: ['cart.service: Main process exited, code=killed, status=9/KILL'],
      negative: ['cart.service: Main process exited, code=killed, status=15/TERM'],
    },
  },
  {
    id: 'systemd.told-to-stop',
    match: { all: ['code killed status'], when: [{ slot: 'exit', op: '=', value: 15, near: ['status'] }] },
    class: 'normal',
    severity: 'info',
    category: 'system_notification',
    meaning: 'A service ended as it was told to.',
    causes: [],
    steps: [],
    examples: {
      positive: ['cart.service: Main process exited, code=killed, status=15/TERM'],
      negative: ['cart.service: Main process exited, code=killed, status=9/KILL'],
    },
  },
];
