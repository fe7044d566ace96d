import { idOf, priorityOf, type Candidate } from './candidate.ts';

/** Templates asked about in one call: fewer cost more calls, more make a small model careless. */
export const BATCH = { least: 10, most: 20 } as const;
/** A smaller batch goes when its first template has waited so long. */
const PATIENCE_MS = 60_000;
/** Templates that wait; once they are twice as many, those of least priority go, and come back when there is room. */
const MOST_WAITING = 500;

interface Waiting {
  readonly candidate: Candidate;
  readonly priority: number;
  readonly sinceMs: number;
  readonly round: number;
}

/** Templates that wait to be asked about. What is not offered again in a round through all templates is known by now, or gone. */
export class LabelQueue {
  readonly #waiting = new Map<string, Waiting>();
  #round = 0;
  /** The least priority that was kept when some had to go. */
  #floor = 0;

  get size(): number {
    return this.#waiting.size;
  }

  has(candidate: Candidate): boolean {
    return this.#waiting.has(idOf(candidate));
  }

  /** Whether it would stay if it were offered. */
  wants(candidate: Candidate, nowMs: number): boolean {
    return this.#waiting.size < MOST_WAITING || priorityOf(candidate, nowMs) >= this.#floor;
  }

  offer(candidate: Candidate, nowMs: number): void {
    const id = idOf(candidate);
    const sinceMs = this.#waiting.get(id)?.sinceMs ?? nowMs;
    const priority = priorityOf(candidate, nowMs);
    this.#waiting.set(id, { candidate, priority, sinceMs, round: this.#round });
    if (this.#waiting.size >= 2 * MOST_WAITING) this.#letGo();
  }

  /** A round through all templates has ended. */
  endRound(): void {
    for (const [id, { round }] of this.#waiting) if (round < this.#round) this.#waiting.delete(id);
    this.#round += 1;
  }

  remove(candidates: readonly Candidate[]): void {
    for (const candidate of candidates) this.#waiting.delete(idOf(candidate));
  }

  /** The most urgent templates of one tenant: no call mixes tenants. [] = none is to go yet. */
  next(nowMs: number): readonly Candidate[] {
    const byTenant = Map.groupBy(this.#waiting.values(), ({ candidate }) => candidate.tenant);
    const ready = Array.from(byTenant.values(), (all) => all.sort(urgentFirst)).filter(
      (all) => all.length >= BATCH.least || all.some(({ sinceMs }) => nowMs - sinceMs >= PATIENCE_MS),
    );
    const [first = []] = ready.sort((a, b) => (b[0]?.priority ?? 0) - (a[0]?.priority ?? 0));
    return first.slice(0, BATCH.most).map(({ candidate }) => candidate);
  }

  #letGo(): void {
    const least = [...this.#waiting.values()].sort((a, b) => a.priority - b.priority).slice(0, -MOST_WAITING);
    this.remove(least.map(({ candidate }) => candidate));
    this.#floor = least.at(-1)?.priority ?? 0;
  }
}

function urgentFirst(a: Waiting, b: Waiting): number {
  return b.priority - a.priority || (idOf(a.candidate) < idOf(b.candidate) ? -1 : 1);
}
