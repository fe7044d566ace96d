import type { SampleLine } from '../counters.ts';
import type { StoredRow } from '../store.ts';

/** What is kept, by tenant. */
export interface MemoryTables {
  /** By event id, in the order of arrival. */
  readonly rows: Map<string, Map<string, StoredRow>>;
  /** By series key, then by time. */
  readonly samples: Map<string, Map<string, Map<number, SampleLine>>>;
  /** By tenant, template and service. */
  readonly templates: Map<string, { readonly order: readonly [number, number]; readonly line: string }>;
}
