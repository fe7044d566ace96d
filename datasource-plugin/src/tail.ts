import { LiveChannelScope, type DataQueryResponse, type StreamingFrameOptions } from '@grafana/data';
import { getGrafanaLiveSrv } from '@grafana/runtime';
import { map, type Observable } from 'rxjs';
import { decorate, type LinkTarget } from './frames/decorate';
import type { PresageQuery } from './query/model';

/** Live lines of one query. Equal queries of a tenant share one channel, and so one stream of the sidecar. */
export function tail(query: PresageQuery, tenant: string, target: LinkTarget): Observable<DataQueryResponse> {
  const { filters = [], text = '' } = query;
  const path = `tail/${hash(JSON.stringify([tenant, filters, text]))}`;
  const buffer: Partial<StreamingFrameOptions> = { maxLength: query.limit ?? 1000 };
  return getGrafanaLiveSrv()
    .getDataStream({
      addr: { scope: LiveChannelScope.DataSource, stream: target.uid, path, data: query },
      buffer,
      key: `${query.refId}-${path}`,
    })
    .pipe(map((response) => ({ ...response, data: response.data.map((frame) => decorate(frame, target)) })));
}

/** 53 bits of cyrb53, base 36: a channel path takes 160 characters of few kinds. */
export function hash(text: string): string {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}
