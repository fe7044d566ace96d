import { dataFrameFromJSON, type DataFrame, type DataFrameJSON, type DataFrameType } from '@grafana/data';
import logs from '../../../contract/fixtures/query/logs.json';
import packed from '../../../contract/fixtures/query/logs-packed.json';
import range from '../../../contract/fixtures/query/stats-range.json';
import templates from '../../../contract/fixtures/query/templates.json';
import { eventsOf } from '../annotations';
import { cell, withoutLine } from './context-frames';
import { decorate, type LinkTarget } from './decorate';

const others: Readonly<Record<string, object>> = {
  traces: { type: 'tempo', name: 'Our traces' },
  jaeger: { type: 'jaeger', name: 'Old traces' },
};
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual<object>('@grafana/runtime'),
  getDataSourceSrv: () => ({ getInstanceSettings: (uid: string) => others[uid] }),
}));

const target: LinkTarget = { uid: 'u1', name: 'Presage', explainDashboardUid: undefined, derivedFields: [] };

function framesOf(fixture: { reply: { results: { A: { frames: unknown[] } } } }): DataFrame[] {
  return fixture.reply.results.A.frames.map((frame) => dataFrameFromJSON(frame as DataFrameJSON));
}

function firstOf(fixture: Parameters<typeof framesOf>[0]): DataFrame {
  const [frame] = framesOf(fixture);
  if (frame === undefined) throw new Error('the fixture has no frame');
  return frame;
}

function fieldOf(frame: DataFrame, name: string) {
  return frame.fields.find((field) => field.name === name);
}

