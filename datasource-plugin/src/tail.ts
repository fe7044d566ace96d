import {
  LiveChannelScope,
  type DataQueryResponse,
  type LiveChannelAddress,
  type StreamingFrameOptions,
} from '@grafana/data';
import { getGrafanaLiveSrv } from '@grafana/runtime';
import { from, map, switchMap, type Observable } from 'rxjs';
import { decorate, type LinkTarget } from './frames/decorate';
import type { PresageQuery } from './query/model';

/** What a live tail asks; it travels with the subscription. */
type TailQuery = Pick<PresageQuery, 'filters' | 'text'>;
/** Asks the backend for the channel of a query: equal queries of a tenant share one, and so one stream of the sidecar. */
export type ChannelOf = (query: TailQuery) => Promise<Pick<LiveChannelAddress, 'path' | 'data'>>;

/** Live lines of one query. */
export function tail(
  query: PresageQuery,
  channelOf: ChannelOf,
  target: LinkTarget,
): Observable<DataQueryResponse> {
  const { refId, filters = [], text = '', limit = 1000 } = query;
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
