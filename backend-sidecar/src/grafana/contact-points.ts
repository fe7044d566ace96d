import { FAMILY_LABEL, type AlertSettings, type Channels, type RuleFamily } from './alert-settings.ts';

/** A receiver of a contact point as Grafana's provisioning takes it. */
interface Receiver {
  readonly uid: string;
  readonly type: ChannelType;
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface ContactPoint {
  readonly name: string;
  readonly receivers: readonly Receiver[];
}

type ChannelType = 'email' | 'teams' | 'slack' | 'webhook' | 'jira';

/** Who is told of what, and by which channels where they are set up. Incidents alone are worth a ticket. */
const POINTS: Readonly<
  Record<RuleFamily, { readonly name: string; readonly channels: readonly ChannelType[] }>
> = {
  incident: { name: 'Presage incidents', channels: ['email', 'teams', 'slack', 'webhook', 'jira'] },
  preventive: { name: 'Presage preventive actions', channels: ['email', 'teams', 'slack', 'webhook'] },
  anomaly: { name: 'Presage anomalies', channels: ['email', 'teams', 'slack', 'webhook'] },
  health: { name: 'Presage health', channels: ['email', 'teams', 'slack', 'webhook'] },
};

/**
 * The contact point of every family, always: Grafana refuses to start on one without a receiver, and on the deletion of one that a
 * rule still names. Where no channel is set up, a receiver that is never sent to stands in; its rules are muted for ever (ALWAYS).
 */
export function contactPoints(settings: AlertSettings): readonly ContactPoint[] {
  return families().map((family) => {
    const receivers = receiversOf(family, settings);
    return { name: POINTS[family].name, receivers: receivers.length === 0 ? [nobody(family)] : receivers };
  });
}

/** Uids of receivers of ours that are not rendered now and may be left from before. */
export function goneReceivers(settings: AlertSettings): readonly string[] {
  const kept = contactPoints(settings).flatMap(({ receivers }) => receivers.map(({ uid }) => uid));
  const all = families().flatMap((family) => [
    ...POINTS[family].channels.map((type) => uidOf(family, type)),
    nobody(family).uid,
  ]);
  return all.filter((uid) => !kept.includes(uid));
}

export function contactPointOf(family: RuleFamily): string {
  return POINTS[family].name;
}

/** Whether a family's messages have nowhere to go. */
export function isToldNobody(family: RuleFamily, settings: AlertSettings): boolean {
  return receiversOf(family, settings).length === 0;
}

function nobody(family: RuleFamily): Receiver {
  return {
    uid: `presage-${family}-nobody`,
    type: 'webhook',
    settings: { url: 'http://127.0.0.1:9/never-sent' },
  };
}

function families(): readonly RuleFamily[] {
  return Object.keys(POINTS) as RuleFamily[];
}

function receiversOf(family: RuleFamily, settings: AlertSettings): Receiver[] {
  return POINTS[family].channels.flatMap((type): Receiver[] => {
    if (type === 'email' && family === 'preventive' && !settings.preventiveEmail) return [];
    const filled = SETTINGS_OF[type](settings.channels);
    return filled === undefined ? [] : [{ uid: uidOf(family, type), type, settings: literal(filled) }];
  });
}

function uidOf(family: RuleFamily, type: ChannelType): string {
  return `presage-${family}-${type}`;
}

const TITLE = '{{ template "presage.title" . }}';
const TEXT = '{{ template "presage.text" . }}';
/** Green is over, amber can wait for the morning, red cannot. */
const COLOR = `{{ if eq .Status "resolved" }}#36a64f{{ else if eq .CommonLabels.${FAMILY_LABEL} "preventive" }}#e8a317{{ else }}#d63232{{ end }}`;
/** Alerts in one post to a webhook. */
const WEBHOOK_ALERTS = 50;

/** A channel's settings by its type; undefined = it is not set up. */
const SETTINGS_OF: Readonly<
  Record<ChannelType, (channels: Channels) => Record<string, unknown> | undefined>
> = {
  email: ({ email }) =>
    email.length === 0
      ? undefined
      : { addresses: email.join(';'), singleEmail: true, subject: TITLE, message: TEXT },
  teams: ({ teamsUrl }) =>
    teamsUrl === undefined
      ? undefined
      : { url: teamsUrl, title: TITLE, message: '{{ template "presage.markdown" . }}' },
  slack: ({ slackUrl }) =>
    slackUrl === undefined
      ? undefined
      : {
          url: slackUrl,
          username: 'Presage',
          title: TITLE,
          text: '{{ template "presage.slack" . }}',
          color: COLOR,
        },
  webhook: ({ webhook }) =>
    webhook === undefined
      ? undefined
      : {
          url: webhook.url,
          httpMethod: 'POST',
          maxAlerts: WEBHOOK_ALERTS,
          title: TITLE,
          message: TEXT,
          ...(webhook.secret === undefined ? {} : { hmacConfig: { secret: webhook.secret } }),
        },
  jira: ({ jira }) =>
    jira === undefined
      ? undefined
      : {
          api_url: jira.url,
          project: jira.project,
          issue_type: jira.type,
          summary: TITLE,
          description: isJira3(jira.url)
            ? '{{ template "presage.jira3" . }}'
            : '{{ template "presage.jira2" . }}',
          ...(jira.resolve === undefined ? {} : { resolve_transition: jira.resolve }),
          ...(jira.reopen === undefined ? {} : { reopen_transition: jira.reopen }),
          ...(jira.user === undefined
            ? { api_token: jira.token ?? '' }
            : { user: jira.user, password: jira.token ?? '' }),
        },
};

/** Of Jira Cloud. Grafana tells the versions apart by the same. */
function isJira3(url: string): boolean {
  return /\/3\/*$/.test(url);
}

/** Grafana expands `$NAME` in receivers' settings; `$$` is a plain one. */
function literal(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const escaped = (value: unknown): unknown =>
    typeof value === 'string'
      ? value.replaceAll('$', '$$$$')
      : typeof value === 'object' && value !== null
        ? literal(value as Record<string, unknown>)
        : value;
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, escaped(value)]));
}
