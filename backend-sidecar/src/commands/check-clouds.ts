import { SILENT_LOG } from '@presage/contract';
import type { Config } from '../config.ts';
import { PresageError } from '../errors.ts';
import type { Intake } from '../sources/source.ts';
import { cloudFeeds } from './open-clouds.ts';

/** Takes no line: places are only asked whether they answer. */
const CLOSED: Intake = {
  accept: () =>
    Promise.reject(new PresageError('not_ready', 'Nothing is taken while the configuration is checked.')),
  inspect: () => ({ accepted: 0, rejected: 0, errors: [] }),
  reserve: () => ({ release: () => undefined }),
};

/** Tries the file of clouds and one tiny request of each place in it. True = all is well. */
export async function checkClouds(
  config: Config,
  tryOut: (name: string, attempt: () => Promise<string>) => Promise<boolean>,
): Promise<boolean> {
  if (config.cloudSources === undefined) return true;
  const road = { intake: CLOSED, positionsOf: () => new Map<string, string>() };
  let feeds: ReturnType<typeof cloudFeeds> = [];
  const isFileWell = await tryOut('cloud sources', () => {
    feeds = cloudFeeds({ config, road, log: SILENT_LOG });
    return Promise.resolve(`${feeds.length} in ${config.cloudSources ?? ''}`);
  });
  const answers = await Promise.all(feeds.map((feed) => tryOut(feed.name, () => feed.probe())));
  return isFileWell && answers.every(Boolean);
}
