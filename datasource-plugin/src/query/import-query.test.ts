import { importQuery } from './import-query';
import type { PresageQuery } from './model';

const plain = { refId: 'A', version: 1, query_type: 'logs' };

describe('a query of another datasource', () => {
  test.each<[string, string, Partial<PresageQuery>]>([
    [
      'loki',
      '{app="cart", env=~"p|s"}',
      {
        filters: [
          { field: 'service', op: '=', values: ['cart'] },
          { field: 'env', op: '=~', values: ['^(?:p|s)$'] },
        ],
      },
    ],
    [
      'loki',
      '{pod=~"web-[0-9]{3}-.*", host!~`a}b`, app=~"$app"} |= "}"',
      {
        text: '}',
        filters: [
          { field: 'pod', op: '=~', values: ['^(?:web-[0-9]{3}-.*)$'] },
          { field: 'host', op: '!~', values: ['^(?:a}b)$'] },
          { field: 'service', op: '=|', values: ['$app'] },
        ],
      },
    ],
    [
      'loki',
      '{job!="x"} |= "time out" |= `of`',
      { text: 'time out of', filters: [{ field: 'service', op: '!=', values: ['x'] }] },
    ],
    [
      'loki',
      '{app="a"} != "a.b" |~ "c+" | json',
      {
        filters: [
          { field: 'service', op: '=', values: ['a'] },
          { field: '_msg', op: '!~', values: ['a\\.b'] },
          { field: '_msg', op: '=~', values: ['c+'] },
        ],
      },
    ],
    [
      'loki',
      'sum by (app, level) (rate({env="p"} |= "x" [5m]))',
      {
        query_type: 'stats',
        value: 'rate',
        group_by: ['service', 'presage_severity'],
        text: 'x',
        filters: [{ field: 'env', op: '=', values: ['p'] }],
      },
    ],
    [
      'loki',
      'count_over_time({env="p"}[1m])',
      { query_type: 'stats', value: 'count', filters: [{ field: 'env', op: '=', values: ['p'] }] },
    ],
    ['victoriametrics-logs-datasource', '{a="b"} error | limit 5', { logsql: '{a="b"} error | limit 5' }],
    ['prometheus', 'up{job="x"}', {}],
    ['loki', '', {}],
  ])('%s: %s', (type, expr, expected) => {
    expect(importQuery({ refId: 'A', expr }, type)).toEqual({ ...plain, ...expected });
  });
});
