import type { DataFrameJSON } from '@grafana/data';

/** Answers of datasources in Grafana to lines written for this project, as recorded from `/api/ds/query`. */

/** A frame of our own datasource. */
export const PRESAGE: DataFrameJSON = {
  schema: {
    refId: 'P',
    meta: {
      type: 'log-lines',
      typeVersion: [0, 0],
      custom: { datasourceUid: 'presage', limit: 400, searchWords: [] },
      preferredVisualisationType: 'logs',
      executedQueryString: '_time:15m',
    },
    fields: [
      { name: 'timestamp', type: 'time', typeInfo: { frame: 'time.Time' } },
      { name: 'body', type: 'string', typeInfo: { frame: 'string' } },
      { name: 'severity', type: 'string', typeInfo: { frame: 'string' } },
      { name: 'id', type: 'string', typeInfo: { frame: 'string' } },
      { name: 'labels', type: 'other', typeInfo: { frame: 'json.RawMessage' } },
      { name: 'presage_event_id', type: 'string', typeInfo: { frame: 'string' } },
      { name: 'presage_template_id', type: 'string', typeInfo: { frame: 'string' } },
    ],
  },
  data: {
    values: [
      [1795251843458, 1795251843331, 1795251830954],
      [
        '2026-11-21 09:04:03.458 UTC [2027] ERROR:  could not extend file "base/16401/24577": No space left on device',
        '2026-11-21 09:04:03.331 UTC [2037] ERROR:  could not extend file "base/16401/24577": No space left on device',
        'disk usage of /var/lib/postgresql is at 96% (4% free)',
      ],
      ['critical', 'critical', 'warning'],
      ['mwq6lfuq-yw48fna5-0000000lfd', 'mwq6lfr7-yw48fna5-0000000lf9', 'mwq6l67e-yw48fna5-0000000kzb'],
      [
        {
          host: 'db-1',
          env: 'demo',
          presage_score: '0.71',
          service: 'orders-db',
          presage_class: 'incident',
          presage_severity: 'critical',
          presage_template_id: 'ef96e7377f02b01b',
        },
        {
          host: 'db-1',
          env: 'demo',
          presage_score: '0.71',
          service: 'orders-db',
          presage_class: 'incident',
          presage_severity: 'critical',
          presage_template_id: 'ef96e7377f02b01b',
        },
        {
          host: 'db-1',
          env: 'demo',
          level: 'warning',
          service: 'node-agent',
          presage_class: 'preventive_action',
          presage_severity: 'warning',
          presage_template_id: 'a610d047724a50fa',
        },
      ],
      ['mwq6lfuq-yw48fna5-0000000lfd', 'mwq6lfr7-yw48fna5-0000000lf9', 'mwq6l67e-yw48fna5-0000000kzb'],
      ['ef96e7377f02b01b', 'ef96e7377f02b01b', 'a610d047724a50fa'],
    ],
  },
} as unknown as DataFrameJSON;

/** Loki, as Grafana 12.4 gives it by default. */
export const LOKI: DataFrameJSON = {
  schema: {
    refId: 'A',
    meta: {
      typeVersion: [0, 0],
      custom: { frameType: 'LabeledTimeValues' },
      executedQueryString: 'Expr: {env="test"}',
    },
    fields: [
      { name: 'labels', type: 'other', typeInfo: { frame: 'json.RawMessage' } },
      { name: 'Time', type: 'time', typeInfo: { frame: 'time.Time' } },
      { name: 'Line', type: 'string', typeInfo: { frame: 'string' } },
      { name: 'tsNs', type: 'string', typeInfo: { frame: 'string' } },
      {
        name: 'labelTypes',
        type: 'other',
        typeInfo: { frame: 'json.RawMessage' },
        config: { custom: { hidden: true } },
      },
      { name: 'id', type: 'string', typeInfo: { frame: 'string' } },
    ],
  },
  data: {
    values: [
      [
        { detected_level: 'info', env: 'test', service_name: 'checkout' },
        { detected_level: 'warn', env: 'test', service_name: 'checkout' },
        { detected_level: 'error', env: 'test', service_name: 'checkout' },
        { detected_level: 'error', env: 'test', service_name: 'stock' },
      ],
      [1795251217261, 1795251218761, 1795251220261, 1795251224761],
      [
        'order 4711 placed, 3 items',
        'payment provider slow: 2310 ms',
        'payment failed: connection to pay.internal:8443 refused',
        'could not write reservation: no space left on device',
      ],
      ['1795251217261000000', '1795251218761000137', '1795251220261000274', '1795251224761000685'],
      [
        { detected_level: 'S', env: 'I', service_name: 'I' },
        { detected_level: 'S', env: 'I', service_name: 'I' },
        { detected_level: 'S', env: 'I', service_name: 'I' },
        { detected_level: 'S', env: 'I', service_name: 'I' },
      ],
      [
        '1795251217261000000_7852a9ca',
        '1795251218761000137_d5384483',
        '1795251220261000274_56e071b5',
        '1795251224761000685_9806169',
      ],
    ],
    nanos: [null, [0, 137, 274, 685], null, null, null, null],
  },
} as unknown as DataFrameJSON;

