import { describe, expect, test } from '@jest/globals';
import { checker } from '@presage/contract';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ComposeSchema, composeText, readCompose, type Compose } from './compose-file.ts';
import { ROOT } from './config.ts';

const compose = readCompose() as Compose;
const services = Object.entries(compose.services);
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
/** Every setting of the sidecar is a row of this page, which is made from the settings themselves. */
const SETTINGS = new Set(
  [...read('docs/configuration.md').matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name]) => name),
);
const FIRST_RUN = read('docker/first-run.sh');
/** A version with at least its minor number. Ours is built from the checkout. */
const EXACT =
  /^[a-z0-9./-]+:v?\d+\.\d+(\.\d+)?(-[\w.-]+)?(-\$\{GRAFANA_VERSION:-\d+\.\d+\.\d+\})?(@sha256:[0-9a-f]{64})?$/;

test('docker-compose.yml has only what the specification of its parts allows', () => {
  expect(checker(ComposeSchema)(readCompose())).toMatchObject({ ok: true });
});

test('only Grafana is published beyond this machine unless the user says so', () => {
  const beyond = services.filter(([, { ports = [] }]) =>
    ports.some((port) => !/^(127\.0\.0\.1|\$\{PUBLISH_PRESAGE:-127\.0\.0\.1\}):/.test(port)),
  );
  expect(beyond.map(([name]) => name)).toEqual(['grafana']);
});

describe.each(services)('the service %s', (name, service) => {
  test('has an image of an exact version', () => {
    expect(service.image).toMatch(EXACT);
  });

  test('is not more than it needs to be', () => {
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
    // The broker writes its configuration at its start.
    expect(service.read_only === true || name === 'kafka').toBe(true);
  });

  test('waits only for what there is and what can become healthy', () => {
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      const awaited = compose.services[other];
      expect(awaited).toBeDefined();
      if (condition === 'service_completed_successfully') expect(awaited?.restart).toBe('no');
      else expect(hasHealth(awaited)).toBe(true);
    }
  });

  test('uses volumes and networks that are declared, and files that are there', () => {
    for (const network of service.networks ?? []) expect(Object.keys(compose.networks)).toContain(network);
    for (const volume of service.volumes ?? []) {
      const [from = ''] = volume.split(':');
      if (from.startsWith('./')) expect(existsSync(join(ROOT, from))).toBe(true);
      else expect(Object.keys(compose.volumes)).toContain(from);
    }
    if (service.build !== undefined) expect(existsSync(join(ROOT, service.build.dockerfile))).toBe(true);
  });

  test('is given only settings that the sidecar knows, or that the provisioning files read', () => {
    const given = Object.keys(service.environment ?? {}).filter((key) => key.startsWith('PRESAGE_'));
    const known = name === 'grafana' ? variablesOfProvisioning() : SETTINGS;
    expect(given.filter((key) => !known.has(key))).toEqual([]);
    if (name === 'grafana') expect(new Set(given)).toEqual(known);
  });
});

test('volumes and networks that are declared are used', () => {
  const used = services.flatMap(([, { volumes = [], networks = [] }]) => [
    ...volumes.map((volume) => volume.split(':')[0]),
    ...networks,
  ]);
  expect(
    [...Object.keys(compose.volumes), ...Object.keys(compose.networks)].filter((one) => !used.includes(one)),
  ).toEqual([]);
});

test('what is asked of .env has a default, or is made by the first run', () => {
  const asked = [...composeText.matchAll(/\$\{([A-Z_]+)(:[-?])?/g)];
  for (const [, variable = '', kind] of asked)
    expect(kind === ':-' || FIRST_RUN.includes(`\n${variable}=`)).toBe(true);
});

test('.env names only settings that the sidecar knows: it refuses to start with another', () => {
  const named = [...FIRST_RUN.matchAll(/^#?(PRESAGE_[A-Z_]+|GEMINI_API_KEY)=/gm)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => !SETTINGS.has(name))).toEqual([]);
});

test('the first run makes secrets that only their owner can read, and a second one keeps them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-env-'));
  mkdirSync(join(folder, 'docker'));
  cpSync(join(ROOT, 'docker/first-run.sh'), join(folder, 'docker/first-run.sh'));
  const run = (): string => execFileSync('sh', [join(folder, 'docker/first-run.sh')], { encoding: 'utf8' });
  run();
  const made = readFileSync(join(folder, '.env'), 'utf8');
  const secrets = [...made.matchAll(/^(?:PRESAGE_\w+_TOKEN|GRAFANA_PASSWORD)=([0-9a-f]{48})$/gm)].map(
    ([, text]) => text,
  );
  expect(new Set(secrets).size).toBe(4);
  expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
  run();
  expect(readFileSync(join(folder, '.env'), 'utf8')).toBe(made);
  rmSync(folder, { recursive: true });
});

describe.each(['docker/sidecar.Dockerfile', 'docker/grafana.Dockerfile'])('%s', (file) => {
  const lines = read(file).replaceAll('\\\n', ' ').split('\n');

  test('copies only what is there, and is built on exact versions', () => {
    const copied = lines.filter((line) => line.startsWith('COPY ') && !line.includes('--from='));
    const sources = copied.flatMap((line) => line.split(/\s+/).slice(1, -1));
    expect(sources.filter((source) => !existsSync(join(ROOT, source)))).toEqual([]);
    for (const [, version] of read(file).matchAll(/^ARG \w+_VERSION=(.*)$/gm))
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    for (const line of lines.filter((one) => one.startsWith('FROM ')))
      expect(line).toMatch(/^FROM [\w/]+:\$\{\w+_VERSION\}/);
  });

  test('does not run as root, and says whether it is well', () => {
    const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
    expect(last.some((line) => line.startsWith('HEALTHCHECK '))).toBe(true);
    const user = last.findLast((line) => line.startsWith('USER '));
    // Grafana's image names its own user, 472.
    expect(user ?? last[0]).toMatch(/^(USER 10001:10001|FROM grafana\/grafana:)/);
  });
});

function hasHealth(service: Compose['services'][string] | undefined): boolean {
  if (service?.healthcheck !== undefined) return 'test' in service.healthcheck;
  return service?.build !== undefined && read(service.build.dockerfile).includes('HEALTHCHECK');
}

function variablesOfProvisioning(): Set<string | undefined> {
  const texts = ['provisioning/datasources/presage.yml', 'provisioning/dashboards/presage.yml'].map(read);
  return new Set(texts.flatMap((text) => [...text.matchAll(/: \$([A-Z_]+)$/gm)].map(([, name]) => name)));
}
