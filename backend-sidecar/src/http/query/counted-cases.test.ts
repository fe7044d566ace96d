import { expect, test } from '@jest/globals';
import type { Frame } from '@presage/contract';
import {
  fakeApi,
  INCIDENT,
  LOGIN_TEMPLATE,
  OLD_ALIAS,
  row,
  SHOP_TEMPLATE,
  table,
  template,
} from '../api.fixture.ts';
import type { Api } from '../api.ts';
import { shelfReader } from '../reader.fixture.ts';
import { resolve } from './resolve.ts';
import { answerTemplates } from './templates.ts';

const query = resolve({
  ...{ ref_id: 'A', query_type: 'templates', value: 'count' },
  ...{ from: '2026-03-01T11:59:00Z', to: '2026-03-01T12:00:00Z' },
});
const asker = {
  ...{ tenant: '0:0', alert: false, datasourceUid: undefined, requestId: 'r1' },
  signal: new AbortController().signal,
};

async function counted(changes: Partial<Api>): Promise<Frame | undefined> {
  const { frames, notices, problems } = await answerTemplates(fakeApi(changes).api, asker, query);
  expect([...notices, ...problems]).toEqual([]);
  return frames[0];
}

function column(frame: Frame | undefined, name: string): readonly unknown[] {
  const at = frame?.schema.fields.findIndex((field) => field.name === name) ?? -1;
  return frame?.data.values[at] ?? [];
}

test('a counted template has the lines in the window, for each service its own and merged ids with them', async () => {
  const ofService = (service: string, id = SHOP_TEMPLATE) => ({
    ...INCIDENT,
    service,
    presage_template_id: id,
  });
  const rows = [
    ...[1, 2, 3].map((at) => row(at, 'pool exhausted after 31 ms', ofService('shop'))),
    row(4, 'pool exhausted after 9 ms', ofService('shop', OLD_ALIAS)),
    row(5, 'pool exhausted after 9 ms', ofService('till')),
    row(90, 'pool exhausted before the window', ofService('till')),
  ];
  const frame = await counted({
    reader: await shelfReader({ '0:0': { rows, scores: [] } }),
    templates: table([
      template(SHOP_TEMPLATE, 'shop', { aliases: [OLD_ALIAS] }),
      template(SHOP_TEMPLATE, 'till'),
      template(LOGIN_TEMPLATE, 'login'),
    ]),
  });
  expect(column(frame, 'service')).toEqual(['shop', 'till']);
  expect(column(frame, 'count')).toEqual([4, 1]);
});

test('a case gets the lines of its own class and severity', async () => {
  const [verdict] = template(SHOP_TEMPLATE, 'shop').verdicts;
  const calmer = { ...verdict, class: 'normal', severity: 'info', count: 1 } as NonNullable<typeof verdict>;
  const rows = [
    row(1, 'pool exhausted after 31 ms', { ...INCIDENT, service: 'shop' }),
    ...[2, 3].map((at) =>
      row(at, 'pool exhausted after 1 ms', {
        ...INCIDENT,
        ...{ service: 'shop', presage_class: 'normal', presage_severity: 'info' },
      }),
    ),
  ];
  const frame = await counted({
    reader: await shelfReader({ '0:0': { rows, scores: [] } }),
    templates: table([template(SHOP_TEMPLATE, 'shop', { verdicts: verdict ? [verdict, calmer] : [] })]),
  });
  expect(column(frame, 'presage_class')).toEqual(['normal', 'incident']);
  expect(column(frame, 'count')).toEqual([2, 1]);
});

test('lines that do not say their service are counted for the templates of such lines', async () => {
  const frame = await counted({
    reader: await shelfReader({ '0:0': { rows: [row(1, 'pool exhausted', INCIDENT)], scores: [] } }),
    templates: table([template(SHOP_TEMPLATE, 'shop'), template(SHOP_TEMPLATE, 'unknown')]),
  });
  expect(column(frame, 'service')).toEqual(['unknown']);
  expect(column(frame, 'count')).toEqual([1]);
});

test('templates that their own facts choose are counted however many others have more lines', async () => {
  const ids = Array.from({ length: 1100 }, (_, i) => i.toString(16).padStart(16, '0'));
  const [rare = ''] = ids;
  const line = (id: string) =>
    row(1, 'pool exhausted', { ...INCIDENT, service: 'shop', presage_template_id: id });
  const rows = ids.flatMap((id, i) =>
    (id === rare ? [line(id)] : [line(id), line(id)]).map((one, n) => ({
      ...one,
      fields: { ...one.fields, presage_event_id: `${one.fields['presage_event_id'] ?? ''}-${i}-${n}` },
    })),
  );
  const changes = {
    reader: await shelfReader({ '0:0': { rows, scores: [] } }),
    templates: table(
      ids.map((id) => template(id, 'shop', id === rare ? { first_seen: '2026-03-01T11:59:30.000Z' } : {})),
    ),
  };
  const after = String(Date.parse('2026-03-01T11:59:00Z'));
  const filters = [{ field: 'first_seen', op: '>' as const, values: [after] }];
  const { frames, notices } = await answerTemplates(fakeApi(changes).api, asker, { ...query, filters });
  expect(notices).toEqual([]);
  expect(column(frames[0], 'presage_template_id')).toEqual([rare]);
});