/** Loki with the feature `lokiLogsDataplane`. */
export const LOKI_DATAPLANE: DataFrameJSON = {
  schema: {
    refId: 'A',
    meta: { type: 'log-lines', typeVersion: [0, 0], executedQueryString: 'Expr: {env="test"}' },
    fields: [
      { name: 'labels', type: 'other', typeInfo: { frame: 'json.RawMessage' } },
      { name: 'timestamp', type: 'time', typeInfo: { frame: 'time.Time' } },
      { name: 'body', type: 'string', typeInfo: { frame: 'string' } },
      { name: 'id', type: 'string', typeInfo: { frame: 'string' } },
      {
        name: 'labelTypes',
        type: 'other',
        typeInfo: { frame: 'json.RawMessage' },
        config: { custom: { hidden: true } },
      },
    ],
  },
  data: {
    values: [
      [
        { detected_level: 'info', env: 'test', service_name: 'checkout' },
        { detected_level: 'warn', env: 'test', service_name: 'checkout' },
        { detected_level: 'error', env: 'test', service_name: 'checkout' },
        { detected_level: 'error', env: 'test', service_name: 'stock' },
      ],
      [1795251217261, 1795251218761, 1795251220261, 1795251224761],
      [
        'order 4711 placed, 3 items',
        'payment provider slow: 2310 ms',
        'payment failed: connection to pay.internal:8443 refused',
        'could not write reservation: no space left on device',
      ],
      [
        '1795251217261000000_7852a9ca',
        '1795251218761000137_d5384483',
        '1795251220261000274_56e071b5',
        '1795251224761000685_9806169',
      ],
      [
        { detected_level: 'S', env: 'I', service_name: 'I' },
        { detected_level: 'S', env: 'I', service_name: 'I' },
        { detected_level: 'S', env: 'I', service_name: 'I' },
        { detected_level: 'S', env: 'I', service_name: 'I' },
      ],
    ],
    nanos: [null, [0, 137, 274, 685], null, null, null],
  },
} as unknown as DataFrameJSON;

