import { describe, expect, test } from '@jest/globals';
import { anomaliesOf } from './anomaly-messages.ts';
import { classifiedMessage } from './classified-message.ts';

test('a decided row becomes its record with its class', () => {
  const row = {
    _time: '2026-03-04T05:06:07.008000000Z',
    _msg: 'disk full',
    service: 'db',
    host: 'a',
    source_topic: 'raw-logs',
    presage_class: 'incident',
    presage_event_id: 'x',
  };
  const { key, value } = classifiedMessage(JSON.stringify(row), 99);
  expect(key).toBe('db');
  expect(JSON.parse(value)).toEqual({
    service: 'db',
    host: 'a',
    source_topic: 'raw-logs',
    presage_class: 'incident',
    presage_event_id: 'x',
    message: 'disk full',
    timestamp: Date.UTC(2026, 2, 4, 5, 6, 7, 8),
    classification: 'incident',
    classified_timestamp: 99,
  });
});

describe('anomaliesOf', () => {
  const sample = (name: string, value: number, time = 20_000, service = 'a"b\\\\c'): string =>
    `${name}{for="log_volume",service="${service.replaceAll('"', '\\"')}",instance="i"} ${value} ${time}`;

  test('a score above 1 is told with what came and what was expected', () => {
    const text = [
      sample('anomaly_score', 1.5),
      sample('y', 812),
      sample('yhat', 400.1234),
      sample('yhat_lower', 300),
      sample('yhat_upper', 500),
      'presage_log_lines_total{service="x",class="normal"} 7 20000',
    ].join('\n');
    const [message, ...more] = anomaliesOf(text);
    expect(more).toEqual([]);
    expect(message?.key).toBe('a"b\\c');
    expect(JSON.parse(message?.value ?? '')).toEqual({
      type: 'log_volume_anomaly',
      score: 1.5,
      details: 'log_volume of a"b\\c was 812 in 10 s, where 400.123 (300 to 500) was expected.',
      timestamp: 20_000,
      source: 'anomaly-detector',
      for: 'log_volume',
      service: 'a"b\\c',
      window_start: 10_000,
      window_end: 20_000,
      expected: 400.123,
      actual: 812,
    });
  });

  test('scores of 1 and less, and other series, are no anomalies', () => {
    expect(anomaliesOf(`${sample('anomaly_score', 1)}\n${sample('y', 5)}\n\nnonsense`)).toEqual([]);
  });
});
