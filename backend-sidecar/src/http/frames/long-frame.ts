import type { Frame } from '@presage/contract';
import { frameOf, numberColumn, textColumn, timeColumn, uidPart, type Column } from './columns.ts';
import type { NamedSeries, SeriesFacts } from './named-series.ts';

/** All series in one table: time (of ranges only), a column for each label, a column for each name of number. */
export function longFrame(series: readonly NamedSeries[], facts: SeriesFacts): Frame {
  const rows = series.flatMap((one) =>
    one.values.map((value, index) => ({ labels: one.labels, time: one.times[index] ?? 0, value })),
  );
  const labelNames = [...new Set(series.flatMap((one) => Object.keys(one.labels)))].sort();
  const isRange = facts.stepMs !== undefined;
  if (isRange) rows.sort((a, b) => a.time - b.time);
  const columns: Column[] = [
    ...(isRange
      ? [
          timeColumn(
            'time',
            rows.map((row) => row.time),
          ),
        ]
      : []),
    ...labelNames.map((name) =>
      textColumn(
        name,
        rows.map((row) => row.labels[name] ?? ''),
      ),
    ),
    numberColumn(
      nameOf(series),
      rows.map((row) => row.value),
    ),
  ];
  const { refId, executed, datasourceUid } = facts;
  return frameOf(
    {
      refId,
      type: isRange ? 'timeseries-long' : 'numeric-long',
      typeVersion: [0, 1],
      preferredVisualisationType: 'table',
      executed,
      custom: uidPart(datasourceUid),
    },
    columns,
  );
}

/** Several names stand in the label `series` of their rows; the column is then just the value. */
function nameOf(series: readonly NamedSeries[]): string {
  const [name = 'value', ...others] = new Set(series.map((one) => one.name));
  return others.length === 0 ? name : 'value';
}
