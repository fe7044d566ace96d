import type { Signature } from '../signature.ts';

/** The Linux kernel and systemd. */
export const KERNEL: readonly Signature[] = [
  {
    id: 'kernel.oom-kill',
    match: {
      any: [
        [
          'out of memory killed process',
          'out of memory kill process',
          'invoked oom killer',
          'oom kill',
          'memory cgroup out of memory',
          'oom reaper',
          'killed process by oom',
        ],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'resource',
    meaning: 'The kernel ran out of memory and killed a process.',
    causes: [
      'A process leaks memory or was given more work than fits',
      'The memory limit is set too low for the load',
      'Too many processes share the host',
    ],
    steps: [
      "Find the killed process and whether it restarted: `dmesg -T | grep -i 'killed process'`",
      'Compare its memory use over the last hours with its limit',
      'Raise the limit or reduce the load, then look for the leak',
    ],
    examples: {
      positive: [
        'Out of memory: Killed process 4172 (render) total-vm:8123456kB, anon-rss:7012344kB',
        'render invoked oom-killer: gfp_mask=0xcc0, order=0',
      ],
      negative: ['oom protection enabled for worker', 'memory limit set to 512 MiB'],
    },
  },
  {
    id: 'kernel.segfault',
    match: { any: [['segfault at', 'segmentation fault', 'sigsegv', 'general protection fault']] },
    class: 'incident',
    severity: 'error',
    category: 'application_error',
    meaning: 'A process crashed on an invalid memory access.',
    causes: [
      'A bug in the program or in a native library',
      'Mismatched library versions',
      'Faulty memory, if unrelated programs crash as well',
    ],
    steps: [
      'See whether it restarted, and find its core dump: `coredumpctl list`',
      'Roll back what was updated last',
      'Test the host’s memory if unrelated programs crash too',
    ],
    examples: {
      positive: [
        'worker[211]: segfault at 18 ip 00007f2 sp 00007ffd error 4 in libimg.so',
        'Segmentation fault (core dumped)',
      ],
      negative: ['segment 12 uploaded', 'default handler for faults installed'],
    },
  },
  {
    id: 'kernel.core-dump',
    match: {
      any: [['dumped core', 'core dumped', 'generating core', 'core files for program', 'core dump written']],
    },
    class: 'incident',
    severity: 'error',
    category: 'application_error',
    meaning: 'A program crashed and left a core dump.',
    causes: ['A bug in the program', 'A missing resource that the program does not handle'],
    steps: [
      'See what crashed and whether it runs again: `coredumpctl list`',
      'Open the dump in a debugger: `coredumpctl gdb PID`',
      'Make sure that core dumps do not fill the disk',
    ],
    examples: {
      positive: [
        'Process 811 (indexer) of user 1000 dumped core.',
        'launcher: generated 16 core files for program indexer',
      ],
      negative: ['core services started', 'CPU has 8 cores'],
    },
  },
  {
    id: 'kernel.panic',
    match: {
      any: [
        [
          'kernel panic',
          'kernel bug at',
          'unable to handle kernel',
          'oops',
          'kernel malfunction',
          'kernel terminated',
        ],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'hardware',
    meaning: 'The operating system crashed; the host stops or reboots.',
    causes: [
      'A driver or kernel bug',
      'Faulty hardware, most often memory or disk',
      'A broken boot disk or missing root file system',
    ],
    steps: [
      'Check that other hosts have taken over its load',
      'Read the last lines on the console or the crash dump',
      'Boot the previous kernel if it was just updated',
    ],
    examples: {
      positive: [
        'Kernel panic - not syncing: Attempted to kill init!',
        'BUG: unable to handle kernel paging request at ffffc900',
      ],
      negative: ['kernel command line: ro quiet'],
    },
  },
  {
    id: 'kernel.hung-task',
    match: {
      any: [
        [
          'blocked for more than',
          'soft lockup',
          'hard lockup',
          'rcu stall',
          'self detected stall',
          'hung task',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'hardware',
    meaning: 'Tasks or CPUs are stuck; the host may be about to freeze.',
    causes: ['Storage that does not answer', 'An overcommitted hypervisor', 'A kernel or driver bug'],
    steps: [
      'Check disk latency and I/O errors: `iostat -x 1`, `dmesg -T | tail -50`',
      'Check CPU steal time on a virtual machine: `vmstat 1`',
      'Plan a restart if it does not recover',
    ],
    examples: {
      positive: [
        'INFO: task jbd2/sda1-8:211 blocked for more than 120 seconds.',
        'watchdog: BUG: soft lockup - CPU#3 stuck for 23s!',
      ],
      negative: ['task scheduled for 120 seconds'],
    },
  },
  {
    id: 'systemd.unit-failed',
    match: {
      any: [
        [
          'entered failed state',
          'failed with result',
          'failed to start',
          'start request repeated too quickly',
          'start operation timed out',
          'main process exited code exited status',
          'unit failed',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'system_notification',
    meaning: 'A system service failed to start or stopped with an error.',
    causes: [
      'A mistake in its configuration',
      'Something that it needs is missing: a file, a port, another service',
      'The program crashes at start',
    ],
    steps: [
      'Read the unit’s last lines: `journalctl -u UNIT -n 100`',
      'Check what was changed last in its configuration',
      'Start it by hand to see the error',
    ],
    examples: {
      positive: [
        'Failed to start Trace Router.',
        "router.service: Failed with result 'exit-code'.",
        'search.service: Start request repeated too quickly.',
        'backup.service: start operation timed out. Terminating.',
      ],
      negative: ['Started Trace Router.', 'Stopped Daily apt download activities.'],
    },
  },
];
