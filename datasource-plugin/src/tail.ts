import {
  LiveChannelScope,
  LoadingState,
  type DataQueryResponse,
  type LiveChannelAddress,
  type StreamingFrameOptions,
} from '@grafana/data';
import { getGrafanaLiveSrv } from '@grafana/runtime';
import { from, map, of, switchMap, type Observable } from 'rxjs';
import { say } from './components/words';
import { decorate, type LinkTarget } from './frames/decorate';
import type { PresageQuery } from './query/model';

/** What a live tail asks; it travels with the subscription. */
type TailQuery = Pick<PresageQuery, 'filters' | 'text'>;
/** Asks the backend for the channel of a query: equal queries of a tenant share one, and so one stream of the sidecar. */
export type ChannelOf = (query: TailQuery) => Promise<Pick<LiveChannelAddress, 'path' | 'data'>>;

/** Live lines of one query. They come from the sidecar before any store has them, so LogsQL cannot choose among them. */
export function tail(
  query: PresageQuery,
  channelOf: ChannelOf,
  target: LinkTarget,
): Observable<DataQueryResponse> {
  const { refId, filters = [], text = '', limit = 1000 } = query;
  if (query.logsql !== undefined) {
    const error = { refId, message: say('problem.live-logsql') };
    return of({ data: [], key: refId, state: LoadingState.Error, error, errors: [error] });
  }
  const buffer: Partial<StreamingFrameOptions> = { maxLength: limit };
  return from(channelOf({ filters, text })).pipe(
    switchMap(({ path, data }) =>
      getGrafanaLiveSrv().getDataStream({
        addr: { scope: LiveChannelScope.DataSource, stream: target.uid, path, data },
        buffer,
        key: `${refId}-${path}`,
      }),
    ),
    map((response) => ({ ...response, data: response.data.map((frame) => decorate(frame, target)) })),
  );
}
