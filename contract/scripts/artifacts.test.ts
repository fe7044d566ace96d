import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROUTES, SCHEMAS, type RouteFact } from '../src/index.ts';
import { artifacts } from './artifacts.ts';

const top = fileURLToPath(new URL('../..', import.meta.url));
const routes: readonly RouteFact[] = ROUTES;

describe('generated files', () => {
  test.each(artifacts())('$path is what the contract generates', ({ path, text }) => {
    expect(readFileSync(join(top, path), 'utf8')).toBe(text);
  });

  test('every reference in schema.json and openapi.json points to a schema that is there', () => {
    for (const { path, text } of artifacts().filter((artifact) => artifact.path.endsWith('.json'))) {
      const names = [...text.matchAll(/"\$ref": "#\/(?:\$defs|components\/schemas)\/(\w+)"/g)].map(
        ([, name]) => name,
      );
      expect([path, names.filter((name) => !(String(name) in SCHEMAS))]).toEqual([path, []]);
      expect(names.length).toBeGreaterThan(0);
    }
  });

  test('no two routes share method and path', () => {
    const keys = routes.map((route) => `${route.method} ${route.path}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('every placeholder of a path is a described parameter', () => {
    for (const route of routes) {
      const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
      const described = (route.parameters ?? [])
        .filter((fact) => fact.in === 'path')
        .map((fact) => fact.name);
      expect([route.path, described]).toEqual([route.path, names]);
    }
  });
});
