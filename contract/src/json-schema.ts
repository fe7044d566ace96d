import { SCHEMAS, type SchemaName } from './schemas.ts';
import { CONTRACT_VERSION } from './version.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Text of each named schema → its name: two shapes with the same text are the same shape. */
const NAMES = new Map<string, SchemaName>(
  (Object.keys(SCHEMAS) as SchemaName[]).map((name) => [JSON.stringify(SCHEMAS[name]), name]),
);

/** All schemas under `$defs`, each written once; where one holds another stands a `$ref`. */
export function jsonSchema(): Json {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Presage contract',
    version: CONTRACT_VERSION,
    $defs: definitions('#/$defs/'),
  };
}

/** Every named schema with references that start with `prefix`. */
export function definitions(prefix: string): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    Object.entries(SCHEMAS).map(([name, schema]) => [name, entriesOf(plain(schema), prefix)]),
  );
}

/** typebox keeps its own notes in properties that JSON leaves out. */
function plain(schema: object): Json {
  return JSON.parse(JSON.stringify(schema)) as Json;
}

function referenced(value: Json, prefix: string): Json {
  if (value === null || typeof value !== 'object') return value;
  const name = NAMES.get(JSON.stringify(value));
  return name === undefined ? entriesOf(value, prefix) : { $ref: prefix + name };
}

function entriesOf(value: Json, prefix: string): Json {
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map((item) => referenced(item, prefix));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, referenced(item, prefix)]));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
