import type { SettingFact } from './setting-fact.ts';

/** What Grafana alerts on and whom it tells. `presage grafana` renders these; the sidecar itself sends nothing. */
export const ALERTS_SETTINGS = {
  alertEmail: {
    env: 'PRESAGE_ALERT_EMAIL',
    kind: 'list',
    default: '',
    description: 'Addresses that get a mail. Grafana sends it by its own `GF_SMTP_*` settings.',
  },
  alertTeamsUrl: {
    env: 'PRESAGE_ALERT_TEAMS_URL',
    kind: 'secret',
    default: '',
    description: 'URL of the Power Automate workflow that posts to a Teams channel.',
  },
  alertSlackUrl: {
    env: 'PRESAGE_ALERT_SLACK_URL',
    kind: 'secret',
    default: '',
    description: "URL of a Slack channel's incoming webhook.",
  },
  alertWebhookUrl: {
    env: 'PRESAGE_ALERT_WEBHOOK_URL',
    kind: 'secret',
    default: '',
    description: "URL that gets Grafana's own alert JSON by POST.",
  },
  alertWebhookSecret: {
    env: 'PRESAGE_ALERT_WEBHOOK_SECRET',
    kind: 'secret',
    default: '',
    description: 'Signs these posts (HMAC SHA-256, header `X-Grafana-Alerting-Signature`).',
  },
  alertJiraUrl: {
    env: 'PRESAGE_ALERT_JIRA_URL',
    kind: 'url',
    default: '',
    description:
      'Jira that gets a ticket for incidents, for example `https://shop.atlassian.net/rest/api/3` (a Jira of your own: `/rest/api/2`).',
  },
  alertJiraUser: { env: 'PRESAGE_ALERT_JIRA_USER', kind: 'text', default: '', description: 'Who opens it …' },
  alertJiraToken: {
    env: 'PRESAGE_ALERT_JIRA_TOKEN',
    kind: 'secret',
    default: '',
    description: '… with this API token; without a user, a personal access token …',
  },
  alertJiraProject: {
    env: 'PRESAGE_ALERT_JIRA_PROJECT',
    kind: 'text',
    default: '',
    description: '… in the project with this key …',
  },
  alertJiraType: {
    env: 'PRESAGE_ALERT_JIRA_TYPE',
    kind: 'text',
    default: 'Task',
    description: '… as a ticket of this type.',
  },
  alertJiraResolve: {
    env: 'PRESAGE_ALERT_JIRA_RESOLVE',
    kind: 'text',
    default: '',
    description:
      'Name of the transition by which a ticket is closed when its incident is over; empty = it stays open.',
  },
  alertJiraReopen: {
    env: 'PRESAGE_ALERT_JIRA_REOPEN',
    kind: 'text',
    default: '',
    description:
      'Name of the transition by which a closed ticket is opened again; empty = the next incident gets a new one.',
  },
  alertPreventiveEmail: {
    env: 'PRESAGE_ALERT_PREVENTIVE_EMAIL',
    kind: 'flag',
    default: 'false',
    description: 'Preventive actions go to the addresses as well, not only to Teams, Slack and the webhook.',
  },
  alertRouting: {
    env: 'PRESAGE_ALERT_ROUTING',
    kind: 'routing',
    default: 'rules',
    description:
      '`rules`: each rule names its contact point; `policy`: your own notification policies decide, by the label `presage`.',
  },
  alertOff: {
    env: 'PRESAGE_ALERT_OFF',
    kind: 'list',
    default: '',
    description: 'Rules to leave out: `incident`, `preventive`, `anomaly`, `health`.',
  },
  alertScore: {
    env: 'PRESAGE_ALERT_SCORE',
    kind: 'decimal',
    default: '1',
    description: "Anomaly score of a service above which it is alerted on. The sidecar's setting counts.",
  },
  alertWindow: {
    env: 'PRESAGE_ALERT_WINDOW',
    kind: 'duration',
    default: '5m',
    description:
      'How long after its last line, by arrival, an alert stands. The sidecar needs the same setting.',
  },
  alertInterval: {
    env: 'PRESAGE_ALERT_INTERVAL',
    kind: 'duration',
    default: '20s',
    description: 'How often the rules are evaluated; a multiple of 10s.',
  },
  alertGroupWait: {
    env: 'PRESAGE_ALERT_GROUP_WAIT',
    kind: 'duration',
    default: '15s',
    description: 'How long the first message of a service and category waits for more of the same.',
  },
  alertGroupInterval: {
    env: 'PRESAGE_ALERT_GROUP_INTERVAL',
    kind: 'duration',
    default: '2m',
    description: 'How long until what is new there is told.',
  },
  alertRepeatInterval: {
    env: 'PRESAGE_ALERT_REPEAT_INTERVAL',
    kind: 'duration',
    default: '4h',
    description: 'How long until what still goes on is told again.',
  },
  alertQuietHours: {
    env: 'PRESAGE_ALERT_QUIET_HOURS',
    kind: 'list',
    default: '',
    description:
      'Hours in which preventive actions are not told, for example `22:00-07:00`; several by commas.',
  },
  alertQuietZone: {
    env: 'PRESAGE_ALERT_QUIET_ZONE',
    kind: 'text',
    default: 'UTC',
    description: 'Time zone of these hours, for example `Europe/Berlin`.',
  },
  alertStoreLag: {
    env: 'PRESAGE_ALERT_STORE_LAG',
    kind: 'duration',
    default: '60s',
    description: 'How far a store may be behind.',
  },
  alertJournalPercent: {
    env: 'PRESAGE_ALERT_JOURNAL_PERCENT',
    kind: 'count',
    default: '80',
    description: 'How full the journal and the outbox may be, % of their cap.',
  },
  grafanaOrg: {
    env: 'PRESAGE_GRAFANA_ORG',
    kind: 'count',
    default: '1',
    description: 'Id of the Grafana organisation that gets the rules and contact points.',
  },
} as const satisfies Record<string, SettingFact>;
