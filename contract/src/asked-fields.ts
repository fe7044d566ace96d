import { FIELDS } from './fields.ts';

/**
 * What the kinds of queries can be filtered and grouped by where it is not any field of lines. The sidecar refuses or leaves out the
 * rest, the editor does not offer it.
 */

/** Of lines by arrival, as counters know them. */
export const COUNTER_FIELDS = ['service', 'presage_class', 'presage_severity'] as const;

/** Facts of the kinds of lines that are not normal, one number each by arrival: what alert rules name. */
export const KIND_FIELDS = ['category', 'template_id', 'signature', 'template', 'sample'] as const;

/** Of anomaly scores. */
export const SCORE_FIELDS = ['service', 'for'] as const;

/** Properties of templates that lines are joined with. */
export const JOINED_FIELDS: readonly string[] = FIELDS.filter(({ stored }) => stored === 'joined').map(
  ({ name }) => name,
);

/** What templates have besides. `first_seen`, `last_seen`: ms since 1970, so what was first seen after a time is new. */
export const TEMPLATE_FIELDS = [
  'service',
  'presage_template_id',
  'presage_class',
  'presage_severity',
  '_msg',
  'first_seen',
  'last_seen',
] as const;
