import { duration, FAMILY_LABEL, FOLDER, type AlertSettings, type RuleFamily } from './alert-settings.ts';
import { contactPointOf, isToldNobody } from './contact-points.ts';
import { HEALTH_RULES } from './health-rules.ts';
import { ANOMALY_RULE, INCIDENT_RULE, PREVENTIVE_RULE } from './line-rules.ts';
import { ALWAYS, QUIET_HOURS } from './mute-times.ts';
import type { RuleSpec } from './rule-spec.ts';

const RULES: readonly RuleSpec[] = [INCIDENT_RULE, PREVENTIVE_RULE, ANOMALY_RULE, ...HEALTH_RULES];
const GROUPS = [
  { name: 'Lines', families: ['incident', 'preventive', 'anomaly'] },
  { name: 'Health', families: ['health'] },
] as const satisfies readonly { name: string; families: readonly RuleFamily[] }[];

/** The groups of rules that are on. */
export function ruleGroups(settings: AlertSettings): readonly object[] {
  return GROUPS.map(({ name, families }) => ({
    orgId: settings.org,
    name,
    folder: FOLDER,
    interval: duration(settings.intervalMs),
    rules: kept(settings)
      .filter(({ family }) => families.some((one) => one === family))
      .map((spec) => rule(spec, settings)),
  })).filter(({ rules }) => rules.length > 0);
}

/** Uids of our rules that are off. */
export function goneRules(settings: AlertSettings): readonly string[] {
  return RULES.filter(({ family }) => settings.off.includes(family)).map(({ uid }) => uid);
}

function kept({ off }: AlertSettings): readonly RuleSpec[] {
  return RULES.filter(({ family }) => !off.includes(family));
}

function rule(spec: RuleSpec, settings: AlertSettings): object {
  const range = { from: Math.round(settings.windowMs / 1000), to: 0 };
  return {
    uid: spec.uid,
    title: spec.title,
    condition: spec.condition,
    for: spec.for,
    noDataState: spec.onNoData,
    execErrState: spec.onError,
    labels: { [FAMILY_LABEL]: spec.family },
    annotations: { summary: spec.summary, description: spec.description },
    data: spec.queries(settings).map((query) => ({ ...query, relativeTimeRange: range })),
    ...(settings.routing === 'policy' ? {} : { notification_settings: notification(spec, settings) }),
  };
}

function notification({ family, groupBy }: RuleSpec, settings: AlertSettings): object {
  const receiver = contactPointOf(family);
  const mutes = [
    ...(isToldNobody(family, settings) ? [ALWAYS] : []),
    ...(family === 'preventive' ? [QUIET_HOURS] : []),
  ];
  return {
    receiver,
    group_by: groupBy,
    group_wait: duration(settings.groupWaitMs),
    group_interval: duration(settings.groupIntervalMs),
    repeat_interval: duration(settings.repeatIntervalMs),
    ...(mutes.length > 0 ? { mute_time_intervals: mutes } : {}),
  };
}
