import { ROUTES } from '@presage/contract';
import { PresageError } from '../errors.ts';

/** Says that there is no such route, and which one may have been meant. */
export function noSuchRoute(method: string, path: string, insertPaths: readonly string[]): PresageError {
  const known: string[] = [...new Set([...ROUTES.map((route) => route.path), ...insertPaths])];
  const asked = path.slice(0, 200);
  const shown = JSON.stringify(`${method} ${asked}`);
  if (known.includes(asked)) {
    const methods = ROUTES.filter((route) => route.path === asked).map((route) => route.method);
    return new PresageError(
      'not_found',
      `There is no ${shown}; the path answers ${methods.join(', ') || 'POST'}.`,
    );
  }
  const nearest = known.reduce((best, next) => (distance(asked, next) < distance(asked, best) ? next : best));
  return new PresageError(
    'not_found',
    `There is no ${shown}. Did you mean ${nearest}? All routes: /api/v1/openapi.json.`,
  );
}

/** Levenshtein: letters to add, drop or change. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
