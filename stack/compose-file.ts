import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import { parse } from 'yaml';
import { ROOT } from './config.ts';

const closed = { additionalProperties: false } as const;
const Texts = Type.Array(Type.String());
const Environment = Type.Record(Type.String(), Type.String());

const Limits = Type.Object({ cpus: Type.String(), memory: Type.String(), pids: Type.Integer() }, closed);

const Health = Type.Union([
  Type.Object({ disable: Type.Literal(true) }, closed),
  Type.Object(
    { test: Texts, interval: Type.String(), timeout: Type.String(), retries: Type.Integer() },
    closed,
  ),
]);

const Service = Type.Object(
  {
    image: Type.String(),
    build: Type.Optional(
      Type.Object(
        { context: Type.Literal('.'), dockerfile: Type.String(), args: Type.Optional(Environment) },
        closed,
      ),
    ),
    profiles: Type.Optional(Texts),
    command: Type.Optional(Texts),
    entrypoint: Type.Optional(Texts),
    user: Type.Optional(Type.String()),
    env_file: Type.Optional(Type.Array(Type.Literal('.env'))),
    environment: Type.Optional(Environment),
    volumes: Type.Optional(Texts),
    tmpfs: Type.Optional(Texts),
    networks: Type.Optional(Texts),
    network_mode: Type.Optional(Type.Literal('none')),
    ports: Type.Optional(Texts),
    depends_on: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Object({ condition: Type.Enum(['service_healthy', 'service_completed_successfully']) }, closed),
      ),
    ),
    healthcheck: Type.Optional(Health),
    restart: Type.Enum(['unless-stopped', 'no']),
    stop_grace_period: Type.Optional(Type.String()),
    read_only: Type.Optional(Type.Boolean()),
    cap_drop: Texts,
    security_opt: Texts,
    logging: Type.Object({ driver: Type.String(), options: Environment }, closed),
    deploy: Type.Object({ resources: Type.Object({ limits: Limits }, closed) }, closed),
  },
  closed,
);

/** The part of the Compose specification that our file uses; anything else in it is a mistake. */
export const ComposeSchema = Type.Object(
  {
    name: Type.String(),
    services: Type.Record(Type.String(), Service),
    networks: Type.Record(Type.String(), Type.Object({ internal: Type.Optional(Type.Boolean()) }, closed)),
    volumes: Type.Record(Type.String(), Type.Object({}, closed)),
  },
  closed,
);
export type Compose = Static<typeof ComposeSchema>;

export const composeText = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');

/** The file with its anchors resolved and without what only they use; not checked yet. */
export function readCompose(): Record<string, unknown> {
  const all = parse(composeText, { merge: true }) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(all).filter(([key]) => !key.startsWith('x-')));
}
