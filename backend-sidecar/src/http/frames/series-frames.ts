import type { Frame } from '@presage/contract';
import { longFrame } from './long-frame.ts';
import type { NamedSeries, SeriesFacts } from './named-series.ts';
import { frameOf, numberColumn, timeColumn, uidPart, type FrameMeta } from './columns.ts';

/** Grafana's dataplane kinds: `numeric-multi`, `timeseries-multi`, or their long forms for a table. No series = no frame. */
export function seriesFrames(series: readonly NamedSeries[], facts: SeriesFacts): readonly Frame[] {
  const shown = series.map((one) => present(one, facts.shiftMs)).filter((one) => one.values.length > 0);
  if (shown.length === 0) return [];
  if (facts.format === 'table') return [longFrame(shown, facts)];
  return shown.map((one) => (facts.stepMs === undefined ? numericFrame(one, facts) : timeFrame(one, facts)));
}

/** Without points that are no number, without labels that are empty, at the present's times. */
function present({ name, labels, times, values }: NamedSeries, shiftMs: number): NamedSeries {
  const kept = values.flatMap((value, index) => (Number.isFinite(value) ? [index] : []));
  return {
    name,
    labels: Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== '')),
    times: kept.map((index) => (times[index] ?? 0) + shiftMs),
    values: kept.map((index) => values[index] ?? 0),
  };
}

function numericFrame({ name, labels, values }: NamedSeries, facts: SeriesFacts): Frame {
  return frameOf(metaOf('numeric-multi', 'table', facts), [numberColumn(name, values.slice(0, 1), labels)]);
}

function timeFrame({ name, labels, times, values }: NamedSeries, facts: SeriesFacts): Frame {
  return frameOf(metaOf('timeseries-multi', 'graph', facts), [
    timeColumn('time', times),
    numberColumn(name, values, labels),
  ]);
}

function metaOf(
  type: string,
  preferredVisualisationType: FrameMeta['preferredVisualisationType'],
  { refId, executed, datasourceUid }: SeriesFacts,
): FrameMeta {
  return {
    refId,
    type,
    typeVersion: [0, 1],
    preferredVisualisationType,
    executed,
    custom: uidPart(datasourceUid),
  };
}
