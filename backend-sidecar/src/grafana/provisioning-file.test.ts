import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checker, METRICS, QuerySchema } from '@presage/contract';
import { parse } from 'yaml';
import { SIGNATURES } from '../../knowledge/signatures.ts';
import { DATASOURCE_UID, type AlertSettings } from './alert-settings.ts';
import { provisioningFile } from './provisioning-file.ts';
import { EVERYTHING_SET, NOTHING_SET } from './settings.fixture.ts';

interface Rule {
  readonly uid: string;
  readonly labels: Record<string, string>;
  readonly data: readonly { refId: string; datasourceUid: string; model: Record<string, unknown> }[];
  readonly notification_settings?: { receiver: string; mute_time_intervals?: string[] };
}
interface File {
  readonly contactPoints: readonly {
    name: string;
    receivers: readonly { uid: string; settings: Record<string, unknown> }[];
  }[];
  readonly deleteContactPoints: readonly { uid: string }[];
  readonly templates: readonly { name: string; template: string }[];
  readonly muteTimes: readonly { name: string }[];
  readonly groups: readonly { name: string; rules: readonly Rule[] }[];
  readonly deleteRules: readonly { uid: string }[];
}

const fileOf = (settings: AlertSettings): File => parse(provisioningFile(settings, SIGNATURES)) as File;
const rulesOf = (file: File): Rule[] => file.groups.flatMap(({ rules }) => rules);
const receivers = (file: File): string[] =>
  file.contactPoints.flatMap((point) => point.receivers.map(({ uid }) => uid));
const ruleOf = (file: File, uid: string): Rule | undefined => rulesOf(file).find((rule) => rule.uid === uid);
const receiversOf = (file: File, uid: string): string[] => {
  const name = ruleOf(file, uid)?.notification_settings?.receiver;
  return file.contactPoints.find((point) => point.name === name)?.receivers.map(({ uid: one }) => one) ?? [];
};

const teamsOnly: AlertSettings = {
  ...NOTHING_SET,
  channels: { ...NOTHING_SET.channels, teamsUrl: 'https://example.com/workflow' },
};
const mailOnly: AlertSettings = {
  ...NOTHING_SET,
  channels: { ...NOTHING_SET.channels, email: ['one@example.com'] },
};
const ALL = [NOTHING_SET, EVERYTHING_SET, teamsOnly, mailOnly].map((settings) => fileOf(settings));

describe('what is rendered', () => {
  test.each(ALL)('gives every contact point a receiver and every rule a contact point (%#)', (file) => {
    const names = file.contactPoints.map(({ name }) => name);
    for (const point of file.contactPoints) expect(point.receivers.length).toBeGreaterThan(0);
    for (const rule of rulesOf(file)) expect(names).toContain(rule.notification_settings?.receiver);
  });

  test('the alert on a full journal looks at no log that is never full: dead letters let their oldest go', () => {
    const [file] = ALL;
    const queries = file === undefined ? [] : (ruleOf(file, 'presage-journal-full')?.data ?? []);
    const asked = queries.filter(({ datasourceUid }) => datasourceUid === DATASOURCE_UID);
    expect(asked).toHaveLength(2);
    const logs = { field: 'log', op: '=|', values: ['journal', 'outbox'] };
    for (const { model } of asked) expect(model['filters']).toContainEqual(logs);
  });

  test.each(ALL)('names only mute times that it has (%#)', (file) => {
    const names = file.muteTimes.map(({ name }) => name);
    for (const rule of rulesOf(file))
      for (const name of rule.notification_settings?.mute_time_intervals ?? []) expect(names).toContain(name);
  });

  test.each(ALL)('has uids that Grafana takes, each once (%#)', (file) => {
    const uids = [...receivers(file), ...rulesOf(file).map(({ uid }) => uid)];
    expect(new Set(uids).size).toBe(uids.length);
    for (const uid of uids) expect(uid).toMatch(/^[a-z-]{1,40}$/);
  });

  test('tells nobody when nobody is set up', () => {
    const file = fileOf(NOTHING_SET);
    for (const rule of rulesOf(file))
      expect(rule.notification_settings?.mute_time_intervals).toContain('Presage always quiet');
  });

  test('deletes what is switched off again', () => {
    const on = fileOf(EVERYTHING_SET);
    const off = fileOf(NOTHING_SET);
    const gone = off.deleteContactPoints.map(({ uid }) => uid);
    for (const uid of receivers(on)) expect([...gone, ...receivers(off)]).toContain(uid);
  });

  test('keeps the names of contact points and mute times whatever is set: Grafana deletes none that a rule names', () => {
    const names = (file: File): string[] =>
      [...file.contactPoints, ...file.muteTimes].map(({ name }) => name);
    for (const file of ALL) expect(names(file)).toEqual(names(fileOf(NOTHING_SET)));
  });

  test('never deletes what it keeps', () => {
    for (const file of ALL) {
      const gone = file.deleteContactPoints.map(({ uid }) => uid);
      for (const uid of receivers(file)) expect(gone).not.toContain(uid);
    }
  });

  test('leaves out the rules that are off, and deletes them', () => {
    const file = fileOf({ ...NOTHING_SET, off: ['anomaly', 'health'] });
    expect(rulesOf(file).map(({ uid }) => uid)).toEqual(['presage-incident', 'presage-preventive']);
    expect(file.deleteRules).toContainEqual({ orgId: 1, uid: 'presage-anomaly' });
    expect(file.deleteRules).toContainEqual({ orgId: 1, uid: 'presage-silent' });
  });

  test('names no contact point where the own policies decide', () => {
    const file = fileOf({ ...EVERYTHING_SET, routing: 'policy' });
    for (const rule of rulesOf(file)) expect(rule.notification_settings).toBeUndefined();
  });

  test('keeps a dollar sign that Grafana would expand', () => {
    const [incidents] = fileOf(EVERYTHING_SET).contactPoints;
    const settings = incidents?.receivers.map((receiver) => JSON.stringify(receiver.settings)).join();
    expect(settings).toContain('sig=a$$b');
    expect(settings).toContain('shared$$secret');
  });
});

