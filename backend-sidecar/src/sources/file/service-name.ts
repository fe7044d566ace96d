import { basename, dirname } from 'node:path';

/** `<pod>_<namespace>_<container>-<64 hex>.log`, as Kubernetes links them. */
const KUBERNETES = /^[^_]+_[^_]+_(.+)-[0-9a-f]{64}$/;
const DOCKER = /^([0-9a-f]{12})[0-9a-f]{52}-json$/;
/** What rotation and dates add to a name, at its end. A number joined by `-` or `_` is an instance's, not a rotation's. */
const ADDED =
  /(?:[._-]\d{4}[-_.]?\d{2}[-_.]?\d{2}(?:[-_.T]?\d{2,6})?|\.\d{1,10}|[._-]log|\.(?:txt|out|err|json|old))$/i;

/**
 * The service that a file's name tells: its stem without `.log`, dates and rotation digits (`app.log.1`, `app-2026-01-02.log` →
 * `app`). A name of digits only (`0.log` of a pod) gives that of its folder.
 */
export function serviceName(path: string): string {
  const stem = stemOf(basename(path));
  const named = KUBERNETES.exec(stem)?.[1] ?? DOCKER.exec(stem)?.[1] ?? stem;
  if (!/^\d*$/.test(named)) return named;
  const folder = basename(dirname(path));
  return folder === '' || folder === '.' ? basename(path) : folder;
}

function stemOf(name: string): string {
  let stem = name;
  while (ADDED.test(stem)) stem = stem.replace(ADDED, '');
  return stem;
}
