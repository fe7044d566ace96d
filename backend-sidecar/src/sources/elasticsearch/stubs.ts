/**
 * What shippers of the Elasticsearch family ask before they send: who is there, which licence, are templates and policies in place.
 * The answers say yes and change nothing.
 */
import type { InsertReply, InsertRoute } from '../source.ts';
import { errorReply, jsonReply } from './bulk-reply.ts';

/** The version that clients of 7, 8 and 9 all talk to. */
const VERSION = '8.9.0';

const GREETING = {
  name: 'presage',
  cluster_name: 'presage',
  cluster_uuid: 'presage',
  version: {
    number: VERSION,
    build_flavor: 'default',
    lucene_version: '9.7.0',
    minimum_wire_compatibility_version: '7.17.0',
    minimum_index_compatibility_version: '7.0.0',
  },
  tagline: 'You Know, for Search',
};
const LICENSE = { license: { status: 'active', uid: 'presage', type: 'basic', mode: 'basic' } };
const NODES = { _nodes: { total: 1, successful: 1, failed: 0 }, cluster_name: 'presage', nodes: {} };
const HEALTH = { cluster_name: 'presage', status: 'green', timed_out: false, number_of_nodes: 1 };
const DONE = { acknowledged: true };

/** Path below the root → answer. `*` stands for any rest. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  '/_license': LICENSE,
  '/_xpack': { ...LICENSE, features: {} },
  '/_nodes': NODES,
  '/_nodes/*': NODES,
  '/_cluster/health': HEALTH,
  '/_ilm/policy': {},
  '/_ilm/policy/*': DONE,
  '/_index_template': { index_templates: [] },
  '/_index_template/*': DONE,
  '/_component_template/*': DONE,
  '/_template/*': DONE,
  '/_ingest/*': DONE,
  '/_logstash/*': DONE,
  '/_data_stream/*': DONE,
  '/_alias/*': {},
};
const READING = ['GET', 'HEAD'] as const;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT'] as const;
const ROOT = '/insert/elasticsearch';
/** People find the live page there: who accepts HTML gets that. */
const SHARED = '/';

export function stubRoutes(): InsertRoute[] {
  const greeting = [ROOT, `${ROOT}/`, SHARED].map((path) => [path, GREETING] as const);
  const stubs = Object.entries(ANSWERS).flatMap(([path, answer]) =>
    [path, `${ROOT}${path}`].map((each) => [each, answer] as const),
  );
  return [...greeting, ...stubs].flatMap(([path, answer]) =>
    (path === SHARED ? READING : METHODS).map((method) => ({
      method,
      paths: [path],
      handle: ({ path: asked }) => Promise.resolve(replyTo(method, asked, answer)),
      refuse: errorReply,
    })),
  );
}

function replyTo(method: InsertRoute['method'], path: string, answer: unknown): InsertReply {
  const { status, headers, body } = jsonReply(200, answer);
  return {
    status,
    headers: { ...headers, ...(path === SHARED ? { vary: 'Accept' } : {}) },
    body: method === 'HEAD' ? '' : body,
  };
}
