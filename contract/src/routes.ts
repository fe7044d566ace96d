import { EXPLAIN_ROUTES } from './explain-routes.ts';
import { UPLOAD_ROUTES } from './upload-routes.ts';
import { USER, type RouteFact, type ParameterFact } from './route-fact.ts';

export type { ParameterFact, Role, RouteFact } from './route-fact.ts';
export { ROLES } from './route-fact.ts';

const WINDOW: readonly ParameterFact[] = [
  {
    name: 'from',
    in: 'query',
    description: 'Start; RFC 3339 or decimal s, ms, µs, ns. Default: an hour ago',
  },
  { name: 'to', in: 'query', description: 'End, inclusive. Default: now' },
  { name: 'filters', in: 'query', description: 'JSON array of filters, as in a query' },
  { name: 'text', in: 'query', description: 'Words that the message contains' },
];
const limit = (description: string): ParameterFact => ({ name: 'limit', in: 'query', description });

/** VictoriaLogs' parameters; each is also read from its `VL-…` header, the query argument first. */
const INSERT: readonly ParameterFact[] = [
  {
    name: '_msg_field',
    in: 'query',
    description: 'Fields that may hold the message, first with a value wins',
  },
  { name: '_time_field', in: 'query', description: 'Fields that may hold the time' },
  { name: '_stream_fields', in: 'query', description: 'Fields that name the stream' },
  { name: 'ignore_fields', in: 'query', description: 'Fields to drop; a trailing `*` stands for any rest' },
  { name: 'extra_fields', in: 'query', description: '`name=value` pairs added to every line' },
  { name: 'decolorize_fields', in: 'query', description: 'Fields whose ANSI colours are removed' },
  { name: 'preserve_json_keys', in: 'query', description: 'Keys whose nested JSON stays one text value' },
  { name: 'debug', in: 'query', description: '`1`: check the lines, keep nothing' },
  { name: 'Idempotency-Key', in: 'header', description: 'A second request with it is not stored again' },
];

