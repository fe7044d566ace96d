/** What is to be rendered, checked. Durations are milliseconds. */
export interface AlertSettings {
  readonly org: number;
  readonly channels: Channels;
  readonly preventiveEmail: boolean;
  /** `policy`: no rule names a contact point; the user's own notification policies decide. */
  readonly routing: 'rules' | 'policy';
  readonly off: readonly RuleFamily[];
  readonly windowMs: number;
  readonly intervalMs: number;
  readonly groupWaitMs: number;
  readonly groupIntervalMs: number;
  readonly repeatIntervalMs: number;
  /** Hours in which preventive actions are not told; [] = none. */
  readonly quiet: readonly TimeRange[];
  readonly quietZone: string;
  readonly storeLagSeconds: number;
  readonly journalPercent: number;
}

/** Where a message can go; undefined or [] = not there. */
export interface Channels {
  readonly email: readonly string[];
  readonly teamsUrl: string | undefined;
  readonly slackUrl: string | undefined;
  readonly webhook: { readonly url: string; readonly secret: string | undefined } | undefined;
  readonly jira: Jira | undefined;
}

export interface Jira {
  readonly url: string;
  readonly user: string | undefined;
  readonly token: string | undefined;
  readonly project: string;
  readonly type: string;
  /** Names of transitions of the project's workflow; undefined = a ticket is not closed, or not opened again. */
  readonly resolve: string | undefined;
  readonly reopen: string | undefined;
}

export const RULE_FAMILIES = ['incident', 'preventive', 'anomaly', 'health'] as const;
export type RuleFamily = (typeof RULE_FAMILIES)[number];

/** Within one day; `24:00` is its end. */
export interface TimeRange {
  readonly from: string;
  readonly to: string;
}

/** Names and uids that other parts of Presage refer to. */
export const FOLDER = 'Presage';
export const DATASOURCE_UID = 'presage';
/** The label of every rule of ours, by which a user's own policies can find them; its value is the family. */
export const FAMILY_LABEL = 'presage';

/** As Grafana reads a time span. */
export function duration(ms: number): string {
  return ms % 60_000 === 0 && ms > 0 ? `${ms / 60_000}m` : `${Math.round(ms / 1000)}s`;
}
