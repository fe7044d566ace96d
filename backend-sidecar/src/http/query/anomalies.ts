import { SCORE_FIELDS } from '@presage/contract';
import type { Api } from '../api.ts';
import type { NamedSeries } from '../frames/named-series.ts';
import { seriesFrames } from '../frames/series-frames.ts';
import { seriesPart } from './series-part.ts';
import type { Resolved } from './resolve.ts';
import type { Answer, Asker } from './answer.ts';
import type { SeriesResult } from '../../stores/store.ts';

/** The anomaly scores as they were written, on request with value, expectation and bounds. */
export async function answerAnomalies(api: Api, asker: Asker, query: Resolved): Promise<Answer> {
  const { fromMs, toMs, stepMs, top, series } = query;
  const { filters, groupBy, problems } = seriesPart(query, SCORE_FIELDS);
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
  return { frames, notices: answer.notices, problems };
}

/** The series' name is the frame's; where several are asked for it is a label too, so that no two have the same labels. */
function named(
  { labels: { __name__: name = 'anomaly_score', ...labels }, times, values }: SeriesResult,
  several: boolean,
): NamedSeries {
  return { name, labels: several ? { ...labels, series: name } : labels, times, values };
}
