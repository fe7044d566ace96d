import type { Signature } from '../signature.ts';

/** Boards, cards, power and sensors. */
export const MACHINES: readonly Signature[] = [
  {
    id: 'hardware.pcie-corrected',
    match: { all: ['pcie bus error', 'severity corrected'] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'hardware',
    meaning: 'A card had a transfer error that was corrected; many of them foretell worse.',
    causes: ['A card that is not seated well', 'A failing card or slot', 'A power-saving mode'],
    steps: [
      'Identify the device named in the line: `lspci -s ADDRESS`',
      'Count the errors over a day',
      'Reseat or replace the card at the next stop',
    ],
    examples: {
      positive: ['pcieport 0000:00:1c.0: PCIe Bus Error: severity=Corrected, type=Physical Layer'],
      negative: ['pcieport 0000:00:1c.0: enabling device'],
    },
  },
  {
    id: 'hardware.pcie-fatal',
    match: {
      all: ['pcie bus error'],
      any: [['severity uncorrected', 'severity fatal', 'severity uncorrectable']],
    },
    class: 'incident',
    severity: 'critical',
    category: 'hardware',
    meaning: 'A card had a transfer error that could not be corrected; it may be gone.',
    causes: ['A failing card or slot', 'A fault of its firmware'],
    steps: [
      'Identify the device named in the line: `lspci -s ADDRESS`',
      'Move the service to another machine',
      'Update firmware, then reseat or replace the card',
    ],
    examples: {
      positive: [
        'pcieport 0000:00:1c.0: PCIe Bus Error: severity=Uncorrected (Fatal), type=Transaction Layer',
      ],
      negative: ['pcieport 0000:00:1c.0: AER enabled'],
    },
  },
  {
    id: 'hardware.disk-controller',
    match: {
      any: [
        [
          'controller is down will reset',
          'hard resetting link',
          'comreset failed',
          'removing after probe failure',
          'device not ready aborting reset',
          'adapter reset',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'hardware',
    meaning: 'A disk stopped answering and is reset; reads and writes hang meanwhile.',
    causes: ['A failing disk, cable or backplane', 'Its firmware or power saving'],
    steps: [
      'Check the disk named in the line: `smartctl -a /dev/DISK`',
      'See whether it came back',
      'Replace the disk or its cable',
    ],
    examples: {
      positive: ['nvme nvme0: controller is down; will reset: CSTS=0x3', 'ata1: hard resetting link'],
      negative: ['ata1: SATA link up 6.0 Gbps (SStatus 133 SControl 300)'],
    },
  },
  {
    id: 'hardware.predictive-failure',
    match: {
      any: [['predictive failure', 'predicted failure', 'predicted to fail', 'predictive fail']],
      not: ['not supported'],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'hardware',
    meaning: 'A part says that it will fail soon.',
    causes: ['Wear', 'Heat'],
    steps: ['Note the part in the line', 'Order and replace it', 'See that its twin is healthy first'],
    examples: {
      positive: ['Physical disk 0:1:3: predictive failure reported'],
      negative: ['Physical disk 0:1:3: online'],
    },
  },
  {
    id: 'hardware.sensor-critical',
    match: {
      any: [
        [
          'upper critical going high',
          'lower critical going low',
          'upper non recoverable',
          'lower non recoverable',
          'sensor critical',
        ],
      ],
      not: ['deasserted'],
    },
    class: 'incident',
    severity: 'critical',
    category: 'hardware',
    meaning: 'A sensor of a machine is past its critical limit; it may switch itself off.',
    causes: ['A failed fan or a blocked air way', 'A power supply out of its range', 'A warm room'],
    steps: [
      'See which sensor: `ipmitool sel elist | tail`',
      'Check fans, filters and room',
      'Move the service before it goes off',
    ],
    examples: {
      positive: ['SEL: CPU1 Temp | Upper Critical going high | Asserted'],
      negative: ['SEL: CPU1 Temp | Upper Critical going high | Deasserted'],
    },
  },
  {
    id: 'hardware.redundancy-lost',
    match: {
      any: [['redundancy lost', 'redundancy degraded', 'power supply ac lost', 'power supply input lost']],
      not: ['deasserted'],
    },
    class: 'preventive_action',
    severity: 'error',
    category: 'hardware',
    meaning: 'One of two power supplies or fans is gone; the next loss stops the machine.',
    causes: ['A failed part', 'A pulled plug or a switched-off circuit'],
    steps: ['See which one: `ipmitool sdr`', 'Check plug and circuit', 'Replace the part'],
    examples: {
      positive: ['SEL: PS Redundancy | Redundancy Lost | Asserted'],
      negative: ['SEL: PS Redundancy | Fully Redundant'],
    },
  },
  {
    id: 'hardware.cache-battery',
    match: {
      any: [
        [
          'bbu failed',
          'battery needs replacement',
          'cache battery',
          'battery backup unit',
          'battery has failed',
        ],
        ['failed', 'needs replacement', 'degraded', 'low', 'has failed'],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'hardware',
    meaning: 'The battery of a disk controller is worn out; writes get slow or unsafe.',
    causes: ['Age: it lasts three to five years'],
    steps: ['Check that write-through is on until it is replaced', 'Order and replace the battery'],
    examples: {
      positive: [
        'megaraid: Battery needs replacement - SOH Bad',
        'cciss: cache battery failed, write cache off',
      ],
      negative: ['megaraid: Battery charge complete'],
    },
  },
  {
    id: 'hardware.gpu',
    match: {
      any: [
        [
          'nvrm xid',
          'gpu has fallen off the bus',
          'cuda error',
          'unspecified launch failure',
          'gpu double bit',
        ],
      ],
      not: ['out of memory'],
    },
    class: 'incident',
    severity: 'error',
    category: 'hardware',
    meaning: 'A graphics card (GPU) met an error; work on it failed.',
    causes: ['A fault of driver or program', 'Heat or power', 'A failing card'],
    steps: [
      'See temperature and state: `nvidia-smi -q`',
      'Look up the Xid number in the line',
      'Reset the card; replace it if the error comes back',
    ],
    examples: {
      positive: [
        'NVRM: Xid (PCI:0000:3b:00): 79, pid=812, GPU has fallen off the bus.',
        'RuntimeError: CUDA error: unspecified launch failure',
      ],
      negative: ['NVRM: loading kernel module'],
    },
  },
];
