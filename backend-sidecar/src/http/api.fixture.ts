import { text as readAll } from 'node:stream/consumers';
import {
  SILENT_LOG,
  SILENT_METER,
  type Correction,
  type Job,
  type Marker,
  type Template,
} from '@presage/contract';
import { createExplainer } from '../explain/explain.ts';
import { explainParts } from '../explain/parts.fixture.ts';
import type { TemplateTable } from '../pipeline/verdict.ts';
import { compileMatch } from '../stores/match.ts';
import type { StoredRow } from '../stores/store.ts';
import type { AlertRow, Api, HealthSeries, State } from './api.ts';
import { shelfReader, type ScorePoint, type Shelf } from './reader.fixture.ts';
import { createTokenBook, declaredToken } from './tokens.ts';

/** 2026-03-01T12:00:00Z */
export const NOW_MS = 1_772_366_400_000;
export const HOME = '0:0';
export const OTHER_TENANT = '7:2';
export const SHOP_TEMPLATE = '00000000000000aa';
export const OLD_ALIAS = '00000000000000ab';
export const VAULT_TEMPLATE = '00000000000000cc';
export const LOGIN_TEMPLATE = '00000000000000bb';

/** A line `secondsAgo` before NOW_MS. */
export function row(
  secondsAgo: number,
  message: string,
  fields: Readonly<Record<string, string>>,
): StoredRow {
  const timeMs = NOW_MS - secondsAgo * 1000;
  const id = `${timeMs.toString(36)}-writer01-${String(1000 - secondsAgo).padStart(8, '0')}`;
  return { timeMs, timeNanos: 250_001, message, fields: { presage_event_id: id, ...fields } };
}

function verdictFields(templateId: string, logClass: string, severity: string): Record<string, string> {
  return { presage_class: logClass, presage_severity: severity, presage_template_id: templateId };
}

export const INCIDENT = verdictFields(SHOP_TEMPLATE, 'incident', 'error');
export const NORMAL = verdictFields(LOGIN_TEMPLATE, 'normal', 'info');

export function template(id: string, service: string, rest: Partial<Template> = {}): Template {
  return {
    template_id: id,
    tenant: HOME,
    service,
    template: 'pool exhausted after <*> ms',
    aliases: [],
    first_seen: '2026-03-01T08:00:00.000Z',
    last_seen: '2026-03-01T11:59:50.000Z',
    count: 3,
    verdicts: [
      {
        class: 'incident',
        severity: 'error',
        category: 'resource',
        by: 'signature',
        confidence: 0.9,
        count: 3,
      },
    ],
    samples: ['pool exhausted after 31 ms'],
    ...rest,
  };
}

export function table(templates: readonly Template[]): TemplateTable {
  const ofTenant = (tenant: string): readonly Template[] => templates.filter((one) => one.tenant === tenant);
  return {
    list: (filter) => {
      const found = ofTenant(filter.tenant).filter(
        (one) =>
          (filter.service === undefined || one.service === filter.service) &&
          (filter.class === undefined || one.verdicts.some((verdict) => verdict.class === filter.class)) &&
          (filter.text === undefined || one.template.includes(filter.text)),
      );
      return { templates: found.slice(0, filter.limit), total: found.length };
    },
    get: (tenant, id) => ofTenant(tenant).find((one) => one.template_id === id || one.aliases.includes(id)),
    detail: (tenant, id, service) =>
      ofTenant(tenant).find((one) => one.template_id === id && one.service === service),
    corrected: (tenant) =>
      ofTenant(tenant).flatMap((one) =>
        one.corrected === true
          ? [
              {
                templateId: one.template_id,
                service: one.service,
                class: one.verdicts[0]?.class ?? 'normal',
                ids: one.aliases,
              },
            ]
          : [],
      ),
  };
}

const SCORES: readonly ScorePoint[] = [
  { name: 'anomaly_score', service: 'shop', for: 'log_volume', timeMs: NOW_MS - 20_000, value: 0.5 },
  { name: 'anomaly_score', service: 'shop', for: 'log_volume', timeMs: NOW_MS - 10_000, value: 1.75 },
  { name: 'y', service: 'shop', for: 'log_volume', timeMs: NOW_MS - 20_000, value: 40 },
  { name: 'y', service: 'shop', for: 'log_volume', timeMs: NOW_MS - 10_000, value: 190 },
];

const SHELVES: Readonly<Record<string, Shelf>> = {
  [HOME]: {
    rows: [
      row(50, 'pool exhausted after 31 ms', { service: 'shop', ...INCIDENT, presage_score: '1.25' }),
      row(40, 'pool exhausted after 44 ms', {
        service: 'shop',
        ...INCIDENT,
        presage_template_id: OLD_ALIAS,
      }),
      row(30, 'user 17 signed in', { service: 'login', ...NORMAL }),
      row(20, 'user 18 signed in', { service: 'login', ...NORMAL }),
      row(10, 'user 19 signed in', { service: 'login', ...NORMAL }),
    ],
    scores: SCORES,
  },
  [OTHER_TENANT]: {
    rows: [
      row(15, 'secret of the other tenant', {
        service: 'vault',
        ...INCIDENT,
        presage_template_id: VAULT_TEMPLATE,
      }),
    ],
    scores: [],
  },
};

const READER = await shelfReader(SHELVES);

const EXPLAINER = createExplainer(explainParts({ reader: READER, clock: () => NOW_MS }));

