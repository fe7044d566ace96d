import type { Log, Meter } from '@presage/contract';
import type { Config } from '../config.ts';
import type { Road } from '../road/road.ts';

/** What sources are made from. */
export interface FeedParts {
  readonly config: Config;
  readonly road: Road;
  /** Absent = Kafka is not read. */
  readonly states: { ready(): Promise<void> } | undefined;
  readonly meter: Meter;
  readonly log: Log;
}
