import { logFrame } from '../frames/log-frame.ts';
import type { Api } from '../api.ts';
import { rowsAround } from './around.ts';
import { correctedOf } from './corrected.ts';
import type { Resolved } from './resolve.ts';
import type { Answer, Asker } from './answer.ts';
import { scopeOf } from './scope.ts';

/** Lines, newest first unless asked otherwise, or those around one of them. */
export async function answerLogs(api: Api, asker: Asker, query: Resolved): Promise<Answer> {
  const { scope, problems } = scopeOf(api, asker, query);
  const { limit, direction, around } = query;
  const { classOf } = correctedOf(api.templates, asker.tenant);
  const page =
    around === undefined
      ? await api.reader.logs({ ...scope, limit, direction })
      : await rowsAround(api.reader, scope, around, { direction, classOf });
  const frame = logFrame(page.rows, classOf, {
    refId: query.refId,
    executed: page.executed,
    limit,
    searchWords: query.text?.split(/\s+/).filter((word) => word !== '') ?? [],
    datasourceUid: asker.datasourceUid,
    isPacked: query.isPacked,
  });
  const end = direction === 'backward' ? 'newest' : 'oldest';
  const shown = limit === 1 ? 'line is' : `${limit} lines are`;
  const notice = `Only the ${end} ${shown} shown; narrow the range or the filters to see the others.`;
  return { frames: [frame], notices: page.truncated ? [notice] : [], problems };
}