const TEMPLATES: readonly Template[] = [
  template(SHOP_TEMPLATE, 'shop', { aliases: [OLD_ALIAS] }),
  template(LOGIN_TEMPLATE, 'login', {
    template: 'user <*> signed in',
    verdicts: [
      { class: 'normal', severity: 'info', category: 'user_action', by: 'model', confidence: 0.7, count: 3 },
    ],
    samples: ['user 17 signed in'],
  }),
  template(VAULT_TEMPLATE, 'vault', {
    tenant: OTHER_TENANT,
    template: 'secret of the other tenant',
    samples: ['secret of the other tenant'],
  }),
];

export const CALM: State = {
  startedAtMs: NOW_MS - 60_000,
  notReady: [],
  pipeline: { lagSeconds: 0, lagLines: 0 },
  sinks: [
    {
      name: 'memory',
      kinds: ['rows', 'templates', 'samples'],
      ok: true,
      message: 'ok',
      lagSeconds: 0,
      lagBatches: 0,
    },
  ],
  journal: { bytes: 10, limitBytes: 1000 },
  partitions: 3,
  templates: 3,
  sources: [{ name: 'jsonline', accepted: 6, rejected: 1, linesPerSecond: 0.5 }],
  feeds: [],
};

/** One token a role, without a tenant; the last two are of OTHER_TENANT. */
export const TOKENS = {
  ingest: 'ingest-token',
  read: 'read-token',
  correct: 'correct-token',
  admin: 'admin-token',
  otherIngest: 'other-ingest-token',
  otherAdmin: 'other-admin-token',
} as const;

export const BOOK = createTokenBook([
  declaredToken('ingest', TOKENS.ingest),
  declaredToken('read', TOKENS.read),
  declaredToken('correct', TOKENS.correct),
  declaredToken('admin', TOKENS.admin),
  declaredToken('ingest', TOKENS.otherIngest, OTHER_TENANT),
  declaredToken('admin', TOKENS.otherAdmin, OTHER_TENANT),
]);

/** What alerts are told of HOME: two kinds of lines of one service. */
const ALERTED: readonly AlertRow[] = [
  ['incident', SHOP_TEMPLATE, 'resource', 'db.pool-exhausted', 2],
  ['preventive_action', LOGIN_TEMPLATE, 'security', 'none', 1],
].map(([logClass, id, category, signature, count]) => ({
  class: logClass as AlertRow['class'],
  labels: {
    service: 'shop',
    category: String(category),
    template_id: String(id),
    signature: String(signature),
    template: 'pool exhausted after … ms',
    sample: 'pool exhausted after 31 ms',
  },
  count: Number(count),
}));

const LAG: HealthSeries = {
  name: 'presage_outbox_lag_seconds',
  type: 'gauge',
  labels: { store: 'memory' },
  times: [NOW_MS - 20_000, NOW_MS - 10_000],
  values: [0, 2],
};

/** What the routes handed on, with the tenant each time. */
export interface Heard {
  readonly inserts: { tenant: string; body: string; query: string }[];
  readonly corrections: { tenant: string; correction: Correction }[];
  readonly markers: { tenant: string; marker: Marker }[];
  readonly classified: string[];
  readonly listeners: { tenant: string; listener: (row: StoredRow) => void }[];
}

const JOB: Job = {
  id: LOGIN_TEMPLATE,
  name: 'orders.csv',
  state: 'running',
  message: 'is being read',
  bytes: 9,
  accepted: 1,
  rejected: 0,
  errors: [],
  created_at: '2026-03-01T08:00:00.000Z',
};

/** An Api over the rows above; open unless a token book is given. */
export function fakeApi(changes: Partial<Api> = {}): { readonly api: Api; readonly heard: Heard } {
  const heard: Heard = { inserts: [], corrections: [], markers: [], classified: [], listeners: [] };
  const api: Api = {
    version: '0.0.0-test',
    reader: READER,
    templates: table(TEMPLATES),
    tokens: createTokenBook([]),
    meter: SILENT_METER,
    log: SILENT_LOG,
    clock: () => NOW_MS,
    compileMatch,
    state: () => CALM,
    deadLetters: (tenant) => (tenant === OTHER_TENANT ? { too_long: 2 } : { not_json: 1, too_long: 2 }),
    alerts: () => ALERTED,
    health: (names) => (names.includes(LAG.name) ? [LAG] : []),
    jobs: (tenant) => (tenant === OTHER_TENANT ? [] : [JOB]),
    pauseSource: (name) => Promise.resolve({ name, state: 'paused', message: 'waits' }),
    resumeSource: (name) => Promise.resolve({ name, state: 'running', message: 'reads' }),
    metrics: () => Promise.resolve('presage_partitions 3\n'),
    insertRoutes: [
      {
        method: 'POST',
        paths: ['/insert/jsonline', '/api/v1/uploads'],
        handle: async ({ tenant, body, query }) => {
          heard.inserts.push({ tenant, body: await readAll(body), query: query.toString() });
          return {
            status: 200,
            headers: { 'content-type': 'application/json' },
            body: '{"accepted":1,"rejected":0,"errors":[]}',
          };
        },
      },
    ],
    explainer: EXPLAINER,
    classify: (tenant, lines) => {
      heard.classified.push(tenant);
      return Promise.resolve(
        lines.map(() => ({ error: { reason: 'no_message', message: 'The line is empty.' } })),
      );
    },
    correct: (tenant, correction) => {
      heard.corrections.push({ tenant, correction });
      return Promise.resolve();
    },
    mark: (tenant, marker) => {
      heard.markers.push({ tenant, marker });
      return Promise.resolve();
    },
    subscribe: (tenant, listener) => {
      const entry = { tenant, listener };
      heard.listeners.push(entry);
      return () => void heard.listeners.splice(heard.listeners.indexOf(entry), 1);
    },
    ...changes,
  };
  return { api, heard };
}
