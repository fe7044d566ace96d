import type { Signature } from '../signature.ts';

/** The kernel's tables, limits and file systems. */
export const LINUX: readonly Signature[] = [
  {
    id: 'kernel.conntrack-full',
    match: { any: [['conntrack table full', 'table full dropping packet']] },
    class: 'incident',
    severity: 'error',
    category: 'network',
    meaning: 'The firewall’s connection table is full; new connections are dropped.',
    causes: [
      'A burst of short connections',
      'A client that opens connections without reusing them',
      'A limit too small for the traffic',
    ],
    steps: [
      'Compare use and limit: `sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max`',
      'Find who opens the connections: `conntrack -L`',
      'Raise nf_conntrack_max, or make the client reuse connections',
    ],
    examples: {
      positive: ['nf_conntrack: nf_conntrack: table full, dropping packet'],
      negative: ['nf_conntrack: loaded with 65536 buckets'],
    },
  },
  {
    id: 'kernel.neighbour-overflow',
    match: { any: [['neighbor table overflow', 'neighbour table overflow', 'arp cache overflow']] },
    class: 'incident',
    severity: 'error',
    category: 'network',
    meaning: 'The neighbour (ARP) table is full; some hosts cannot be reached.',
    causes: [
      'Many pods or hosts in one network segment',
      'A scan of the network',
      'Default limits on a large network',
    ],
    steps: [
      'Count the entries: `ip neigh | wc -l`',
      'Raise net.ipv4.neigh.default.gc_thresh1 to gc_thresh3',
      'Look for a host that scans',
    ],
    examples: {
      positive: ['neighbour: arp_cache: neighbor table overflow!'],
      negative: ['neighbour: arp_cache: 212 entries'],
    },
  },
  {
    id: 'kernel.syn-flood',
    match: { any: [['possible syn flooding', 'syn flood detected']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'network',
    meaning: 'Connections come faster than the program takes them, or somebody floods the port.',
    causes: ['A burst of clients or of their retries', 'A program too busy to accept', 'An attack'],
    steps: [
      'See whether the program on that port is busy: `ss -ltn`',
      'Compare the clients with those of an ordinary day',
      'Raise its listen backlog and net.core.somaxconn',
    ],
    examples: {
      positive: ['TCP: request_sock_TCP: Possible SYN flooding on port 8080. Sending cookies.'],
      negative: ['TCP: port 8080 listening'],
    },
  },
  {
    id: 'storage.fs-corrupt',
    match: {
      any: [
        [
          'journal has aborted',
          'detected aborted journal',
          'metadata corruption detected',
          'corruption of in memory data detected',
          'structure needs cleaning',
          'bad superblock',
          'htree corrupted',
          'bad magic number in super block',
          'unexpected inconsistency run fsck',
        ],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'storage',
    meaning: 'A file system found damage in itself; it may stop or lose data.',
    causes: ['A failing disk or controller', 'Power or storage was lost while writing'],
    steps: [
      'Move the service away and stop writing',
      'Read the disk errors right before in the kernel’s log',
      'Save what is there, then check the unmounted file system',
    ],
    examples: {
      positive: [
        'XFS (sdb1): Metadata corruption detected at xfs_agf_read_verify, block 0x1',
        'JBD2: Detected aborted journal',
      ],
      negative: ['XFS (sdb1): Ending clean mount'],
    },
  },
  {
    id: 'kernel.pids-limit',
    match: {
      any: [
        [
          'fork rejected by pids controller',
          'pids limit reached',
          'fork retry resource temporarily',
          'unable to fork',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'resource',
    meaning: 'A service may start no more processes or threads.',
    causes: ['A program that starts children and never ends them', 'A limit too small for the load'],
    steps: [
      'Count by program: `ps -eo comm --sort comm | uniq -c`',
      'Restart the one that leaks',
      'Raise TasksMax or the pids limit of the container',
    ],
    examples: {
      positive: ['cgroup: fork rejected by pids controller in /system.slice/batch.service'],
      negative: ['cgroup: pids controller enabled'],
    },
  },
  {
    id: 'kernel.page-allocation',
    match: { any: [['page allocation failure', 'page allocation stalls', 'allocation failure order']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'resource',
    meaning: 'The kernel found no free memory block of the size it needed; packets or requests may be lost.',
    causes: ['Memory is nearly used up', 'Memory is fragmented', 'A driver asks for large blocks'],
    steps: [
      'Look at free memory and what grew: `free -m`, `slabtop`',
      'Raise vm.min_free_kbytes',
      'Update the driver named in the stack',
    ],
    examples: {
      positive: ['kworker/2:1: page allocation failure: order:4, mode:0x40dc0'],
      negative: ['page allocation debugging is disabled'],
    },
  },
  {
    id: 'kernel.nic-hang',
    match: { any: [['netdev watchdog', 'hardware unit hang', 'tx hang', 'resetting adapter']] },
    class: 'incident',
    severity: 'error',
    category: 'network',
    meaning: 'A network card stopped sending and is reset; connections stall or break.',
    causes: ['A fault of its driver or firmware', 'A failing card, cable or port', 'A power-saving mode'],
    steps: [
      'Check the interface’s errors: `ip -s link show IFACE`, and those of the switch port',
      'Update driver and firmware',
      'Replace the card or cable',
    ],
    examples: {
      positive: [
        'NETDEV WATCHDOG: eth0 (ixgbe): transmit queue 3 timed out',
        'e1000e 0000:00:1f.6 eth0: Detected Hardware Unit Hang:',
      ],
      negative: ['ixgbe 0000:01:00.0 eth0: NIC Link is Up 10 Gbps'],
    },
  },
  {
    id: 'kernel.audit-backlog',
    match: {
      any: [
        [
          'audit backlog limit exceeded',
          'kauditd hold queue overflow',
          'audit lost',
          'backlog limit exceeded',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'security',
    meaning: 'Security audit events are being lost because they come too fast.',
    causes: ['A rule that matches too much', 'A busy program under audit', 'A slow disk under the audit log'],
    steps: [
      'Find the rule with most events: `aureport --key --summary`',
      'Make that rule narrower',
      'Raise the backlog with `auditctl -b`',
    ],
    examples: {
      positive: ['audit: backlog limit exceeded'],
      negative: ['audit: initializing netlink subsys (enabled)'],
    },
  },
  {
    id: 'security.mac-denied',
    match: { any: [['avc denied', 'apparmor denied', 'selinux is preventing', 'seccomp violation']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'security',
    meaning: 'The security policy (SELinux, AppArmor) stopped a program from doing something.',
    causes: [
      'A program or path that the policy does not know yet',
      'An update that moved files',
      'A program taken over by an attacker',
    ],
    steps: [
      'See what was denied: `ausearch -m avc -ts recent`',
      'If that is the program’s job, allow it in the policy',
      'If not, treat the program as compromised',
    ],
    examples: {
      positive: [
        'audit: avc: denied { read } for pid=812 comm="nginx" name="key.pem"',
        'audit: type=1400 apparmor="DENIED" operation="open" profile="dhcpd"',
      ],
      negative: ['apparmor="STATUS" operation="profile_load" profile="dhcpd"'],
    },
  },
];