describe('lines', () => {
  test('link to their explanation and to the other lines of their template', () => {
    const frame = decorate(firstOf(logs), target);
    const [explain] = fieldOf(frame, 'presage_event_id')?.config.links ?? [];
    const [others] = fieldOf(frame, 'presage_template_id')?.config.links ?? [];
    expect(explain).toMatchObject({
      title: 'Explain this log',
      internal: { datasourceUid: 'u1', query: { query_type: 'explain' } },
    });
    expect(others).toMatchObject({
      internal: { query: { query_type: 'logs', filters: [{ field: 'presage_template_id' }] } },
    });
  });

  test('link to the dashboard with the panel where there is one', () => {
    const frame = decorate(firstOf(logs), { ...target, explainDashboardUid: 'exp' });
    expect(fieldOf(frame, 'presage_event_id')?.config.links?.[0]?.url).toBe(
      '/d/exp?var-event_id=${__value.raw:percentencode}',
    );
  });

  test('have their severity as the level by which Grafana filters', () => {
    const labels = fieldOf(decorate(firstOf(logs), target), 'labels')?.values as Array<
      Record<string, string>
    >;
    expect(labels.length).toBeGreaterThan(0);
    for (const one of labels) expect(one['detected_level']).toBe(one['presage_severity']);
  });

  test('have the words that were looked for marked as they stand, in any case of letters', () => {
    const frame = firstOf(logs);
    const marks = (...searchWords: string[]) =>
      decorate({ ...frame, meta: { ...frame.meta, custom: { searchWords } } }, target).meta?.custom?.[
        'searchWords'
      ] as string[];
    // Grafana's own reading of each word.
    const found = (word: string, line: string) => {
      const [mark = ''] = marks(word).map((one) => one.replace(/[[{(][\w,.\/:;<=>?:*+]+$/, ''));
      expect(mark.startsWith('(?i)')).toBe(true);
      return line.match(new RegExp(`(?:${mark.slice(4)})`, 'gi'));
    };
    expect(found('order', 'Order 7 of order')).toEqual(['Order', 'order']);
    expect(found('[2004]', '[2004] LOG: 42')).toEqual(['[2004]']);
    for (const word of [
      'c++',
      '(foo',
      'a[0',
      'x{y',
      'f(a)',
      '{"id":7}',
      'C:\\temp',
      '$5.00',
      '^a|b$',
      '(?i)x',
    ])
      expect(found(word, `before ${word} after`)).toEqual([word]);
    expect(marks()).toEqual([]);
  });

  test('are the same whether their fields came packed or not', () => {
    const seen = (frame: DataFrame) => {
      const { fields, meta, length } = decorate(frame, target);
      const columns = fields.map(({ name, type, config, values, nanos }) => [
        name,
        type,
        config,
        values,
        nanos,
      ]);
      return { columns, meta, length };
    };
    expect(seen(firstOf(packed))).toEqual(seen(firstOf(logs)));
  });

  test('that others wrote to the store keep the ids they came with', () => {
    const [time, body, fields] = firstOf(packed).fields;
    if (time === undefined || body === undefined || fields === undefined)
      throw new Error('a column is missing');
    const ids = { ...body, name: 'id', values: ['1772366360000.250001-0'] };
    const meta = { custom: { fieldNames: [['level']] }, type: 'log-lines' as DataFrameType };
    const lines = { ...fields, values: ['0|warn'] };
    const frame = decorate({ length: 1, meta, fields: [time, body, lines, ids] }, target);
    expect([cell(frame, 'id', 0), cell(frame, 'presage_event_id', 0)]).toEqual([ids.values[0], undefined]);
    // Of an empty text Grafana would show the link.
    expect(fieldOf(frame, 'presage_event_id')?.values).toEqual([null]);
    expect(fieldOf(frame, 'presage_template_id')?.values).toEqual([null]);
    expect(fieldOf(frame, 'labels')?.values).toEqual([{ level: 'warn' }]);
  });

  test('have a column for a derived field that some of them hold, and none for others', () => {
    const derivedFields = [
      { name: 'word', matcher: '(\\w+)', url: 'https://x.test/${__value.raw}' },
      { name: 'svc', kind: 'field' as const, matcher: 'service', datasourceUid: 'traces' },
      { name: 'absent', matcher: 'never-there' },
      { name: 'broken', matcher: '(' },
    ];
    const frame = decorate(firstOf(logs), { ...target, derivedFields });
    expect(fieldOf(frame, 'word')?.values[0]).toBe(/\w+/.exec(cell(frame, 'body', 0) ?? '')?.[0]);
    expect(fieldOf(frame, 'svc')?.config.links?.[0]?.internal?.datasourceUid).toBe('traces');
    expect([fieldOf(frame, 'absent'), fieldOf(frame, 'broken')]).toEqual([undefined, undefined]);
  });

  test('open a derived field in another datasource by the query that it takes for a trace', () => {
    const opens = (datasourceUid: string) => {
      const derivedFields = [{ name: 'trace', kind: 'field' as const, matcher: 'service', datasourceUid }];
      const frame = decorate(firstOf(logs), { ...target, derivedFields });
      return fieldOf(frame, 'trace')?.config.links?.[0]?.internal;
    };
    const query = { refId: 'A', query: '${__value.raw}' };
    expect(opens('traces')).toEqual({
      datasourceUid: 'traces',
      datasourceName: 'Our traces',
      query: { ...query, queryType: 'traceql' },
    });
    expect(opens('jaeger')).toEqual({ datasourceUid: 'jaeger', datasourceName: 'Old traces', query });
    expect(opens('gone')).toEqual({ datasourceUid: 'gone', datasourceName: 'trace', query });
  });

  test('have nothing for a derived field that a provisioning file leaves empty', () => {
    const left = { matcher: null, url: null, datasourceUid: null };
    const url = { ...left, matcher: 'service', kind: 'field' };
    const derivedFields = [
      { ...left, name: 'none' },
      { ...url, name: 'linkless' },
      { ...url, name: 'blank', matcher: '(x*)', kind: 'regex' },
    ] as unknown as LinkTarget['derivedFields'];
    const frame = decorate(firstOf(logs), { ...target, derivedFields });
    expect(fieldOf(frame, 'none')).toBeUndefined();
    expect(fieldOf(frame, 'linkless')?.config.links).toEqual([
      { title: 'linkless', url: '', targetBlank: true },
    ]);
    expect(fieldOf(frame, 'blank')).toBeUndefined();
  });

  test('around a line are shown without the line itself, nanoseconds along', () => {
    const frame = firstOf(logs);
    const id = cell(frame, 'id', 0) ?? '';
    expect(withoutLine(frame, 'another').length).toBe(frame.length);
    const rest = withoutLine(frame, id);
    expect(rest.length).toBe(frame.length - 1);
    for (const field of rest.fields) expect(field.values).toHaveLength(frame.length - 1);
  });

  test('are annotations with their class as a tag', () => {
    const events = eventsOf(firstOf(logs));
    expect(events).toHaveLength(firstOf(logs).length);
    expect(events[0]).toMatchObject({
      text: cell(firstOf(logs), 'body', 0),
      time: fieldOf(firstOf(logs), 'timestamp')?.values[0],
    });
  });
});

test('the series of the volume carry the label that Explore takes for the level', () => {
  const [first] = framesOf(range);
  const field = first?.fields[1];
  if (first === undefined || field === undefined) throw new Error('the fixture has no series');
  const volume = (labels: Record<string, string>) =>
    decorate({ ...first, refId: 'log-volume-A', fields: [{ ...field, labels }] }, target).fields[0]?.labels;
  expect(volume({ presage_severity: 'error' })).toEqual({ level: 'error' });
  expect(volume({})).toEqual({ level: 'unknown' });
});

test('a series is named by what differs, the values of its labels', () => {
  const named = framesOf(range).map((frame) => decorate(frame, target).fields[1]?.config.displayNameFromDS);
  const services = framesOf(range).map((frame) => frame.fields[1]?.labels?.['service']);
  expect(named).toEqual(services);
});

test('a template of the table links to its lines, and is an annotation when it was first seen', () => {
  const frame = decorate(firstOf(templates), target);
  expect(fieldOf(frame, 'presage_template_id')?.config.links).toHaveLength(1);
  expect(eventsOf(frame)[0]?.time).toBe(fieldOf(frame, 'first_seen')?.values[0]);
});

test('a stretch of scores above 1 is one region, with its highest score', () => {
  const frame = {
    length: 6,
    fields: [
      { name: 'time', type: 'time', values: [0, 10, 20, 30, 40, 50], config: {} },
      {
        name: 'anomaly_score',
        type: 'number',
        values: [0.2, 1.5, 3.25, 1, 2, 2],
        labels: { service: 'cart' },
        config: {},
      },
    ],
  } as unknown as DataFrame;
  const tags = ['cart'];
  expect(eventsOf(frame)).toEqual([
    { time: 10, timeEnd: 20, isRegion: true, text: 'Anomaly score up to 3.3', tags },
    { time: 40, timeEnd: 50, isRegion: true, text: 'Anomaly score up to 2.0', tags },
  ]);
});

test.each(['count', 'y', 'yhat'])('%s above 1 is no anomaly', (name) => {
  const time = { name: 'time', type: 'time', values: [0, 10], config: {} };
  const fields = [time, { name, type: 'number', values: [5, 190], labels: { service: 'cart' }, config: {} }];
  expect(eventsOf({ length: 2, fields } as unknown as DataFrame)).toEqual([]);
});
