import { definitions, type Json } from './json-schema.ts';
import { ROUTES, type ParameterFact, type RouteFact } from './routes.ts';
import type { SchemaName } from './schemas.ts';
import { CONTRACT_VERSION } from './version.ts';

const PREFIX = '#/components/schemas/';

const TENANT: readonly ParameterFact[] = [
  { name: 'AccountID', in: 'header', description: 'First half of the tenant, uint32. Default 0' },
  { name: 'ProjectID', in: 'header', description: 'Second half of the tenant, uint32. Default 0' },
];

/** The API as OpenAPI 3.1, from the tables of routes and schemas. */
export function openApi(): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of ROUTES as readonly RouteFact[]) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method.toLowerCase()] = operation(route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Presage sidecar',
      version: CONTRACT_VERSION,
      description: 'Logs in, verdicts out. `version` is that of the contract.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: { schemas: definitions(PREFIX), securitySchemes: SECURITY },
  };
}

const SECURITY: Json = {
  bearer: { type: 'http', scheme: 'bearer', description: 'A token of `presage token create`' },
  basic: { type: 'http', scheme: 'basic', description: 'Any user name, the token as password' },
};

function operation(route: RouteFact): Json {
  const parameters = [...(route.parameters ?? []), ...(route.scope === 'tenant' ? TENANT : [])];
  return {
    summary: route.summary,
    ...(route.role === 'none'
      ? {}
      : { description: `Role: \`${route.role}\`.`, security: [{ bearer: [] }, { basic: [] }] }),
    ...(parameters.length === 0 ? {} : { parameters: parameters.map(parameter) }),
    ...(route.request === undefined
      ? {}
      : { requestBody: { required: true, content: content(route.requestType, route.request) } }),
    responses: {
      200: { description: 'Done', content: content(route.replyType, route.reply) },
      default: { description: 'An error, in words', content: content(undefined, 'ErrorReply') },
    },
  };
}

function parameter(fact: ParameterFact): Json {
  return {
    name: fact.name,
    in: fact.in,
    required: fact.required ?? false,
    description: fact.description,
    schema: { type: 'string' },
  };
}

function content(type: string | undefined, schema: SchemaName | undefined): Json {
  return { [type ?? 'application/json']: schema === undefined ? {} : { schema: { $ref: PREFIX + schema } } };
}
