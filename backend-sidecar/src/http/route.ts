import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ROUTES, type RouteFact, type RouteKey } from '@presage/contract';
import { PresageError } from '../errors.ts';
import type { InsertReply } from '../sources/source.ts';
import type { Access, AccessRule } from './access.ts';
import type { Api, ServerOptions } from './api.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before the handler runs. */
    access: Access;
  }
  interface FastifyContextConfig {
    rule?: AccessRule;
    /** The form of an error, where it is not the common one. */
    refuse?: (error: PresageError, request: FastifyRequest) => InsertReply;
  }
}

/** What every route file exports: adds its routes to the server. */
export type RouteModule = (app: FastifyInstance, api: Api, options: ServerOptions) => void;

const FACTS = new Map<string, RouteFact>(ROUTES.map((fact) => [`${fact.method} ${fact.path}`, fact]));

/** Adds a route of the contract's table, with the access rule that stands there. `constraints` choose among routes of one path. */
export function route(
  app: FastifyInstance,
  key: RouteKey,
  handler: (request: FastifyRequest, reply: FastifyReply) => unknown,
  constraints: Readonly<Record<string, string>> = {},
): void {
  const fact = FACTS.get(key);
  if (fact === undefined) throw new TypeError(`${key} is not in the table of routes`);
  const { method, path, role, scope } = fact;
  app.route({
    method,
    url: path,
    constraints,
    config: { rule: { role, scope } },
    exposeHeadRoute: role === 'none',
    handler,
  });
}

/** A query parameter; undefined when absent or empty. Throws `bad_request` when it is given twice. */
export function parameter(request: FastifyRequest, name: string): string | undefined {
  const value = (request.query as Readonly<Record<string, string | readonly string[] | undefined>>)[name];
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string') throw new PresageError('bad_request', `${name} is given more than once.`);
  return value;
}

/** A whole number from 1 to `max`. Throws `bad_request`. */
export function countParameter(
  request: FastifyRequest,
  name: string,
  bounds: { readonly max: number; readonly standard: number },
): number {
  const text = parameter(request, name);
  if (text === undefined) return bounds.standard;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= bounds.max) return number;
  throw new PresageError(
    'bad_request',
    `${name} is ${JSON.stringify(text.slice(0, 40))}; it takes a whole number from 1 to ${bounds.max}.`,
  );
}
