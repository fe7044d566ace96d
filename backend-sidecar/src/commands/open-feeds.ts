import { hostname } from 'node:os';
import { tenantOfText } from '../http/tenant.ts';
import { SYSTEM_CLOCK } from '../road/clock.ts';
import type { Feed } from '../sources/feed.ts';
import { openFileSource } from '../sources/file/file-source.ts';
import { PackedBacklog } from '../sources/file/packed-backlog.ts';
import type { Intake } from '../sources/source.ts';
import { SyslogSource } from '../sources/syslog/syslog-source.ts';
import type { FeedParts } from './feed-parts.ts';
import { cloudFeeds } from './open-clouds.ts';
import { kafkaFeed } from './open-kafka.ts';

/** What brings lines by itself, as the settings ask; nothing of it is started yet. */
export function feedsOf(parts: FeedParts): Feed[] {
  return [...fileFeed(parts), ...syslogFeed(parts), ...kafkaFeed(parts), ...cloudFeeds(parts)];
}

type SyslogParts = Pick<FeedParts, 'config' | 'meter' | 'log'> & {
  readonly road: { readonly intake: Intake };
};

function fileFeed({ config, road, log }: FeedParts): Feed[] {
  if (config.files.length === 0) return [];
  const source = openFileSource({
    patterns: config.files,
    from: config.filesFrom,
    zoneOffsetMinutes: config.fileZone,
    tenant: '0:0',
    host: hostname(),
    folder: config.dataDir,
    recalled: road.positionsOf('file'),
    intake: road.intake,
    log,
  });
  return config.filesFrom === 'end' ? [source] : [source, packedBacklog({ config, road, log })];
}

/** Compressed files from before the first start. */
function packedBacklog({ config, road, log }: Pick<FeedParts, 'config' | 'road' | 'log'>): Feed {
  return new PackedBacklog({
    patterns: config.files,
    zoneOffsetMinutes: config.fileZone,
    tenant: '0:0',
    host: hostname(),
    folder: config.dataDir,
    recalled: road.positionsOf('file-backlog'),
    intake: road.intake,
    log,
    nowMs: () => SYSTEM_CLOCK.nowMs(),
  });
}

/** Syslog, when it is to listen somewhere. */
export function syslogFeed({ config, road, meter, log }: SyslogParts): SyslogSource[] {
  const { syslogTcp: tcp, syslogUdp: udp, syslogTls: tls } = config;
  if (tcp === undefined && udp === undefined && tls === undefined) return [];
  const source = new SyslogSource({
    tcp,
    udp,
    tls,
    certificateFile: config.syslogTlsCert,
    keyFile: config.syslogTlsKey,
    authorityFile: config.syslogTlsCa,
    allowed: config.syslogAllow,
    maxConnections: config.syslogConnections,
    zoneOffsetMinutes: config.syslogZone,
    tenant: tenantOfText(config.syslogTenant ?? '0:0'),
    intake: road.intake,
    meter,
    log,
    nowMs: () => SYSTEM_CLOCK.nowMs(),
  });
  return [source];
}
