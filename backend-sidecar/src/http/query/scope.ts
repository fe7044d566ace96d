import type { Scope } from '../../stores/store.ts';
import type { Api } from '../api.ts';
import { correctedOf } from './corrected.ts';
import { expandJoined } from './joined-filters.ts';
import type { Resolved } from './resolve.ts';
import type { Asker } from './answer.ts';

/** What a store is to look at for a query, and which of its filters could not apply. */
export function scopeOf(
  api: Api,
  asker: Asker,
  query: Resolved,
): { readonly scope: Scope; readonly problems: readonly string[] } {
  const { filters, problems } = expandJoined(query.filters, api, asker.tenant);
  const scope: Scope = {
    tenant: asker.tenant,
    fromMs: query.fromMs,
    toMs: query.toMs,
    filters,
    text: query.text,
    logsql: query.logsql,
    corrected: correctedOf(api.templates, asker.tenant).overlay,
    signal: asker.signal,
  };
  return { scope, problems };
}
