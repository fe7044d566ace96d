/** The import rule of ARCHITECTURE.md, room by room. A room may import itself, the contract, and what is named here. */
const src = 'backend-sidecar/src';
const contract = '^contract/src/index\\.ts$';

/** Node's own modules, as an entry of a room's list. */
const node = 'node';

/** A room and what it may import besides itself and the contract: `node`, or regular expressions of paths. */
const rooms = {
  sources: [
    `^${src}/pipeline/record\\.ts$`,
    `^${src}/errors\\.ts$`,
    node,
    '^node_modules/(undici|protobufjs|snappyjs|@types/snappyjs|csv-parse|@platformatic|@aws-sdk|@azure)',
  ],
  journal: [node],
  pipeline: [`^backend-sidecar/knowledge/signature\\.ts$`, '^node_modules/re2js/'],
  stores: [`^${src}/errors\\.ts$`, node, '^node_modules/(undici|re2js|@platformatic/kafka)/'],
  explain: [
    `^${src}/stores/store\\.ts$`,
    `^${src}/errors\\.ts$`,
    '^backend-sidecar/knowledge/',
    node,
    '^node_modules/@google/(genai|generative-ai)/',
  ],
  http: [
    `^${src}/errors\\.ts$`,
    `^${src}/stores/store\\.ts$`,
    `^${src}/explain/explain\\.ts$`,
    `^${src}/pipeline/(record|verdict|template-table)\\.ts$`,
    `^${src}/sources/source\\.ts$`,
    node,
    '^node_modules/(fastify|@fastify)/',
  ],
  road: [
    `^${src}/errors\\.ts$`,
    `^${src}/sources/source\\.ts$`,
    `^${src}/journal/`,
    `^${src}/pipeline/`,
    `^${src}/stores/store\\.ts$`,
    node,
  ],
  alerts: [],
  grafana: ['^backend-sidecar/knowledge/', '^node_modules/yaml/'],
  telemetry: [node, '^node_modules/(pino|prom-client)/'],
  report: [node],
};

const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `room-${room}`,
  severity: 'error',
  from: { path: `^${src}/${room}/`, pathNot: '(\\.test|\\.fixture)\\.ts$|/fake-[^/]*\\.ts$' },
  to: {
    pathNot: [contract, `^${src}/${room}/`, ...allowed.filter((entry) => entry !== node)],
    ...(allowed.includes(node) ? { dependencyTypesNot: ['core'] } : {}),
  },
}));

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'contract-alone',
      severity: 'error',
      from: { path: '^contract/src', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^contract/src', '^node_modules/typebox/'] },
    },
    {
      name: 'contract-by-its-door',
      severity: 'error',
      from: { path: '^backend-sidecar' },
      to: { path: '^contract/(?!src/index\\.ts$)' },
    },
    {
      name: 'sources-blind-to-siblings',
      severity: 'error',
      from: { path: `^${src}/sources/([^/]+)/` },
      to: { path: `^${src}/sources/[^/]+/`, pathNot: `^${src}/sources/$1/` },
    },
    {
      name: 'no-development-package-at-run-time',
      severity: 'error',
      from: { path: `^${src}/`, pathNot: '(\\.test|\\.fixture)\\.ts$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    ...roomRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
