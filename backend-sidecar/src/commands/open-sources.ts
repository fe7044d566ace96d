import { SYSTEM_CLOCK } from '../road/clock.ts';
import type { Feed } from '../sources/feed.ts';
import type { JobBook } from '../sources/upload/job-book.ts';
import type { UploadSource } from '../sources/upload/upload-source.ts';
import { DemoFeed } from './demo-feed.ts';
import { FeedBook } from './feed-book.ts';
import type { FeedParts } from './feed-parts.ts';
import { feedsOf } from './open-feeds.ts';
import { openUploads } from './open-uploads.ts';

/** Everything that brings lines by itself; nothing of it is started yet. */
export interface Sources {
  readonly feeds: FeedBook;
  readonly jobs: JobBook;
  readonly uploads: UploadSource;
  readonly toStart: readonly Feed[];
}

export async function openSources(parts: FeedParts): Promise<Sources> {
  const { config, road, log } = parts;
  const feeds = await FeedBook.open(config.dataDir, log);
  const { jobs, uploads } = await openUploads(config, road, log);
  const demo = config.demo
    ? [
        new DemoFeed(road.intake, log, {
          seed: config.demoSeed,
          rate: config.demoRate,
          nowMs: () => SYSTEM_CLOCK.nowMs(),
        }),
      ]
    : [];
  return { feeds, jobs, uploads, toStart: [uploads, ...feedsOf(parts), ...demo] };
}

/** One that cannot ever do what its settings ask throws here; one that cannot do it yet tells so in its status. */
export async function startSources({ feeds, toStart }: Sources): Promise<void> {
  for (const feed of toStart) await feeds.start(feed);
}
