import Type, { type Static } from 'typebox';
import { QUERY } from '../sources/azure/azure-query.ts';

const text = Type.String({ minLength: 1 });
const texts = Type.Array(text, { minItems: 1 });
const duration = Type.String({ pattern: '^[0-9]{1,6}(ms|s|m|h|d)$' });
const CLOSED = { additionalProperties: false } as const;

/** What every source of a cloud may say. */
const common = {
  /** `AccountID:ProjectID` in Presage. */
  tenant: Type.Optional(Type.String({ pattern: '^[0-9]{1,10}:[0-9]{1,10}$' })),
  service: Type.Optional(text),
  /** From one round of requests to the next. */
  every: Type.Optional(duration),
  /** At the first start, how far back lines are taken, as old ones. */
  since: Type.Optional(duration),
  requests_per_second: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 100 })),
};

const cloudWatch = Type.Object(
  {
    ...common,
    regions: texts,
    groups: Type.Optional(texts),
    prefixes: Type.Optional(texts),
    filter: Type.Optional(text),
    /** Sources of one account share its budget of requests; without it, those of the same role, profile or key do. */
    account: Type.Optional(text),
    role: Type.Optional(Type.String({ pattern: '^arn:[^:]+:iam::[0-9]{12}:role/.+$' })),
    external_id: Type.Optional(text),
    profile: Type.Optional(text),
    access_key_env: Type.Optional(text),
    secret_key_env: Type.Optional(text),
    session_token_env: Type.Optional(text),
    endpoint: Type.Optional(Type.String({ pattern: '^https?://' })),
  },
  CLOSED,
);

const azure = Type.Object(
  {
    ...common,
    workspaces: texts,
    tables: Type.Optional(Type.Array(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$' }), { minItems: 1 })),
    queries: Type.Optional(Type.Array(Type.String({ pattern: QUERY.source }), { minItems: 1 })),
    tenant_id: Type.Optional(text),
    client_id: Type.Optional(text),
    client_secret_env: Type.Optional(text),
    authority: Type.Optional(Type.String({ pattern: '^https://' })),
    endpoint: Type.Optional(Type.String({ pattern: '^https://' })),
  },
  CLOSED,
);

const NAME = '^[A-Za-z0-9_.-]{1,64}$';

/** The file of `PRESAGE_CLOUD_SOURCES`: sources by name. */
export const CLOUD_FILE = Type.Object(
  {
    cloudwatch: Type.Optional(Type.Record(Type.String({ pattern: NAME }), cloudWatch, CLOSED)),
    azure: Type.Optional(Type.Record(Type.String({ pattern: NAME }), azure, CLOSED)),
  },
  CLOSED,
);

export type CloudFile = Static<typeof CLOUD_FILE>;
export type CloudWatchEntry = Static<typeof cloudWatch>;
export type AzureEntry = Static<typeof azure>;
