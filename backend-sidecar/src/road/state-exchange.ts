import type { SavedPartition } from '../pipeline/verdict.ts';

/** Where sidecars of a group leave what they have learned of a service, for the one that gets it next. */
export interface StateExchange {
  /** Takes note of a saved state; never throws and never waits. The newest of a service counts. */
  leave(saved: SavedPartition): void;
  /**
   * What another sidecar has left of a service after `sinceMs`, compressed as it is to be journalled;
   * undefined when the newest is older, or one's own.
   */
  left(key: string, sinceMs: number): Uint8Array | undefined;
}
