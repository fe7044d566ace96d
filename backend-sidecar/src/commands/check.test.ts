import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readConfig } from '../config.ts';
import { newFolder } from '../sidecar.fixture.ts';
import { check } from './check.ts';

async function checked(
  settings: Readonly<Record<string, string>>,
): Promise<{ isWell: boolean; told: string }> {
  const told: string[] = [];
  const config = readConfig({ PRESAGE_DATA_DIR: newFolder(), ...settings });
  const isWell = await check(config, (line) => void told.push(line));
  return { isWell, told: told.join('\n') };
}

test('what serves well is told to be well', async () => {
  const { isWell, told } = await checked({ PRESAGE_SYSLOG_UDP: '127.0.0.1:0' });
  expect(told).toContain('access: ok (no token)');
  expect(told).toContain('syslog: ok');
  expect(isWell).toBe(true);
});

const noPem = join(newFolder(), 'no.pem');
writeFileSync(noPem, 'no certificate\n');
const tls = { PRESAGE_SYSLOG_TLS: '127.0.0.1:0' };

test.each([
  ['a data folder that is none', { PRESAGE_DATA_DIR: noPem }, 'PRESAGE_DATA_DIR='],
  ['access that is open to all', { PRESAGE_LISTEN: '0.0.0.0:9480' }, 'there is no token'],
  ['syslog over TLS without a certificate', tls, 'PRESAGE_SYSLOG_TLS_CERT'],
  [
    'a certificate that is none',
    { ...tls, PRESAGE_SYSLOG_TLS_CERT: noPem, PRESAGE_SYSLOG_TLS_KEY: noPem },
    'PEM files',
  ],
  ['a network that is none', { PRESAGE_SYSLOG_UDP: '127.0.0.1:0', PRESAGE_SYSLOG_ALLOW: 'all' }, '"all"'],
  [
    'a mechanism that Kafka has not',
    { PRESAGE_KAFKA_BROKERS: '127.0.0.1:1', PRESAGE_KAFKA_SASL: 'GUESS' },
    'SCRAM-SHA-256',
  ],
  ['a broker that is not there', { PRESAGE_KAFKA_BROKERS: '127.0.0.1:1' }, 'kafka: '],
])('%s, which serve would refuse, is told', async (_what, settings, words) => {
  const { isWell, told } = await checked(settings);
  expect(told).toContain(words);
  expect(told).not.toContain('kafka: ok');
  expect(isWell).toBe(false);
});