test('a description is a document for Jira Cloud, wiki markup for a Jira of one’s own', () => {
  const description = (url: string): unknown => {
    const { jira } = EVERYTHING_SET.channels;
    if (jira === undefined) throw new Error('The fixture has no Jira.');
    const channels = { ...EVERYTHING_SET.channels, jira: { ...jira, url } };
    const [incidents] = fileOf({ ...EVERYTHING_SET, channels }).contactPoints;
    return incidents?.receivers.find(({ uid }) => uid.endsWith('-jira'))?.settings['description'];
  };
  expect(description('https://shop.example.com/rest/api/3/')).toContain('presage.jira3');
  expect(description('https://shop.example.com/rest/api/2')).toContain('presage.jira2');
});

describe('who is told', () => {
  test('of incidents: everyone who is set up', () => {
    expect(receiversOf(fileOf(EVERYTHING_SET), 'presage-incident')).toHaveLength(5);
  });

  test('of preventive actions: no mail unless set', () => {
    expect(receiversOf(fileOf({ ...EVERYTHING_SET, preventiveEmail: false }), 'presage-preventive')).toEqual([
      'presage-preventive-teams',
      'presage-preventive-slack',
      'presage-preventive-webhook',
    ]);
    expect(receiversOf(fileOf(EVERYTHING_SET), 'presage-preventive')).toContain('presage-preventive-email');
    expect(receiversOf(fileOf(mailOnly), 'presage-preventive')).toEqual(['presage-preventive-nobody']);
  });

  test('in quiet hours: of preventive actions nobody, of incidents everyone', () => {
    const file = fileOf(EVERYTHING_SET);
    const mutes = (uid: string): unknown => ruleOf(file, uid)?.notification_settings?.mute_time_intervals;
    expect(mutes('presage-preventive')).toEqual(['Presage quiet hours']);
    expect(mutes('presage-incident')).toBeUndefined();
  });
});

describe('a rule', () => {
  const check = checker(QuerySchema);
  const rules = rulesOf(fileOf(NOTHING_SET));

  test.each(rules)('$uid asks what the contract knows', ({ data }) => {
    const ours = data.filter(({ datasourceUid }) => datasourceUid === DATASOURCE_UID);
    for (const { model } of ours) {
      const { refId, version, instant, ...query } = model;
      expect([version, instant]).toEqual([1, true]);
      expect(check({ ref_id: refId, from: '1', to: '2', ...query })).toMatchObject({ ok: true });
      for (const filter of (query['filters'] ?? []) as { field: string; values: string[] }[])
        if (filter.field === 'metric')
          expect(METRICS.map(({ name }) => name)).toEqual(expect.arrayContaining(filter.values));
    }
  });

  test.each(rules)('$uid has no label that its results have too', ({ labels, data }) => {
    const results = data.flatMap(({ model }) => (model['group_by'] ?? []) as string[]);
    for (const name of Object.keys(labels)) expect(results).not.toContain(name);
  });
});

describe('messages', () => {
  const templates = fileOf(NOTHING_SET)
    .templates.map(({ template }) => template)
    .join('\n');
  const boards = fileURLToPath(new URL('../../../provisioning/dashboards', import.meta.url));
  const plain = (text: string): string => text.replaceAll('`', '');

  test('say of every signature what it means and what to do first', () => {
    for (const { id, class: logClass, meaning, steps } of SIGNATURES) {
      if (logClass === 'normal') continue;
      expect(templates).toContain(`if eq . "${id}" }}${plain(meaning)}{{`);
      if (steps[0] !== undefined) expect(templates).toContain(`if eq . "${id}" }}${plain(steps[0])}{{`);
    }
  });

  test('have no backticks of a step: mail, cards and tickets would show them', () => {
    const [signature] = SIGNATURES.filter(({ class: logClass }) => logClass === 'incident');
    const odd = { ...signature, id: 'odd.one', steps: ['See it: `df -h`'] } as (typeof SIGNATURES)[number];
    expect(provisioningFile(NOTHING_SET, [odd])).toContain('See it: df -h{{');
  });

  test('take what looks like template code in a signature as text', () => {
    const [signature] = SIGNATURES.filter(({ class: logClass }) => logClass === 'incident');
    const odd = { ...signature, id: 'odd.one', meaning: 'a {{ .Secret }} b' } as (typeof SIGNATURES)[number];
    expect(provisioningFile(NOTHING_SET, [odd])).toContain('a {{ "{{" }} .Secret }} b');
  });

  test('link to dashboards that are there, by variables that these have', () => {
    const links = [...templates.matchAll(/ }}d\/(presage-[a-z]+)\?/g)];
    const known = new Map(
      readdirSync(boards)
        .filter((name) => name.endsWith('.json'))
        .map((name) => JSON.parse(readFileSync(join(boards, name), 'utf8')) as Board)
        .map((board) => [board.uid, board.templating?.list.map(({ name }) => name) ?? []]),
    );
    expect(links.length).toBeGreaterThan(5);
    for (const [, uid = ''] of links) expect([...known.keys()]).toContain(uid);
    expect(known.get('presage-explain')).toEqual(expect.arrayContaining(['template_id', 'service']));
    expect(known.get('presage-service')).toContain('service');
  });
});

interface Board {
  readonly uid: string;
  readonly templating?: { readonly list: readonly { readonly name: string }[] };
}
