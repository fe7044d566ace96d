import type { SeriesResult } from '../../stores/store.ts';

/** A series with the name of its number. */
export interface NamedSeries extends SeriesResult {
  readonly name: string;
}

export interface SeriesFacts {
  readonly refId: string;
  readonly executed: string;
  readonly stepMs: number | undefined;
  readonly shiftMs: number;
  readonly format: 'multi' | 'table';
  readonly datasourceUid: string | undefined;
}
