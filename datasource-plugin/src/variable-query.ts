import type { DataQuery } from '@grafana/schema';

export const VARIABLE_KINDS = ['services', 'classes', 'templates', 'field_values', 'fields'] as const;
export type VariableKind = (typeof VARIABLE_KINDS)[number];

/** What a dashboard variable lists. */
export interface VariableQuery extends DataQuery {
  kind: VariableKind;
  /** Of `field_values`: which field. */
  field?: string;
  /** Only of this service; may be another variable. */
  service?: string;
  /** Of `templates`: words that they contain. */
  text?: string;
  limit?: number;
}
