/** One call under way for a key: whoever asks the same joins it. It is aborted when all who waited have gone. */
export class Flights<Result, News> {
  readonly #flights = new Map<string, Flight<Result, News>>();

  /**
   * @param start called when nobody is asking; its signal is aborted when nobody waits any more
   * @param hear gets the news of the flight from now on
   * @throws the signal's reason once it is aborted, else what the flight rejects with
   */
  async join(
    key: string,
    start: (signal: AbortSignal, tell: (news: News) => void) => Promise<Result>,
    { signal, hear }: { readonly signal: AbortSignal; readonly hear: (news: News) => void },
  ): Promise<Result> {
    signal.throwIfAborted();
    const flight = this.#flights.get(key) ?? this.#begin(key, start);
    const aborted = Promise.withResolvers<never>();
    const leave = (): void => aborted.reject(signal.reason as Error);
    signal.addEventListener('abort', leave, { once: true });
    flight.listeners.add(hear);
    try {
      return await Promise.race([flight.result, aborted.promise]);
    } finally {
      signal.removeEventListener('abort', leave);
      flight.listeners.delete(hear);
      if (flight.listeners.size === 0) this.#end(key, flight);
    }
  }

  #begin(
    key: string,
    start: (signal: AbortSignal, tell: (news: News) => void) => Promise<Result>,
  ): Flight<Result, News> {
    const ending = new AbortController();
    const listeners = new Set<(news: News) => void>();
    const tell = (news: News): void => listeners.forEach((hear) => hear(news));
    const flight = { result: start(ending.signal, tell), listeners, ending };
    // Whoever waits hears of a failure; when all have gone nobody needs to.
    flight.result.catch(() => undefined);
    this.#flights.set(key, flight);
    return flight;
  }

  #end(key: string, flight: Flight<Result, News>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
    flight.ending.abort(new Error('Nobody waits for the answer any more.'));
  }
}

interface Flight<Result, News> {
  readonly result: Promise<Result>;
  readonly listeners: Set<(news: News) => void>;
  readonly ending: AbortController;
}
