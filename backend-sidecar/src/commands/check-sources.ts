import { SILENT_LOG, SILENT_METER } from '@presage/contract';
import type { Config } from '../config.ts';
import { PresageError } from '../errors.ts';
import type { Intake } from '../sources/source.ts';
import { FreshTokens } from './fresh-tokens.ts';
import { cloudFeeds } from './open-clouds.ts';
import { syslogFeed } from './open-feeds.ts';
import { probeKafka } from './open-kafka.ts';
import { refuseOpenAccess } from './refuse-open-access.ts';

type TryOut = (name: string, attempt: () => Promise<string>) => Promise<boolean>;

/** Takes no line: places are only asked whether they answer. */
const CLOSED: Intake = {
  accept: () =>
    Promise.reject(new PresageError('not_ready', 'Nothing is taken while the configuration is checked.')),
  inspect: () => ({ accepted: 0, rejected: 0, errors: [] }),
  reserve: () => ({ release: () => undefined }),
};
const ROAD = { intake: CLOSED, positionsOf: () => new Map<string, string>() };

/** Tries what lines come through, as far as that can be done without listening or taking one. True = all is well. */
export async function checkSources(config: Config, tryOut: TryOut): Promise<boolean> {
  const isAccessWell = await tryOut('access', () => checkAccess(config));
  const isSyslogWell = await checkSyslog(config, tryOut);
  const isKafkaWell =
    config.kafkaBrokers.length === 0 ||
    (await tryOut(
      'kafka',
      async () => `${await probeKafka(config)} topics on ${config.kafkaBrokers.join(', ')}`,
    ));
  const areCloudsWell = await checkClouds(config, tryOut);
  return isAccessWell && isSyslogWell && isKafkaWell && areCloudsWell;
}

async function checkAccess(config: Config): Promise<string> {
  const tokens = await FreshTokens.open(config, SILENT_LOG);
  tokens.close();
  refuseOpenAccess(config, tokens.size > 0);
  return tokens.size === 0 ? 'no token' : `tokens: ${tokens.size}`;
}

async function checkSyslog(config: Config, tryOut: TryOut): Promise<boolean> {
  const [source] = syslogFeed({ config, road: ROAD, meter: SILENT_METER, log: SILENT_LOG });
  if (source === undefined) return true;
  return tryOut('syslog', () => {
    source.check();
    return Promise.resolve(`from ${config.syslogAllow.join(', ')}`);
  });
}

/** The file of clouds, and one tiny request of each place in it. */
async function checkClouds(config: Config, tryOut: TryOut): Promise<boolean> {
  if (config.cloudSources === undefined) return true;
  let feeds: ReturnType<typeof cloudFeeds> = [];
  const isFileWell = await tryOut('cloud sources', () => {
    feeds = cloudFeeds({ config, road: ROAD, log: SILENT_LOG });
    return Promise.resolve(`${feeds.length} in ${config.cloudSources ?? ''}`);
  });
  const answers = await Promise.all(feeds.map((feed) => tryOut(feed.name, () => feed.probe())));
  return isFileWell && answers.every(Boolean);
}
