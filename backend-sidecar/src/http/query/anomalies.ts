import type { Api } from '../api.ts';
import type { NamedSeries } from '../frames/named-series.ts';
import { seriesFrames } from '../frames/series-frames.ts';
import type { Resolved } from './resolve.ts';
import type { Answer, Asker } from './answer.ts';
import type { SeriesResult } from '../../stores/store.ts';

/** The anomaly scores as they were written, on request with value, expectation and bounds. */
export async function answerAnomalies(api: Api, asker: Asker, query: Resolved): Promise<Answer> {
  const { fromMs, toMs, filters, stepMs, top, groupBy, series } = query;
  const { tenant, signal } = asker;
  const answer = await api.reader.anomalies({
    tenant,
    fromMs,
    toMs,
    filters,
    stepMs,
    top,
    groupBy,
    series,
    signal,
  });
  const frames = seriesFrames(
    answer.series.map((result) => named(result, series.length > 1)),
    { ...query, executed: answer.executed, datasourceUid: asker.datasourceUid },
  );
  const ignored = query.text !== undefined || query.logsql !== undefined;
  const problem = 'Anomalies are scores of services: words and LogsQL cannot apply and are left out.';
  return { frames, notices: [], problems: [...answer.notices, ...(ignored ? [problem] : [])] };
}

/** The series' name is the frame's; where several are asked for it is a label too, so that no two have the same labels. */
function named(
  { labels: { __name__: name = 'anomaly_score', ...labels }, times, values }: SeriesResult,
  several: boolean,
): NamedSeries {
  return { name, labels: several ? { ...labels, series: name } : labels, times, values };
}