/** Elasticsearch: a column for each field of the documents. */
export const ELASTICSEARCH: DataFrameJSON = {
  schema: {
    refId: 'B',
    meta: {
      typeVersion: [0, 0],
      custom: { limit: 100, searchWords: [], total: 8 },
      preferredVisualisationType: 'logs',
    },
    fields: [
      {
        name: '@timestamp',
        type: 'time',
        typeInfo: { frame: 'time.Time', nullable: true },
        config: { filterable: true },
      },
      {
        name: 'message',
        type: 'string',
        typeInfo: { frame: 'string', nullable: true },
        config: { filterable: true },
      },
      {
        name: '_id',
        type: 'string',
        typeInfo: { frame: 'string', nullable: true },
        config: { filterable: true },
      },
      {
        name: '_index',
        type: 'string',
        typeInfo: { frame: 'string', nullable: true },
        config: { filterable: true },
      },
      {
        name: '_source',
        type: 'string',
        typeInfo: { frame: 'string', nullable: true },
        config: { filterable: true },
      },
      {
        name: '_type',
        type: 'other',
        typeInfo: { frame: 'json.RawMessage', nullable: true },
        config: { filterable: true },
      },
      {
        name: 'attempt',
        type: 'number',
        typeInfo: { frame: 'float64', nullable: true },
        config: { filterable: true },
      },
      {
        name: 'highlight',
        type: 'other',
        typeInfo: { frame: 'json.RawMessage', nullable: true },
        config: { filterable: true },
      },
      {
        name: 'id',
        type: 'string',
        typeInfo: { frame: 'string', nullable: true },
        config: { filterable: true },
      },
      {
        name: 'labels.env',
        type: 'string',
        typeInfo: { frame: 'string', nullable: true },
        config: { filterable: true },
      },
      {
        name: 'level',
        type: 'string',
        typeInfo: { frame: 'string', nullable: true },
        config: { filterable: true },
      },
      {
        name: 'retry',
        type: 'boolean',
        typeInfo: { frame: 'bool', nullable: true },
        config: { filterable: true },
      },
      {
        name: 'service.name',
        type: 'string',
        typeInfo: { frame: 'string', nullable: true },
        config: { filterable: true },
      },
      {
        name: 'sort',
        type: 'other',
        typeInfo: { frame: 'json.RawMessage', nullable: true },
        config: { filterable: true },
      },
    ],
  },
  data: {
    values: [
      [1795251217261, 1795251220261, 1795251224761],
      [
        'order 4711 placed, 3 items',
        'payment failed: connection to pay.internal:8443 refused',
        'could not write reservation: no space left on device',
      ],
      ['doc0', 'doc2', 'doc5'],
      ['app-2026', 'app-2026', 'app-2026'],
      [
        '{"@timestamp":"2026-11-21T08:53:37.261Z","attempt":0,"labels.env":"test","level":"info","message":"order 4711 placed, 3 items","retry":true,"service.name":"checkout"}',
        '{"@timestamp":"2026-11-21T08:53:40.261Z","attempt":2,"labels.env":"test","level":"error","message":"payment failed: connection to pay.internal:8443 refused","retry":true,"service.name":"checkout"}',
        '{"@timestamp":"2026-11-21T08:53:44.761Z","attempt":5,"labels.env":"test","level":"error","message":"could not write reservation: no space left on device","retry":false,"service.name":"stock"}',
      ],
      [null, null, null],
      [0, 2, 5],
      [null, null, null],
      ['app-2026#doc0', 'app-2026#doc2', 'app-2026#doc5'],
      ['test', 'test', 'test'],
      ['info', 'error', 'error'],
      [true, true, false],
      ['checkout', 'checkout', 'stock'],
      [
        [1795251217261, 0],
        [1795251220261, 2],
        [1795251224761, 5],
      ],
    ],
  },
} as unknown as DataFrameJSON;

/** VictoriaLogs’ own datasource, over a store that Presage writes to: its first line carries our fields. */
export const VICTORIALOGS: DataFrameJSON = {
  schema: {
    refId: 'A',
    meta: {
      preferredVisualisationType: 'logs',
      custom: { streamIds: ['0000000000000000a1b2', '0000000000000000a1b2'] },
    },
    fields: [
      { name: 'Time', type: 'time', typeInfo: { frame: 'time.Time' } },
      { name: 'Line', type: 'string', typeInfo: { frame: 'string' } },
      { name: 'id', type: 'string', typeInfo: { frame: 'string' } },
      { name: 'labels', type: 'other', typeInfo: { frame: 'json.RawMessage' } },
    ],
  },
  data: {
    values: [
      [1795251220261, 1795251224761],
      [
        'payment failed: connection to pay.internal:8443 refused',
        'could not write reservation: no space left on device',
      ],
      ['5b1f03c2a9d44e01', '77a0c4de10b9f3aa'],
      [
        {
          _stream: '{env="test",service="checkout"}',
          _stream_id: '0000000000000000a1b2',
          env: 'test',
          service: 'checkout',
          level: 'error',
          attempt: '2',
          presage_class: 'incident',
          presage_severity: 'error',
          presage_template_id: '3f0c9a51d2b7e846',
          presage_event_id: 'mwq6lfuq-yw48fna5-0000000lfd',
          presage_score: '1.4',
        },
        {
          _stream: '{env="test",service="stock"}',
          _stream_id: '0000000000000000a1b2',
          env: 'test',
          service: 'stock',
          level: 'error',
        },
      ],
    ],
    nanos: [[274, 685], null, null, null],
  },
} as unknown as DataFrameJSON;
