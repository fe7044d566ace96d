import type { Line } from '../line.ts';

/** A matter that lines of different programs speak of in different words. */
export interface Topic {
  readonly id: string;
  readonly words: RegExp;
  /** What it means when no signature says more. */
  readonly meaning: string;
  readonly step: string;
  /** Too wide a matter to tie two lines together. */
  readonly wide?: true;
}

/** Narrow on purpose: two lines of one topic are taken to belong together. */
export const TOPICS: readonly Topic[] = [
  {
    id: 'clock',
    words:
      /\b(clock|ntp|chrony\w*|timesync\w*|skew|nbf|not valid yet|not yet valid|in the future|time drift|iat)\b/i,
    meaning: 'Clocks disagree: something looks as if it came from the future or was already over.',
    step: 'Compare the clocks of the machines and see whether NTP is in sync: `chronyc tracking`',
  },
  {
    id: 'dns',
    words:
      /\b(dns|name ?servers?|nxdomain|servfail|getaddrinfo|enotfound|eai_again|resolv\w*|name resolution|no such host|server misbehaving|coredns)\b/i,
    meaning: 'A host name could not be resolved (DNS).',
    step: 'Resolve the name from that machine, and check the DNS servers it uses',
  },
  {
    id: 'space',
    words:
      /no space left|disk full|\binodes?\b|ephemeral-storage|disk pressure|\b(?:mount|fs|filesystem|volume|partition)\b.{0,60}\b(?:9\d|100)(?:\.\d+)?%|enospc|quota exceeded|disk usage/i,
    meaning: 'Storage is full or nearly so.',
    step: 'Free space: remove or move old logs, dumps and temporary files, or enlarge the volume',
  },
  {
    id: 'disk-hardware',
    words:
      /\b(md\d+|mdadm|raid|ata\d+|nvme\d\w*|sd[a-z]\d?|smartd?|sectors?|i\/o error|input\/output error|medium error|degraded array)\b/i,
    meaning: 'A disk or array does not work as it should.',
    step: 'Make sure that a backup exists, check the disk (`smartctl -a`), and replace it',
  },
  {
    id: 'queue',
    words:
      /\b(queue (depth|size|length)|backlog|consumer lag|replication lag|replica lag|lag=\d+|jobs are delayed|pending (jobs|messages|tasks)|behind by|seconds behind)\b/i,
    meaning: 'Work comes in faster than it is done; it waits longer and longer.',
    step: 'See what slows the side that is behind (worker, consumer or replica), then add capacity or slow down the senders',
  },
  {
    id: 'lock',
    words:
      /\b(lock(ed|s)? (wait|by|held|timeout|file)|deadlock|is locked|(could not|cannot|failed to|unable to) (obtain|acquire) (the )?lock|held by (pid|process)|alter table|access exclusive|metadata lock|blocked by)\b/i,
    meaning: 'Something else holds a lock that it waits for.',
    step: 'Find who holds the lock (process or statement); end it if it is stuck, else wait and retry',
  },
  {
    id: 'credentials',
    words:
      /\b(password authentication failed|access denied|invalid (credentials|api key|token)|unauthorized|401|rotated?|credentials?|secret|signing key|key set|jwks|token (expired|revoked|rejected)|authentication failed|permission denied for)\b/i,
    meaning: 'The other side does not accept the credentials.',
    step: 'Check which secret, key or token is in use, and restart or reload what still has the old one',
  },
  {
    id: 'certificate',
    words: /\b(x509|certificate|cert|tls handshake|ssl handshake|unknown authority|self[- ]signed)\b/i,
    meaning: 'A certificate is not accepted.',
    step: 'Check the certificate and its chain, and renew or replace it',
  },
  {
    id: 'schema',
    words:
      /\b(column|relation|table|schema|migrations?)\b.{0,60}\b(does not exist|unknown|missing|not found|pending|failed|no such)|unknown column|no such (table|column)|\bmigration\b/i,
    meaning: 'Program and database schema do not fit together.',
    step: 'Run the missing migration, or roll the program back to the version that fits the schema',
  },
  {
    id: 'network',
    words:
      /\b(link is down|no route to host|network is unreachable|carrier|bond\d|eth\d|packet loss|nic|switch port|vlan|mtu|bgp)\b/i,
    meaning: 'The network between the machines does not work.',
    step: 'Check link, interface and switch port, and the route to the other side',
  },
  {
    id: 'memory',
    words:
      /\b(out of memory|oom\w*|heap|gc pause|pause \d+ ?ms|rss|swap(ping|ped)? (out|used)|cannot allocate memory|memory (limit|pressure|usage)|maxmemory)\b/i,
    meaning: 'Memory is short.',
    step: 'Compare memory use with its limit; raise the limit or find what keeps the memory',
  },
  {
    id: 'heat',
    words: /\b(temp(erature)?|thermal|overheat\w*|fan (failed|speed|stopped)|critical trip)\b/i,
    meaning: 'A machine becomes too hot.',
    step: 'Check the cooling: fans, air flow and room temperature; take load off the machine',
  },
  {
    id: 'limit',
    words: /\b(429|too many requests|rate[- ]limit\w*|quota|throttl\w+)\b/i,
    meaning: 'The other side limits how often it may be asked.',
    step: 'Send fewer requests, cache the answers, or ask for a higher rate limit',
  },
  {
    id: 'config',
    words:
      /\b(config\w*|yaml|toml|\.ini|\.conf|environment variable|setting|unknown (key|option|directive|field)|syntax error|parse error|unexpected (token|end))\b/i,
    meaning: 'A configuration cannot be used as it is written.',
    step: 'Correct the configuration at the place that the line names, or revert it to the last good version',
    wide: true,
  },
  {
    id: 'flag',
    words: /\b(feature[- ]?flags?|flag \S+ (changed|enabled|disabled|set|on|off))\b/i,
    meaning: 'A feature flag changed how the program behaves.',
    step: 'Switch the flag back',
  },
  {
    id: 'permission',
    words:
      /\b(permission denied|eacces|operation not permitted|forbidden|selinux|apparmor|read-only file system)\b/i,
    meaning: 'The program may not do what it tried.',
    step: 'Check owner, mode and mount of what the line names, and the rights of the user it runs as',
  },
  {
    id: 'peer-gone',
    words:
      /\b(econnrefused|connection refused|connect: connection refused|could not be established|circuit breaker|no (healthy|live) upstreams?)\b/i,
    meaning: 'The other side does not take connections: it is down, or listens elsewhere.',
    step: 'Check that the other side runs and listens at that address, and restart it if not',
  },
];

const TOPIC_LENGTH = 2048;

/** Read once a line. */
const known = new WeakMap<Line, readonly Topic[]>();

export function topicsOf(line: Line): readonly Topic[] {
  let topics = known.get(line);
  if (topics === undefined) {
    const text = line.message.slice(0, TOPIC_LENGTH);
    known.set(line, (topics = TOPICS.filter(({ words }) => words.test(text))));
  }
  return topics;
}

export function shareTopic(a: Line, b: Line): boolean {
  const theirs = topicsOf(b);
  return theirs.length > 0 && topicsOf(a).some((topic) => topic.wide !== true && theirs.includes(topic));
}