export const ROUTES = [
  {
    method: 'POST',
    path: '/insert/jsonline',
    role: 'ingest',
    scope: 'tenant',
    summary:
      "Takes lines, one JSON object each, with VictoriaLogs' parameters; answers when they are durable",
    parameters: INSERT,
    request: 'Record',
    requestType: 'application/stream+json',
    reply: 'InsertReply',
  },
  {
    method: 'POST',
    path: '/api/v1/query',
    role: 'read',
    scope: 'tenant',
    summary: 'Answers queries with Grafana data frames, each by its ref_id',
    request: 'QueryRequest',
    reply: 'QueryReply',
  },
  {
    method: 'GET',
    path: '/api/v1/tail',
    role: 'read',
    scope: 'tenant',
    summary: 'Live lines as server-sent events: `line` (a row), `dropped` (how many were left out)',
    parameters: [
      {
        name: 'as',
        in: 'query',
        description: '`frames`: events `frame` instead, Grafana log frames of all lines of a moment',
      },
      { name: 'filters', in: 'query', description: 'JSON array of filters, as in a query' },
      { name: 'text', in: 'query', description: 'Words that the message contains' },
      {
        name: 'rate',
        in: 'query',
        description: "Most lines a second, up to the sidecar's own limit, which is the default",
      },
    ],
    reply: 'Row',
    replyType: 'text/event-stream',
  },
  ...EXPLAIN_ROUTES,
  {
    method: 'POST',
    path: '/api/v1/classify',
    role: 'read',
    scope: 'tenant',
    summary: 'Says what lines mean; stores nothing and learns nothing',
    request: 'ClassifyRequest',
    reply: 'ClassifyReply',
  },
  {
    method: 'GET',
    path: '/api/v1/templates',
    role: 'read',
    scope: 'tenant',
    summary: 'The templates, most seen first',
    parameters: [
      { name: 'service', in: 'query', description: 'Only of this service' },
      { name: 'class', in: 'query', description: 'Only with a verdict of this class' },
      { name: 'text', in: 'query', description: 'Words that the template contains' },
      limit('At most so many, 1…10000. Default 1000'),
    ],
    reply: 'TemplatesReply',
  },
  {
    method: 'GET',
    path: '/api/v1/templates/:id',
    role: 'read',
    scope: 'tenant',
    summary: 'One template by its id, or by an id that was merged into it',
    parameters: [
      { name: 'id', in: 'path', required: true, description: 'presage_template_id' },
      { name: 'service', in: 'query', description: 'Of this service, where several have the same template' },
    ],
    reply: 'Template',
  },
  {
    method: 'POST',
    path: '/api/v1/corrections',
    role: 'correct',
    scope: 'tenant',
    summary:
      "Sets a template's class by a person's authority, from now on and for what is asked of older lines",
    parameters: [USER],
    request: 'Correction',
    reply: 'CorrectionReply',
  },
  {
    method: 'POST',
    path: '/api/v1/markers',
    role: 'correct',
    scope: 'tenant',
    summary: 'Tells of a deployment or another planned change: what is usual is learnt anew',
    parameters: [USER],
    request: 'Marker',
    reply: 'MarkerReply',
  },
  {
    method: 'POST',
    path: '/api/v1/sources/:name/pause',
    role: 'admin',
    scope: 'process',
    summary: 'Lets a source wait; what it would bring waits outside',
    parameters: [{ name: 'name', in: 'path', required: true, description: 'As in the status' }],
    reply: 'FeedStatus',
  },
  {
    method: 'POST',
    path: '/api/v1/sources/:name/resume',
    role: 'admin',
    scope: 'process',
    summary: 'Lets a paused source go on',
    parameters: [{ name: 'name', in: 'path', required: true, description: 'As in the status' }],
    reply: 'FeedStatus',
  },
  ...UPLOAD_ROUTES,
  {
    method: 'GET',
    path: '/api/v1/fields',
    role: 'read',
    scope: 'tenant',
    summary: 'The fields that lines of a window have',
    parameters: WINDOW,
    reply: 'FieldsReply',
  },
  {
    method: 'GET',
    path: '/api/v1/field-values',
    role: 'read',
    scope: 'tenant',
    summary: 'The values of one field in a window, commonest first',
    parameters: [
      { name: 'field', in: 'query', required: true, description: 'Name of the field' },
      ...WINDOW,
      limit('At most so many, 1…10000. Default 1000'),
    ],
    reply: 'FieldValuesReply',
  },
  {
    method: 'GET',
    path: '/api/v1/status',
    role: 'read',
    scope: 'tenant',
    summary: 'The state of the sidecar, its sources and stores',
    reply: 'Status',
  },
  {
    method: 'GET',
    path: '/api/v1/openapi.json',
    role: 'none',
    scope: 'process',
    summary: 'This description',
  },
  {
    method: 'GET',
    path: '/health',
    role: 'none',
    scope: 'process',
    summary: 'Answers while the process lives',
    reply: 'HealthReply',
  },
  {
    method: 'GET',
    path: '/ready',
    role: 'none',
    scope: 'process',
    summary: '200 while the sidecar takes and stores lines, else 503 with the reasons',
    reply: 'ReadyReply',
  },
  {
    method: 'GET',
    path: '/metrics',
    role: 'read',
    scope: 'process',
    summary: "The sidecar's own metrics for Prometheus",
    replyType: 'text/plain',
  },
  {
    method: 'GET',
    path: '/',
    role: 'read',
    scope: 'tenant',
    summary: 'The live page, for who accepts HTML; shippers get the greeting of Elasticsearch',
    parameters: [
      {
        name: 'range',
        in: 'query',
        description: '`5m`, `15m`, `1h`, `6h`, `24h`, or `all` on the embedded store',
      },
    ],
    replyType: 'text/html',
  },
] as const satisfies readonly RouteFact[];

type KeyOf<Fact> = Fact extends { method: infer Method extends string; path: infer Path extends string }
  ? `${Method} ${Path}`
  : never;
/** `GET /health` */
export type RouteKey = KeyOf<(typeof ROUTES)[number]>;
