import type { Config } from '../config.ts';
import type { Journal } from '../journal/journal.ts';
import type { Pipeline } from '../pipeline/verdict.ts';
import { SYSTEM_CLOCK } from '../road/clock.ts';
import type { Road } from '../road/road.ts';
import type { HealthHistory } from '../telemetry/health-history.ts';
import type { FeedBook } from './feed-book.ts';
import type { TextMeter } from '../telemetry/meter.ts';

interface Measured {
  readonly config: Config;
  readonly meter: TextMeter;
  readonly health: HealthHistory;
  readonly road: Road;
  readonly feeds: FeedBook;
  readonly pipeline: Pipeline;
  readonly journal: Journal;
  readonly outbox: Journal;
}

const EVERY_MS = 1000;

/** Sets the gauges of the metric table from the parts as they are; returns what ends it. */
export function startGauges(measured: Measured): () => void {
  const measure = (): void => {
    setGauges(measured);
    void measured.meter.measures().then((measures) => measured.health.take(SYSTEM_CLOCK.nowMs(), measures));
  };
  const timer = setInterval(measure, EVERY_MS);
  timer.unref();
  measure();
  return () => clearInterval(timer);
}

function setGauges({ config, meter, road, pipeline, journal, outbox, feeds }: Measured): void {
  const { ready, lagLines, lagSeconds, stores } = road.state();
  const { partitions, templates } = pipeline.size();
  meter.set('presage_ready', {}, ready ? 1 : 0);
  meter.set('presage_alert_score_threshold', {}, config.alertScore);
  meter.set('presage_pipeline_lag_lines', {}, lagLines);
  meter.set('presage_pipeline_lag_seconds', {}, lagSeconds);
  feeds.setGauges(meter);
  meter.set('presage_partitions', {}, partitions);
  meter.set('presage_templates', {}, templates);
  meter.set('presage_journal_bytes', { log: 'journal' }, journal.bytes());
  meter.set('presage_journal_bytes', { log: 'outbox' }, outbox.bytes());
  meter.set('presage_journal_limit_bytes', { log: 'journal' }, config.journalMaxBytes);
  meter.set('presage_journal_limit_bytes', { log: 'outbox' }, config.outboxMaxBytes);
  for (const { name, batches, seconds } of stores) {
    meter.set('presage_outbox_lag_batches', { store: name }, batches);
    meter.set('presage_outbox_lag_seconds', { store: name }, seconds);
  }
}
