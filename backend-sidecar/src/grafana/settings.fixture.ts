import type { AlertSettings } from './alert-settings.ts';

/** The defaults, with nobody to tell. */
export const NOTHING_SET: AlertSettings = {
  org: 1,
  channels: { email: [], teamsUrl: undefined, slackUrl: undefined, webhook: undefined, jira: undefined },
  preventiveEmail: false,
  routing: 'rules',
  off: [],
  windowMs: 300_000,
  intervalMs: 20_000,
  groupWaitMs: 15_000,
  groupIntervalMs: 120_000,
  repeatIntervalMs: 14_400_000,
  quiet: [],
  quietZone: 'UTC',
  storeLagSeconds: 60,
  journalPercent: 80,
};

export const EVERYTHING_SET: AlertSettings = {
  ...NOTHING_SET,
  channels: {
    email: ['one@example.com', 'two@example.com'],
    teamsUrl: 'https://example.com/workflow?sig=a$b',
    slackUrl: 'https://hooks.example.com/services/x',
    webhook: { url: 'https://example.com/hook', secret: 'shared$secret' },
    jira: {
      url: 'https://shop.example.com/rest/api/3',
      user: 'bot@example.com',
      token: 'token',
      project: 'OPS',
      type: 'Task',
      resolve: 'Done',
      reopen: 'Reopen',
    },
  },
  preventiveEmail: true,
  quiet: [{ from: '22:00', to: '24:00' }],
};
