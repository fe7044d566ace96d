import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FeedState, Log, Meter } from '@presage/contract';
import { messageOf, PresageError } from '../errors.ts';
import type { Feed } from '../sources/feed.ts';
import { replaceFile } from '../sources/replace-file.ts';

const FILE = 'paused-sources.json';

/** All feeds: started, told of, paused and resumed, stopped. What is paused stays paused over a restart. */
export class FeedBook {
  readonly #feeds: Feed[] = [];
  readonly #path: string;
  readonly #log: Log;
  #paused: Set<string>;

  private constructor(path: string, log: Log, paused: Iterable<string>) {
    this.#path = path;
    this.#log = log;
    this.#paused = new Set(paused);
  }

  static async open(folder: string, log: Log): Promise<FeedBook> {
    const path = join(folder, FILE);
    return new FeedBook(path, log, await readPaused(path, log));
  }

  /** Starts a feed. Throws what it cannot ever do, such as a port that is taken: a setting is wrong then. */
  async start(feed: Feed): Promise<void> {
    this.#feeds.push(feed);
    if (this.#paused.has(feed.name)) feed.pause();
    await feed.start();
    this.#log.info('a source is open', { source: feed.name, state: feed.status().state });
  }

  /** Stops all, also when one cannot be stopped. */
  async stop(): Promise<void> {
    const ends = await Promise.allSettled(this.#feeds.map((feed) => feed.stop()));
    for (const end of ends)
      if (end.status === 'rejected')
        this.#log.error('a source did not stop as it should', { reason: messageOf(end.reason) });
  }

  /** Rejects with `not_found` when no feed has the name. */
  async pause(name: string): Promise<FeedState> {
    const feed = this.#find(name);
    feed.pause();
    this.#paused.add(name);
    return this.#changed(feed);
  }

  /** Rejects with `not_found` when no feed has the name. */
  async resume(name: string): Promise<FeedState> {
    const feed = this.#find(name);
    feed.resume();
    this.#paused.delete(name);
    return this.#changed(feed);
  }

  status(): FeedState[] {
    return this.#feeds.map(stateOf);
  }

  setGauges(meter: Meter): void {
    for (const feed of this.#feeds) {
      const { state, lagSeconds } = feed.status();
      const labels = { source: feed.name };
      meter.set('presage_source_failing', labels, state === 'failing' ? 1 : 0);
      meter.set('presage_source_paused', labels, state === 'paused' ? 1 : 0);
      if (lagSeconds !== undefined) meter.set('presage_source_lag_seconds', labels, lagSeconds);
    }
  }

  async #changed(feed: Feed): Promise<FeedState> {
    await replaceFile(this.#path, JSON.stringify([...this.#paused]));
    const state = stateOf(feed);
    this.#log.info('an administrator paused or resumed a source', { source: feed.name, state: state.state });
    return state;
  }

  #find(name: string): Feed {
    const feed = this.#feeds.find((each) => each.name === name);
    if (feed !== undefined) return feed;
    const names = this.#feeds.map((each) => each.name).join(', ');
    throw new PresageError(
      'not_found',
      `No source that can be paused is called ${JSON.stringify(name.slice(0, 80))}; there ${names === '' ? 'is none' : `are: ${names}`}.`,
    );
  }
}

function stateOf(feed: Feed): FeedState {
  const { state, message, position, lagSeconds, lastError } = feed.status();
  return {
    name: feed.name,
    state,
    message,
    ...(position === undefined ? {} : { position }),
    ...(lagSeconds === undefined ? {} : { lag_seconds: lagSeconds }),
    ...(lastError === undefined
      ? {}
      : { last_error: { at: new Date(lastError.atMs).toISOString(), message: lastError.message } }),
  };
}

async function readPaused(path: string, log: Log): Promise<string[]> {
  try {
    const names: unknown = JSON.parse(await readFile(path, 'utf8'));
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT')
      log.warn('which sources were paused cannot be read; all run', { reason: messageOf(thrown) });
    return [];
  }
}
