import { describe, expect, test } from '@jest/globals';
import { METRICS, type Log } from '@presage/contract';
import { createMeter } from './meter.ts';

describe('createMeter', () => {
  test('every metric of the table is served with its type and description', async () => {
    const text = await createMeter().text();
    for (const fact of METRICS) {
      expect(text).toContain(`# TYPE ${fact.name} ${fact.type}`);
      expect(text).toContain(`# HELP ${fact.name} ${fact.description}`);
    }
  });

  test('the metrics of the process are served beside ours', async () => {
    const text = await createMeter().text();
    expect(text).toMatch(/^process_start_time_seconds \d+/m);
    expect(text).toMatch(/^process_cpu_seconds_total \d+/m);
  });

  test('a counter adds up, a gauge keeps the last value, a histogram counts into its buckets', async () => {
    const meter = createMeter();
    meter.add('presage_ingest_lines_total', { source: 'file', outcome: 'accepted' }, 2);
    meter.add('presage_ingest_lines_total', { source: 'file', outcome: 'accepted' });
    meter.set('presage_partitions', {}, 7);
    meter.set('presage_partitions', {}, 5);
    meter.observe('presage_ingest_ack_seconds', {}, 0.02);
    const text = await meter.text();
    expect(text).toContain('presage_ingest_lines_total{source="file",outcome="accepted"} 3');
    expect(text).toContain('presage_partitions 5');
    expect(text).toContain('presage_ingest_ack_seconds_bucket{le="0.01"} 0');
    expect(text).toContain('presage_ingest_ack_seconds_bucket{le="0.025"} 1');
  });

  test('counters and gauges can be read as numbers, histograms cannot', async () => {
    const meter = createMeter();
    meter.add('presage_dead_letters_total', { reason: 'too_long' }, 3);
    meter.set('presage_ready', {}, 1);
    meter.observe('presage_ingest_ack_seconds', {}, 0.02);
    const measures = await meter.measures();
    const named = (name: string) => measures.filter((measure) => measure.name === name);
    expect(named('presage_dead_letters_total')).toEqual([
      { name: 'presage_dead_letters_total', type: 'counter', labels: { reason: 'too_long' }, value: 3 },
    ]);
    expect(named('presage_ready')).toEqual([{ name: 'presage_ready', type: 'gauge', labels: {}, value: 1 }]);
    expect(named('presage_ingest_ack_seconds')).toEqual([]);
  });

  test('two meters share nothing', async () => {
    const one = createMeter();
    const other = createMeter();
    one.set('presage_templates', {}, 9);
    expect(await other.text()).toContain('presage_templates 0');
  });

  test('a misuse does not throw and is logged once a metric', () => {
    const warnings: unknown[] = [];
    const log: Log = {
      debug: () => undefined,
      info: () => undefined,
      error: () => undefined,
      warn: (_message, facts) => void warnings.push(facts?.['metric']),
    };
    const meter = createMeter(log);
    meter.add('presage_partitions', {});
    meter.add('presage_partitions', {});
    meter.add('presage_ingest_lines_total', { colour: 'red' });
    expect(warnings).toEqual(['presage_partitions', 'presage_ingest_lines_total']);
  });
});
