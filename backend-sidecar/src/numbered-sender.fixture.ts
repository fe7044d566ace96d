import { insert } from './sidecar.fixture.ts';

const PER_REQUEST = 20;
/** Keeps the lines of a test below 10,000, the most values that one question for a field's values gets. */
const PAUSE_MS = 8;

/** Sends numbered lines until told to stop; keeps which were acknowledged, and which were sent without an answer. */
export class NumberedSender {
  readonly acknowledged = new Set<number>();
  readonly unanswered = new Set<number>();
  #next = 0;
  #isOver = false;
  #sending: Promise<void> = Promise.resolve();

  start(url: string): void {
    this.#isOver = false;
    this.#sending = this.#send(url);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#sending;
  }

  async #send(url: string): Promise<void> {
    while (!this.#isOver) {
      const numbers = Array.from({ length: PER_REQUEST }, () => this.#next++);
      const lines = numbers.map((n) => ({
        _msg: `request ${n} took ${n * 3} ms`,
        service: `s${n % 3}`,
        n: `n${n}`,
      }));
      const reply = await insert(url, lines).catch(() => undefined);
      const set = reply?.status === 200 ? this.acknowledged : this.unanswered;
      for (const n of numbers) set.add(n);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  /** What is wrong with what a store holds, as numbers like `n17`. */
  faults(stored: readonly string[]): { missing: number[]; doubled: string[]; foreign: string[] } {
    const counts = new Map<string, number>();
    for (const n of stored) counts.set(n, (counts.get(n) ?? 0) + 1);
    const wasSent = (n: string): boolean =>
      this.acknowledged.has(Number(n.slice(1))) || this.unanswered.has(Number(n.slice(1)));
    return {
      missing: [...this.acknowledged].filter((n) => !counts.has(`n${n}`)),
      doubled: [...counts].filter(([, count]) => count > 1).map(([n]) => n),
      foreign: [...counts.keys()].filter((n) => !wasSent(n)),
    };
  }
}

export const NO_FAULTS = { missing: [], doubled: [], foreign: [] };
