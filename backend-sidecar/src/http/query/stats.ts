import { PresageError } from '../../errors.ts';
import { seriesFrames } from '../frames/series-frames.ts';
import type { Api } from '../api.ts';
import { isJoined } from './joined-filters.ts';
import type { Resolved } from './resolve.ts';
import type { Answer, Asker } from './answer.ts';
import { scopeOf } from './scope.ts';
import { COUNTER_NAMES, seriesPart } from './series-part.ts';

/** Numbers over lines: one value a group, or one a step. */
export async function answerStats(api: Api, asker: Asker, query: Resolved): Promise<Answer> {
  const joined = query.groupBy.find(isJoined);
  if (joined !== undefined)
    throw new PresageError(
      'bad_query',
      `${joined} belongs to templates, not lines: group by presage_template_id, or use the templates query.`,
    );
  const part = query.time === 'arrival' ? seriesPart(query, COUNTER_NAMES) : undefined;
  const asked = part === undefined ? query : { ...query, ...part, text: undefined, logsql: undefined };
  const { scope, problems } = scopeOf(api, asker, asked);
  const { groupBy, stepMs, top, time, value } = asked;
  const answer = await api.reader.stats({ ...scope, groupBy, stepMs, top, time, value });
  const frames = seriesFrames(
    answer.series.map((series) => ({ ...series, name: value })),
    { ...query, executed: answer.executed, datasourceUid: asker.datasourceUid },
  );
  return { frames, notices: answer.notices, problems: [...problems, ...(part?.problems ?? [])] };
}
