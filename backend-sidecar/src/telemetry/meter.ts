/**
 * In: counts and measures by the names of the contract's metric table. Out: the text that `/metrics` serves.
 * A metric that is not in the table cannot be made here; measuring never fails the work that is measured.
 */
import {
  METRICS,
  SILENT_LOG,
  type Log,
  type Meter,
  type MetricFact,
  type MetricName,
} from '@presage/contract';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Measure } from './health-history.ts';

type Labels = Readonly<Record<string, string>>;
type Instrument = Counter | Gauge | Histogram;

export interface TextMeter extends Meter {
  /** All metrics, with those of the process, in Prometheus' text format 0.0.4. */
  text(): Promise<string>;
  /** Counters and gauges as they are; histograms are left out. */
  measures(): Promise<readonly Measure[]>;
}

/** A registry of its own: two meters in one process share nothing. A misuse is logged once a metric. */
export function createMeter(log: Log = SILENT_LOG): TextMeter {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const instruments = new Map<MetricName, Instrument>(
    METRICS.map((fact) => [fact.name, instrument(fact, registry)]),
  );
  const told = new Set<MetricName>();
  const guarded = (name: MetricName, measure: (found: Instrument | undefined) => void): void => {
    try {
      measure(instruments.get(name));
    } catch (error) {
      if (!told.has(name)) log.warn('a metric was used wrongly', { metric: name, error });
      told.add(name);
    }
  };
  return {
    add: (name, labels, amount = 1) => guarded(name, (found) => addTo(found, labels, amount)),
    set: (name, labels, value) => guarded(name, (found) => setOf(found, labels, value)),
    observe: (name, labels, value) => guarded(name, (found) => observeIn(found, labels, value)),
    text: () => registry.metrics(),
    measures: () => measuresOf(instruments),
  };
}

function instrument(fact: MetricFact, registry: Registry): Instrument {
  const shape = {
    name: fact.name,
    help: fact.description,
    labelNames: [...fact.labels],
    registers: [registry],
  };
  if (fact.type === 'counter') return new Counter(shape);
  if (fact.type === 'gauge') return new Gauge(shape);
  return new Histogram({ ...shape, buckets: [...(fact.buckets ?? [])] });
}

async function measuresOf(instruments: ReadonlyMap<MetricName, Instrument>): Promise<Measure[]> {
  const found: Measure[] = [];
  for (const [name, made] of instruments) {
    if (made instanceof Histogram) continue;
    const type = made instanceof Counter ? 'counter' : 'gauge';
    const { values } = await made.get();
    for (const { labels, value } of values) found.push({ name, type, labels: textLabels(labels), value });
  }
  return found;
}

function textLabels(labels: Readonly<Record<string, string | number | undefined>>): Labels {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, String(value)]));
}

function addTo(found: Instrument | undefined, labels: Labels, amount: number): void {
  if (!(found instanceof Counter)) throw new TypeError('not a counter');
  found.inc(labels, amount);
}

function setOf(found: Instrument | undefined, labels: Labels, value: number): void {
  if (!(found instanceof Gauge)) throw new TypeError('not a gauge');
  found.set(labels, value);
}

function observeIn(found: Instrument | undefined, labels: Labels, value: number): void {
  if (!(found instanceof Histogram)) throw new TypeError('not a histogram');
  found.observe(labels, value);
}
