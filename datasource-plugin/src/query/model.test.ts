import schema from '../../../contract/schema.json';
import {
  CLASSES,
  DETECTORS,
  defaultQuery,
  FILTER_OPS,
  isAlertSafe,
  KINDS,
  kindOf,
  QUERY_TYPES,
  SCORE_SERIES,
  SEVERITIES,
  VALUES,
  withKind,
  type PresageQuery,
} from './model';

const definitions = ('$defs' in schema ? schema.$defs : schema) as unknown as Record<
  string,
  { enum?: string[]; properties?: Record<string, { enum?: string[]; items?: { enum?: string[] } }> }
>;

describe("the plugin's words are the contract's", () => {
  test.each([
    ['query types', QUERY_TYPES, definitions['Query']?.properties?.['query_type']?.enum],
    ['values', VALUES, definitions['Query']?.properties?.['value']?.enum],
    ['series', SCORE_SERIES, definitions['Query']?.properties?.['series']?.items?.enum],
    ['operators', FILTER_OPS, definitions['Filter']?.properties?.['op']?.enum],
    ['classes', CLASSES, definitions['LogClass']?.enum],
    ['severities', SEVERITIES, definitions['Severity']?.enum],
    ['detectors', DETECTORS, definitions['Detector']?.enum],
  ])('%s', (_title, ours, theirs) => {
    expect(theirs).toEqual([...ours]);
  });
});

test('every kind of query can be chosen and is then what is shown', () => {
  const query: PresageQuery = {
    refId: 'A',
    query_type: 'logs',
    filters: [{ field: 'x', op: '=', values: ['1'] }],
  };
  for (const kind of KINDS) {
    const chosen = withKind(query, kind);
    expect(kindOf(chosen)).toBe(kind);
    expect(chosen.filters).toEqual(kind === 'health' ? undefined : query.filters);
    expect(kind === 'score' ? chosen.time : undefined).toBeUndefined();
  }
});

test('the first query of an alert rule is one that it can evaluate, by arrival', () => {
  const query = { refId: 'A', ...defaultQuery(true) };
  expect(isAlertSafe(query)).toBe(true);
  expect(query).toMatchObject({ instant: true, time: 'arrival', group_by: ['service'] });
});
