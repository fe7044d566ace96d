import { describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../config.ts';
import { alertSettings, grafana } from './grafana.ts';

const settingsOf = (environment: Record<string, string>) => alertSettings(readConfig(environment));

describe('presage grafana', () => {
  test('writes one file that only its owner may read, also into a folder that is not there yet', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'presage-grafana-'));
    try {
      const config = readConfig({ PRESAGE_ALERT_TEAMS_URL: 'https://example.com/workflow' });
      const file = await grafana(config, join(folder, 'provisioning', 'alerting'));
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect(await readFile(file, 'utf8')).toContain('url: https://example.com/workflow');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('takes quiet hours, families that are off and addresses', () => {
    const settings = settingsOf({
      PRESAGE_ALERT_EMAIL: 'one@example.com, two@example.com',
      PRESAGE_ALERT_QUIET_HOURS: '22:00-07:00',
      PRESAGE_ALERT_QUIET_ZONE: 'Europe/Berlin',
      PRESAGE_ALERT_OFF: 'anomaly',
    });
    expect(settings.channels.email).toEqual(['one@example.com', 'two@example.com']);
    expect(settings).toMatchObject({ quietZone: 'Europe/Berlin', off: ['anomaly'], quiet: [{}, {}] });
  });

  test.each([
    ['an address that is none', { PRESAGE_ALERT_EMAIL: 'ops' }, /PRESAGE_ALERT_EMAIL/],
    ['an interval that Grafana refuses', { PRESAGE_ALERT_INTERVAL: '15s' }, /multiple of 10s/],
    ['a window of one interval', { PRESAGE_ALERT_WINDOW: '30s' }, /two intervals/],
    ['hours that are none', { PRESAGE_ALERT_QUIET_HOURS: 'night' }, /22:00-07:00/],
    ['a zone that is none', { PRESAGE_ALERT_QUIET_ZONE: 'Moon/Base' }, /Europe\/Berlin/],
    ['a family that is none', { PRESAGE_ALERT_OFF: 'lunch' }, /incident, preventive, anomaly, health/],
    ['a Jira without a project', { PRESAGE_ALERT_JIRA_URL: 'https://example.com' }, /JIRA_PROJECT/],
    ['a Jira without its API', { PRESAGE_ALERT_JIRA_URL: 'https://example.com/jira' }, /\/rest\/api\/3/],
    ['no wait at all', { PRESAGE_ALERT_GROUP_WAIT: '0s' }, /at least 1s/],
  ])('refuses %s and says what it takes', (_, environment, said) => {
    expect(() => settingsOf(environment)).toThrow(said);
  });

  test('does not show a secret URL that is none', () => {
    expect(() => settingsOf({ PRESAGE_ALERT_TEAMS_URL: 'hunter2' })).toThrow(/^(?!.*hunter2)/s);
  });
});
