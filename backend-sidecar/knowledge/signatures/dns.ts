import type { Signature } from '../signature.ts';

/** Name servers and what resolvers say. */
export const DNS: readonly Signature[] = [
  {
    id: 'dns.no-resolver',
    match: {
      any: [
        [
          'no servers could be reached',
          'all nameservers failed',
          'no nameservers available',
          'no nameservers could be reached',
          'dns server unreachable',
          'dns server not responding',
        ],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'network',
    meaning: 'No name server answers; nearly everything that calls by name fails.',
    causes: [
      'The resolvers are down',
      'A firewall or policy blocks port 53',
      'Wrong addresses in resolv.conf',
    ],
    steps: [
      'Ask one directly: `dig @ADDRESS example.org`',
      'Try another resolver',
      'Check the resolvers’ load and reachability',
    ],
    examples: {
      positive: [';; connection timed out; no servers could be reached'],
      negative: ['using nameserver 10.0.0.2#53'],
    },
  },
  {
    id: 'dns.zone-not-loaded',
    match: {
      any: [
        ['not loaded due to errors', 'loading from master file', 'has no ns records', 'zone rejected'],
        ['not loaded due to errors', 'failed', 'has no ns records', 'zone rejected'],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'deployment',
    meaning: 'A name server could not load a zone; its names do not resolve or stay old.',
    causes: ['A typo in the zone file', 'A missing record or file'],
    steps: ['Check it: `named-checkzone ZONE FILE`', 'Correct it and raise the serial', 'Reload'],
    examples: {
      positive: [
        'zone shop.example/IN: not loaded due to errors.',
        'zone shop.example/IN: loading from master file db.shop failed: file not found',
      ],
      negative: ['zone shop.example/IN: loaded serial 2031020301'],
    },
  },
  {
    id: 'dns.transfer-failed',
    match: {
      any: [
        ['zone transfer failed', 'zone transfer refused', 'failed while receiving responses', 'xfr failed'],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'network',
    meaning: 'A secondary name server did not get a zone’s changes; its answers grow stale.',
    causes: [
      'The first one does not allow it or is down',
      'A key that differs',
      'A firewall that blocks TCP port 53',
    ],
    steps: [
      'Try it: `dig @PRIMARY ZONE AXFR`',
      'Compare keys and allow-transfer',
      'Compare the serials on both',
    ],
    examples: {
      positive: ["transfer of 'shop.example/IN' from 10.0.0.2#53: failed while receiving responses: REFUSED"],
      negative: ["transfer of 'shop.example/IN' from 10.0.0.2#53: Transfer completed: 1 messages"],
    },
  },
  {
    id: 'dns.dnssec',
    match: {
      any: [
        [
          'broken trust chain',
          'no valid signature found',
          'dnssec validation failure',
          'dnssec validation failed',
          'insecurity proof failed',
          'signature has expired rrsig',
        ],
      ],
    },
    class: 'preventive_action',
    severity: 'warning',
    category: 'security',
    meaning: 'Signed names cannot be verified, so they do not resolve.',
    causes: [
      'Signatures of the zone have run out',
      'A key changed and the parent zone does not know',
      'A clock that is off',
    ],
    steps: [
      'Check the zone: `delv NAME`, `dig +dnssec`',
      'Sign again, or correct the DS record',
      'Check the resolver’s clock',
    ],
    examples: {
      positive: [
        'validating shop.example/A: no valid signature found',
        "broken trust chain resolving 'shop.example/A/IN'",
      ],
      negative: ['zone shop.example/IN (signed): next key event'],
    },
  },
  {
    id: 'dns.loop',
    match: { all: ['loop', 'detected for zone'] },
    class: 'incident',
    severity: 'critical',
    category: 'network',
    meaning: 'A resolver sends questions to itself and stops.',
    causes: ['It forwards to a resolv.conf that names itself'],
    steps: [
      'Give it real upstream addresses to forward to',
      'Point the kubelet’s resolvConf at the true file',
    ],
    examples: {
      positive: ['[FATAL] plugin/loop: Loop (127.0.0.1:44001 -> :53) detected for zone "."'],
      negative: ['[INFO] plugin/reload: Running configuration'],
    },
  },
  {
    id: 'dns.lame-server',
    match: { any: [['lame server resolving', 'formerr resolving', 'unexpected rcode']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'network',
    meaning: 'Somebody else’s name server gives wrong answers; names of that domain may not resolve.',
    causes: ['A domain whose servers are misconfigured'],
    steps: ['If you need the domain, tell its owner', 'If not, lower the level of these lines'],
    examples: {
      positive: ["lame server resolving 'old.example' (in 'example'?): 203.0.113.7#53"],
      negative: ['resolver priming query complete'],
    },
  },
];
