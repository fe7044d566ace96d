import type { Signature } from '../signature.ts';

/** Elasticsearch and OpenSearch. */
export const ELASTICSEARCH: readonly Signature[] = [
  {
    id: 'elasticsearch.rejected',
    match: {
      any: [
        [
          'circuit breaking exception',
          'circuitbreakingexception',
          'data too large',
          'esrejectedexecutionexception',
          'es rejected execution exception',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'resource',
    meaning: 'A search node refuses work because its memory or queue is full.',
    causes: [
      'Queries or aggregations that are too large',
      'More writes than it can take',
      'A heap too small for its shards',
    ],
    steps: [
      "See the queues: `curl -s 'HOST:9200/_cat/thread_pool?v&h=node_name,name,queue,rejected'`",
      'Find the heavy query in the slow log',
      'Send less at once, or add nodes',
    ],
    examples: {
      positive: [
        'CircuitBreakingException: [parent] Data too large, data for [<http_request>] would be larger than limit',
        'EsRejectedExecutionException: rejected execution of primary operation',
      ],
      negative: ['thread pool write: size 8'],
    },
  },
  {
    id: 'elasticsearch.no-master',
    match: {
      any: [
        [
          'master not discovered',
          'master node not discovered',
          'masternotdiscoveredexception',
          'no elected master',
          'master not discovered yet',
        ],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'storage',
    meaning: 'A search cluster has no master; nothing can be changed and new data is refused.',
    causes: ['Too few master nodes are up', 'They cannot reach each other', 'A master out of memory'],
    steps: [
      'See which master-eligible nodes run and what they log',
      'Check the transport port between them: `nc -vz HOST 9300`',
      'Restart the one that hangs, one at a time',
    ],
    examples: {
      positive: [
        'master not discovered yet, this node has not previously joined a bootstrapped cluster',
        'MasterNotDiscoveredException[null]',
      ],
      negative: ['elected-as-master ([2] nodes joined)'],
    },
  },
  {
    id: 'elasticsearch.mapping',
    match: {
      any: [
        [
          'mapper parsing exception',
          'mapperparsingexception',
          'failed to parse field',
          'strict dynamic mapping exception',
          'limit of total fields',
          'document parsing exception',
          'documentparsingexception',
        ],
      ],
    },
    class: 'incident',
    severity: 'error',
    category: 'application_error',
    meaning: 'Documents are refused because a field does not have the type the index expects.',
    causes: ['A sender changed the type of a field', 'Names made of data, so that fields become too many'],
    steps: [
      'Note index and field in the line',
      'Correct the sender, or map the field and roll the index over',
      'Send again what was refused',
    ],
    examples: {
      positive: [
        'MapperParsingException: failed to parse field [price] of type [long] in document with id 812',
        'Limit of total fields [1000] has been exceeded',
      ],
      negative: ['mapping of index orders updated'],
    },
  },
  {
    id: 'elasticsearch.shard-limit',
    match: { any: [['maximum normal shards open', 'maximum shards open']] },
    class: 'incident',
    severity: 'error',
    category: 'resource',
    meaning: 'No new index can be made because the cluster has as many shards as allowed.',
    causes: ['Daily indices that nobody removes', 'Many shards for little data'],
    steps: [
      "Count shards by index: `curl -s 'HOST:9200/_cat/shards?v'`",
      'Delete or close indices that nobody needs',
      'Let a lifecycle policy remove them; use fewer shards an index',
    ],
    examples: {
      positive: [
        'this action would add [2] shards, but this cluster currently has [1000]/[1000] maximum normal shards open',
      ],
      negative: ['index orders-7 created with 1 shards'],
    },
  },
  {
    id: 'elasticsearch.node-left',
    match: { any: [['node left', 'node disconnected', 'left the cluster', 'node removed from cluster']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'storage',
    meaning: 'A node left its cluster; the others take over its part.',
    causes: ['A restart or an update', 'A crash or a long pause of the process', 'A network fault'],
    steps: [
      "See whether it comes back within minutes: `curl -s 'HOST:9200/_cat/nodes?v'`",
      'Read its last lines and its host’s',
      'Watch the replicas being rebuilt',
    ],
    examples: {
      positive: ['node-left[{n3}{a1b2} reason: disconnected], term: 5', 'member cache-2 left the cluster'],
      negative: ['node-join[{n3}{a1b2} joining]'],
    },
  },
  {
    id: 'elasticsearch.gc-overhead',
    match: { any: [['overhead spent']] },
    class: 'preventive_action',
    severity: 'warning',
    category: 'resource',
    meaning:
      'A search node spends much of its time in garbage collection; it answers slowly and may drop out.',
    causes: ['Too many shards or large aggregations for its heap', 'Fields loaded into memory for sorting'],
    steps: [
      "Check heap use: `curl -s 'HOST:9200/_cat/nodes?v&h=name,heap.percent'`",
      'Find heavy queries in the slow log',
      'Add memory or nodes',
    ],
    examples: {
      positive: ['[gc][1234] overhead, spent [12s] collecting in the last [13s]'],
      negative: ['[gc][1234] young collection 12ms'],
    },
  },
  {
    id: 'elasticsearch.index-corrupt',
    match: {
      any: [
        [
          'corruptindexexception',
          'translogcorruptedexception',
          'indexformattoooldexception',
          'corrupt index exception',
          'translog corrupted',
        ],
      ],
    },
    class: 'incident',
    severity: 'critical',
    category: 'storage',
    meaning: 'A shard’s files are damaged; it cannot be opened.',
    causes: ['A failing disk', 'A hard stop while writing'],
    steps: [
      "See whether another copy of the shard is whole: `curl -s 'HOST:9200/_cat/shards?v'`",
      'If not, restore the index from a snapshot',
      'Check the disk of the node',
    ],
    examples: {
      positive: ['CorruptIndexException: checksum failed (hardware problem?)'],
      negative: ['shard [orders][0] started'],
    },
  },
];
