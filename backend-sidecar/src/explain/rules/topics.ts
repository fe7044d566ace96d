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
      /no space left|disk full|insufficient (system |disk )?(storage|space)|\binodes?\b(?! ?#?\d)|ephemeral-storage|disk pressure|\b(?:mount|fs|filesystem|volume|partition)\b.{0,60}\b(?:9\d|100)(?:\.\d+)?%|enospc|quota exceeded|disk usage/i,
    meaning: 'Storage is full or nearly so.',
    step: 'Free space: move or remove old logs, dumps and temporary files, or enlarge the volume',
  },
  {
    id: 'disk-hardware',
    words:
      /\b(md\d+|mdadm|raid|ata\d+|nvme\d\w*|sd[a-z]\d?|smartd?|sectors?|i\/o error|input\/output error|medium error|degraded array)\b/i,
    meaning: 'A disk or array does not work as it should.',
    step: 'Check the disk (`smartctl -a /dev/DISK`), make sure that a backup exists, and replace it if it fails',
  },
  {
    id: 'disk-slow',
    words:
      /\b(i\/o wait|iowait|disk (latency|queue|busy)|storage latency|slow (disk|storage|fsync)|fsync took)\b/i,
    meaning: 'Disks answer slowly; what waits for them hangs or times out.',
    step: 'See what loads the disks, and whether a rebuild, backup or snapshot runs: `iostat -x 1`',
  },
  {
    id: 'queue',
    words:
      /\b(queue (depth|size|length)|backlog|consumer (group )?(\S+ )?lag|replication lag|replica lag|lag=\d+\w*|jobs are delayed|pending (jobs|messages|tasks)|behind by|seconds behind)\b/i,
    meaning: 'Work comes in faster than it is done; it waits longer and longer.',
    step: 'See what slows the side that is behind (worker, consumer or replica), then add capacity or slow down the senders',
  },
  {
    id: 'lock',
    words:
      /\b(lock(ed|s)? (wait|by|held|timeout|file)|deadlock|is locked|(could not|cannot|failed to|unable to) (obtain|acquire) (the )?lock|held by (pid|process)|alter table|access exclusive|metadata lock|blocked by (?:pid|process|session|transaction|statement|query|another))\b/i,
    meaning: 'Something else holds a lock that it waits for.',
    step: 'Find who holds the lock (process or statement); end it if it is stuck, else wait and retry',
  },
  {
    id: 'sealed',
    words: /\b(vault|core|store|keyring|volume|database)\b.{0,20}\b(is )?(sealed|still locked)\b/i,
    meaning: 'A store of secrets is sealed, as after a restart: it gives nothing out.',
    step: 'Unseal or unlock it, set up automatic unsealing, and find why it restarted',
  },
  {
    id: 'credentials',
    words:
      /\b(password authentication failed|access denied|invalid (credentials|api key|token)|unauthorized|not authori[sz]ed|unable to authenticate|e?401|(secret|key|token|password|credential)s?\b.{0,30}\brotated?|rotated? .{0,30}(secret|key|token|password|credential)s?|credentials?|secret|signing key|key set|jwks|(token|password) (is )?(expired|revoked|rejected|invalid)|token seems to be invalid|authentication failed|permission denied for)\b/i,
    meaning: 'The other side does not accept the credentials.',
    step: 'Check which secret, key or token is in use, and restart or reload what still has the old one',
  },
  {
    id: 'certificate',
    words: /\b(x509|certificate|cert|tls handshake|ssl handshake|unknown authority|self[- ]signed)\b/i,
    meaning: 'A certificate is not accepted.',
    step: 'Check the certificate and its chain, and renew it if it is at fault: `openssl s_client -connect HOST:443 -showcerts`',
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
      /\b(link is down|changed state to down|no route to host|network is unreachable|carrier|(?:bond|eth|ens|eno)\d\w*\W{1,3}(?:\w+ ){0,4}(?:down|lost|link\w*|carrier|fail\w*|unreachable)|packet loss|nic|switch port|vlan|mtu|bgp)\b/i,
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
      /\b(config\w*|yaml|toml|\.ini|\.conf|environment variable|(?<!\bmax_\w{1,40} )setting|unknown (key|option|directive|field)|syntax error|parse error|unexpected (token|end))\b/i,
    meaning: 'A configuration cannot be used as it is written.',
    step: 'Correct the configuration at the place that the line names, or revert it to the last good version',
    wide: true,
  },
  {
    id: 'workers',
    words:
      /\b(thread ?pool|starvation|max_children|(workers?|threads|children) (are |is )?(all )?(busy|exhausted|blocked)|no (free|idle) (workers?|threads?)|event loop (is )?(blocked|lag)|synchronous wait)\b/i,
    meaning: 'Nobody is free to do the work: all workers or threads are busy or blocked.',
    step: 'Free the workers: find what blocks them, make slow and blocking calls asynchronous or shorter, then raise their number',
  },
  {
    id: 'used-up',
    words:
      /\b(no (free|more|available) \w+|reached .{0,30}(limit|max\w*)|(limit|maximum) (is )?(reached|exceeded)|exhausted|out of (addresses|leases|ports|slots|capacity|\w+ids?)|insufficient (cpu|memory|resources|capacity))\b/i,
    meaning: 'What it hands out is used up, or its limit is reached.',
    step: 'Enlarge the pool, range or capacity that the line names, or raise its limit, and find what uses it up',
    wide: true,
  },
  {
    id: 'versions',
    words:
      /\b(version mismatch|mismatch(ed)? version|incompatible (version|protocol|schema|abi|driver)|(driver|library|abi|api|protocol|client|server)\S* (version )?mismatch|unsupported (version|protocol))\b/i,
    meaning: 'Two parts do not have versions that fit together.',
    step: 'Bring both to the same version, and restart or reboot what still runs the old one',
  },
  {
    id: 'lockout',
    words:
      /\b(user|account|login)\b.{0,60}\blocked\b|\blocked out\b|too many (failed|log-?in|authentication) (attempts|logins)/i,
    meaning: 'An account was locked after wrong passwords.',
    step: 'Ask the user; if it was not they, block the address the attempts came from, and unlock the account',
  },
  {
    id: 'power',
    words:
      /\b(on battery|input voltage|mains|power (loss|lost|failure|outage|supply)|ups|psu|runtime left)\b/i,
    meaning: 'The power supply failed or runs on battery.',
    step: 'Shut down in order what cannot run on before the battery is empty, and check mains, breaker and power supply',
  },
  {
    id: 'account',
    words:
      /\b(account|subscription|licen[sc]e|contract|plan)\b.{0,30}\b(suspended|expired|disabled|blocked|locked(?! out)|exceeded|not licensed)\b/i,
    meaning: 'An account or licence at a provider does not hold any more.',
    step: 'Ask the provider, and renew or unlock the account or licence',
  },
  {
    id: 'small-writes',
    words:
      /\b(too many (parts|segments|sstables|small files|tombstones)|tombstones?|merges? .{0,40}slow\w*|compactions? .{0,30}(behind|pending|slow\w*))\b/i,
    meaning: 'The storage engine cannot tidy up as fast as it is written to or deleted from.',
    step: 'Write in larger batches and less often, delete less, and let compaction or merges catch up',
  },
  {
    id: 'cache',
    words: /\b(evictions?|evicted keys|hit[ _]ratio|hit[ _]rate|cache (is )?full)\b/i,
    meaning: 'A cache is too small for what it is to keep.',
    step: 'Give the cache more memory or nodes, or keep less in it: shorter lifetimes, smaller values',
  },
  {
    id: 'duration',
    words: /\b(finished|took|duration|elapsed|runtime)\b.{0,60}\b(window|limit|threshold|deadline|sla)\b/i,
    meaning: 'Work takes nearly as long as it may, or longer.',
    step: 'Make the work smaller or faster, split it, or start it earlier',
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
  if (topics === undefined) known.set(line, (topics = topicsOfText(line.message)));
  return topics;
}

export function topicsOfText(text: string): readonly Topic[] {
  const read = text.slice(0, TOPIC_LENGTH);
  return TOPICS.filter(({ words }) => words.test(read));
}

export function shareTopic(a: Line, b: Line): boolean {
  const theirs = topicsOf(b);
  return theirs.length > 0 && topicsOf(a).some((topic) => topic.wide !== true && theirs.includes(topic));
}
