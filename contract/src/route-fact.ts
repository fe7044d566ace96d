import type { SchemaName } from './schemas.ts';

/** What a token may do. `correct` includes `read`; `admin` includes all. */
export const ROLES = ['ingest', 'read', 'correct', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface ParameterFact {
  readonly name: string;
  readonly in: 'query' | 'path' | 'header';
  readonly required?: boolean;
  readonly description: string;
}

export interface RouteFact {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Fastify's form: `/api/v1/templates/:id`. */
  readonly path: string;
  /** `none`: open to everyone. */
  readonly role: Role | 'none';
  /** `tenant`: touches only the caller's tenant. `process`: tells of the whole sidecar, closed to a tenant's token unless open to all. */
  readonly scope: 'tenant' | 'process';
  readonly summary: string;
  readonly parameters?: readonly ParameterFact[];
  readonly request?: SchemaName;
  /** JSON by default. */
  readonly requestType?: string;
  readonly reply?: SchemaName;
  /** JSON by default. */
  readonly replyType?: string;
}

/** Of routes that keep or log a person's word. */
export const USER: ParameterFact = {
  name: 'X-Grafana-User',
  in: 'header',
  description: 'Who says so, as Grafana tells it',
};
