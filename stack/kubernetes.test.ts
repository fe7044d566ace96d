import { beforeAll, describe, expect, test } from '@jest/globals';
import { checker } from '@presage/contract';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Static } from 'typebox';
import { parseAllDocuments } from 'yaml';
import { onPath, ROOT } from './config.ts';
import { KINDS } from './kubernetes-schemas.ts';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
}

const kubectl = onPath('kubectl');
const SETTINGS = readFileSync(join(ROOT, 'docs/configuration.md'), 'utf8');
const described = kubectl === undefined ? describe.skip : describe;
let manifests: readonly Manifest[] = [];

described('the manifests, as kubectl kustomize renders them', () => {
  beforeAll(() => {
    const folder = join(ROOT, 'deploy/kubernetes/with-service-monitor');
    const text = execFileSync(kubectl ?? '', ['kustomize', folder], { encoding: 'utf8' });
    manifests = parseAllDocuments(text).map((document) => document.toJS() as Manifest);
  });

  test('are of every kind that is needed, each once', () => {
    expect(manifests.map(({ kind }) => kind).sort()).toEqual(Object.keys(KINDS).sort());
  });

  test.each(Object.keys(KINDS) as (keyof typeof KINDS)[])('%s has only keys that its API knows', (kind) => {
    expect(checker(KINDS[kind])(only(kind))).toMatchObject({ ok: true });
  });

  test('choose the pods of the sidecar and no others', () => {
    const { template, selector } = only('StatefulSet').spec;
    const selectors = [
      selector.matchLabels,
      only('Service').spec.selector,
      only('PodDisruptionBudget').spec.selector.matchLabels,
      only('NetworkPolicy').spec.podSelector.matchLabels,
    ];
    for (const chosen of selectors) {
      expect(Object.keys(chosen)).not.toEqual([]);
      expect(template.metadata.labels).toMatchObject(chosen);
    }
    expect(only('Service').metadata.labels).toMatchObject(only('ServiceMonitor').spec.selector.matchLabels);
  });

  test('name each other right', () => {
    const { serviceName, template, volumeClaimTemplates } = only('StatefulSet').spec;
    const [container] = template.spec.containers;
    expect(serviceName).toBe(only('Service').metadata.name);
    expect(template.spec.serviceAccountName).toBe(only('ServiceAccount').metadata.name);
    expect(container?.envFrom.map(({ configMapRef }) => configMapRef?.name)).toContain(
      only('ConfigMap').metadata.name,
    );
    const volumes = [...template.spec.volumes, ...volumeClaimTemplates.map(({ metadata }) => metadata)];
    const mounted = container?.volumeMounts.map(({ name }) => name) ?? [];
    expect(volumes.map(({ name }) => name).sort()).toEqual(mounted.toSorted());
    const ports = container?.ports.map(({ name }) => name);
    for (const probe of [container?.startupProbe, container?.livenessProbe, container?.readinessProbe])
      expect(ports).toContain(probe?.httpGet.port);
  });

  test('give the sidecar settings that it knows, and an image of an exact version', () => {
    for (const name of Object.keys(only('ConfigMap').data)) expect(SETTINGS).toContain(`\`${name}\``);
    const [container] = only('StatefulSet').spec.template.spec.containers;
    expect(container?.image).toMatch(/:\d+\.\d+\.\d+$/);
  });

  test('have room on the disk for journal, outbox and dead letters at their limits', () => {
    const limits = ['JOURNAL', 'OUTBOX', 'DEAD_LETTERS'].map((log) => {
      const [, amount = '', unit] =
        new RegExp(`PRESAGE_${log}_MAX_BYTES\` \\|[^|]*\`(\\d+)(GiB|MiB)`).exec(SETTINGS) ?? [];
      return Number(amount) / (unit === 'MiB' ? 1024 : 1);
    });
    const storage = only('StatefulSet').spec.volumeClaimTemplates[0]?.spec.resources.requests.storage;
    expect(Number(/^(\d+)Gi$/.exec(storage ?? '')?.[1])).toBeGreaterThan(
      limits.reduce((sum, limit) => sum + limit, 0),
    );
  });
});

function only<Kind extends keyof typeof KINDS>(kind: Kind): Static<(typeof KINDS)[Kind]> & Manifest {
  return manifests.find((manifest) => manifest.kind === kind) as Static<(typeof KINDS)[Kind]> & Manifest;
}
