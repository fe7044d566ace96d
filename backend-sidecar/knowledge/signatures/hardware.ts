import type { Signature } from '../signature.ts';

/** The parts of a machine. */
export const HARDWARE: readonly Signature[] = [
  {
    id: 'hardware.ecc-corrected',
    match: {
      any: [
        [
          'corrected error',
          'correctable error',
          'correctable errors',
          'corrected ecc',
          'detected and corrected',
          'parity error corrected',
          'attempting to correct',
          'ce memory',
          'ce sym',
          'single bit error',
          'edac mc',
        ],
      ],
      not: ['uncorrectable', 'uncorrected', 'ue memory'],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'hardware',
    meaning: 'A memory or cache error was corrected; more of them foretell one that cannot be.',
    causes: ['A memory module that wears out', 'Heat'],
    steps: ['Count the errors by module: `edac-util -v`', 'Plan to replace a module whose count rises'],
    examples: {
      positive: [
        'EDAC MC0: 1 CE memory read error on DIMM_A2',
        '3 ddr error(s) detected and corrected on rank 1',
      ],
      negative: ['memory test passed'],
    },
  },
  {
    id: 'hardware.uncorrectable',
    match: {
      any: [
        [
          'uncorrectable error',
          'uncorrectable ecc',
          'uncorrected error',
          'ue memory',
          'machine check exception',
          'machine check error',
          'hardware error',
          'fatal hardware',
          'tlb error interrupt',
          'data storage interrupt',
          'power supply failure',
          'psu failed',
          'fan failure',
          'fan failed',
          'component has failed',
          'critical system component',
          'essential system part',
        ],
      ],
      not: ['corrected error', 'polling timer'],
    },
    class: 'incident',
    severity: 'critical',
    category: 'hardware',
    meaning: 'A hardware part of the machine failed.',
    causes: ['A broken module, board, fan or power supply'],
    steps: [
      'Move the load to other machines',
      'Read the hardware log: `ipmitool sel list`',
      'Replace the part',
    ],
    examples: {
      positive: [
        'mce: [Hardware Error]: Machine check events logged',
        'EDAC MC0: UE memory read error',
        'Power supply failure on PSU 2',
      ],
      negative: ['fan speed 2300 rpm'],
    },
  },
  {
    id: 'hardware.temperature',
    match: {
      any: [
        [
          'temperature above threshold',
          'over temperature',
          'overheating',
          'thermal throttling',
          'temperature too high',
          'thermal event',
          'critical temperature',
          'cpu clock throttled',
          'temperature warning',
          'temperature high',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'hardware',
    meaning: 'A machine is too hot and slows down to protect itself.',
    causes: ['A failed fan or a blocked air way', 'A hot room', 'Sustained full load'],
    steps: ['Check fans and air flow', 'Move load away', 'Look at the other machines in the rack'],
    examples: {
      positive: [
        'CPU3: Core temperature above threshold, cpu clock throttled',
        'ambient sensor: temperature too high: 41 C',
      ],
      negative: ['temperature 31 C'],
    },
  },
  {
    id: 'time.skew',
    match: {
      any: [
        [
          'clock skew',
          'time jumped',
          'clock drift',
          'system clock wrong',
          'time has been changed',
          'clock unsynchronized',
          'ntp unsynchronized',
          'request time too skewed',
          'requesttimetooskewed',
          'time synchronization lost',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'system_notification',
    meaning: 'A host’s clock is off; tokens, certificates and time stamps may look wrong.',
    causes: ['Time synchronisation is not running or reaches no server', 'A virtual machine that was paused'],
    steps: [
      'See how far off it is and whether it syncs: `chronyc tracking`',
      'Restart the time service: `systemctl restart chronyd`',
    ],
    examples: {
      positive: ['clock skew detected: 41s', 'RequestTimeTooSkewed: the difference is too large'],
      negative: ['clock synchronized'],
    },
  },
  {
    id: 'hardware.machine-check',
    match: {
      all: ['machine check'],
      any: [['timeout', 'timed out', 'failed', 'failure', 'read error', 'bus error', 'stopped', 'interrupt']],
      not: ['corrected', 'enable', 'enabled', 'disabled', 'architecture', 'polling'],
    },
    class: 'incident',
    severity: 'critical',
    category: 'hardware',
    meaning: 'A processor reports that a part of the machine failed under it.',
    causes: ['A faulty processor, memory module or bus', 'Heat or an unsteady supply'],
    steps: [
      'Take work off the machine',
      'Read the hardware log: `mcelog`, `rasdaemon` or the controller’s own',
      'Have the part that it names replaced',
    ],
    examples: {
      positive: [
        'machine check: bus error while reading the memory controller',
        'Machine check interrupt on node 7',
      ],
      negative: ['CPU supports 9 machine check banks', 'mce: machine check polling timer started'],
    },
  },
];
