import type { SettingFact } from './setting-fact.ts';

/** Syslog listeners; none listens unless its address is set. */
export const SYSLOG_SETTINGS = {
  syslogTcp: {
    env: 'PRESAGE_SYSLOG_TCP',
    kind: 'listener',
    default: '',
    description: 'Where syslog over TCP is taken, for example `0.0.0.0:5514`.',
  },
  syslogUdp: {
    env: 'PRESAGE_SYSLOG_UDP',
    kind: 'listener',
    default: '',
    description: 'Where syslog over UDP is taken. UDP loses lines when the network or the machine is busy.',
  },
  syslogTls: {
    env: 'PRESAGE_SYSLOG_TLS',
    kind: 'listener',
    default: '',
    description: 'Where syslog over TLS is taken, for example `0.0.0.0:6514`.',
  },
  syslogTlsCert: {
    env: 'PRESAGE_SYSLOG_TLS_CERT',
    kind: 'file',
    default: '',
    description: 'PEM file with the certificate for syslog over TLS.',
  },
  syslogTlsKey: {
    env: 'PRESAGE_SYSLOG_TLS_KEY',
    kind: 'file',
    default: '',
    description: 'PEM file with its private key.',
  },
  syslogTlsCa: {
    env: 'PRESAGE_SYSLOG_TLS_CA',
    kind: 'file',
    default: '',
    description:
      'PEM file with the authority whose certificates senders must show; not set = none is asked for.',
  },
  syslogAllow: {
    env: 'PRESAGE_SYSLOG_ALLOW',
    kind: 'list',
    default: '127.0.0.0/8,::1',
    description: 'Addresses and networks that may send syslog, separated by commas.',
  },
  syslogConnections: {
    env: 'PRESAGE_SYSLOG_MAX_CONNECTIONS',
    kind: 'count',
    default: '10000',
    description: 'Connections of syslog senders at one time.',
  },
  syslogZone: {
    env: 'PRESAGE_SYSLOG_ZONE_MINUTES',
    kind: 'minutes',
    default: '0',
    description: 'Zone of times in syslog that name none, in minutes east of UTC.',
  },
  syslogTenant: {
    env: 'PRESAGE_SYSLOG_TENANT',
    kind: 'text',
    default: '0:0',
    description: 'Tenant of the lines, `AccountID:ProjectID`.',
  },
} as const satisfies Record<string, SettingFact>;
