import { DATASOURCE_UID, type AlertSettings, type RuleFamily } from './alert-settings.ts';

/** A query of a rule: of our datasource in its saved form, or an expression of Grafana's. */
export interface RuleQuery {
  readonly refId: string;
  readonly datasourceUid: string;
  readonly model: Readonly<Record<string, unknown>>;
}

/** What one rule of ours asks and says; how it is told and how often stands in the settings. */
export interface RuleSpec {
  readonly uid: string;
  readonly family: RuleFamily;
  readonly title: string;
  readonly queries: (settings: AlertSettings) => readonly RuleQuery[];
  /** The refId whose result counts. */
  readonly condition: string;
  readonly for: string;
  /** When the query fails. `KeepLast`: what fired goes on firing, nothing new fires. */
  readonly onError: 'KeepLast' | 'Alerting';
  readonly onNoData: 'OK' | 'Alerting';
  readonly summary: string;
  readonly description: string;
  readonly groupBy: readonly string[];
}

/** A saved query of our datasource: one number a group. */
export function presageQuery(refId: string, query: Readonly<Record<string, unknown>>): RuleQuery {
  return { refId, datasourceUid: DATASOURCE_UID, model: { refId, version: 1, instant: true, ...query } };
}

export function threshold(refId: string, expression: string, type: 'gt' | 'lt', value: number): RuleQuery {
  const model = {
    refId,
    type: 'threshold',
    expression,
    conditions: [{ evaluator: { type, params: [value] } }],
  };
  return { refId, datasourceUid: '__expr__', model };
}

export function math(refId: string, expression: string): RuleQuery {
  return { refId, datasourceUid: '__expr__', model: { refId, type: 'math', expression } };
}
