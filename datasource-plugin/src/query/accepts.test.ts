import { acceptedBy, asAsked, canFilter, listedFilters, metricsOf, withListed, withMetrics } from './accepts';
import { withKind, type PresageQuery } from './model';

const ask = (query: Partial<PresageQuery>): PresageQuery => ({ refId: 'A', query_type: 'stats', ...query });

describe('what a query accepts', () => {
  test.each<[string, Partial<PresageQuery>, string, boolean]>([
    ['lines can be filtered by any field', { query_type: 'logs' }, 'host', true],
    ['scores have a service', { query_type: 'anomalies' }, 'service', true],
    ['scores have no field of lines', { query_type: 'anomalies' }, 'host', false],
    ['templates have a category', { query_type: 'templates' }, 'presage_category', true],
    ['templates have no host', { query_type: 'templates' }, 'host', false],
    ['numbers by event have any field', {}, 'host', true],
    ['numbers by arrival have a class', { time: 'arrival' }, 'presage_class', true],
    ['numbers by arrival have no host', { time: 'arrival' }, 'host', false],
    ['numbers by arrival over time have no template', { time: 'arrival' }, 'template_id', false],
    ['one number by arrival has a template', { time: 'arrival', instant: true }, 'template_id', true],
    [
      'where a template is asked for there is no severity',
      { time: 'arrival', instant: true, group_by: ['template_id'] },
      'presage_severity',
      false,
    ],
    [
      'a share by arrival has no template',
      { time: 'arrival', instant: true, value: 'share' },
      'template_id',
      false,
    ],
  ])('%s', (_title, query, field, can) => {
    expect(canFilter(acceptedBy(ask(query)), field)).toBe(can);
  });

  test('labels of the chosen metrics, and of all while none is chosen', () => {
    const chosen = withMetrics(ask({ query_type: 'health' }), ['presage_dead_letters_total']);
    expect(acceptedBy(chosen).groups).toEqual(['reason']);
    expect(acceptedBy(ask({ query_type: 'health' })).groups).toEqual(
      expect.arrayContaining(['reason', 'store']),
    );
  });

  test('alert rules count by arrival, but for the score of lines, which is known by event only', () => {
    expect(asAsked(ask({}), true).time).toBe('arrival');
    expect(asAsked(ask({ value: 'score' }), true).time).toBeUndefined();
    expect(asAsked(ask({ time: 'event' }), true).time).toBe('event');
    expect(asAsked(ask({}), false).time).toBeUndefined();
  });
});

describe('the metrics of a health query', () => {
  const reason = { field: 'reason', op: '=' as const, values: ['too_long'] };
  const query = ask({
    query_type: 'health',
    filters: [{ field: 'metric', op: '=', values: ['presage_ready'] }, reason],
  });

  test('are read of any of its filters, and stand in one when they are changed', () => {
    expect(metricsOf(query)).toEqual(['presage_ready']);
    expect(withMetrics(query, ['a', 'b']).filters).toEqual([
      { field: 'metric', op: '=|', values: ['a', 'b'] },
      reason,
    ]);
    expect(withMetrics(ask({ query_type: 'health' }), [])).not.toHaveProperty('filters');
  });

  test('are not among the further filters, and stay when these change', () => {
    expect(listedFilters(query)).toEqual([reason]);
    expect(metricsOf(withListed(query, []))).toEqual(['presage_ready']);
  });

  test('go when lines are asked for, as do filters on lines when metrics are', () => {
    expect(withKind(query, 'logs').filters).toBeUndefined();
    const lines = ask({ query_type: 'logs', text: 'pool', filters: [reason], logsql: 'a' });
    expect(withKind(lines, 'health')).toEqual({ refId: 'A', query_type: 'health' });
  });
});
