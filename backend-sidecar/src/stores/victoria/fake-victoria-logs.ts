import { FakeProcess, type FakeOptions, type FakeReply, type FakeRequest } from './fake-process.ts';

export { startFakeVictoriaMetrics, type FakeVictoriaMetrics } from './fake-victoria-metrics.ts';

/** What goes wrong with one of the next inserts. */
export type FakeFault =
  /** Stores everything, then never answers. */
  | 'silent_after_store'
  /** Stores everything, then breaks the connection. */
  | 'reset_after_store'
  /** Stores the first half, then breaks the connection. */
  | 'reset_half_way'
  | 'reset_before_store'
  | 'busy_429'
  | 'busy_503'
  /** Acknowledges, loses every second row, and its counters show nothing. */
  | 'drop_silently'
  /** The same, but counted in `vl_rows_dropped_total`. */
  | 'drop_counted';

export interface FakeLogsOptions extends FakeOptions {
  /** Bodies over it get 413. */
  readonly maxBodyBytes?: number;
  /** Answers 400 to a body with any poison line, not only when it has nothing else. */
  readonly isStrict?: boolean;
  /** Value of the flag; rows older are dropped and counted. */
  readonly retentionDays?: number;
  /** Rows are found by queries this long after they came. */
  readonly searchableMs?: number;
}

export interface FakeVictoriaLogs {
  readonly url: string;
  /** Everything stored, of all tenants, as it came. */
  rows(): Record<string, string>[];
  /** The stored lines, byte for byte. */
  lines(): string[];
  /** The next inserts meet these, one each. */
  fail(...faults: readonly FakeFault[]): void;
  /** Killed and started again at once: forgets rows of the last seconds, with holes. */
  restart(): Promise<void>;
  kill(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
  /** Inserts that were tried so far. */
  inserts(): number;
}

/** A line that has this in it cannot be read. */
export const POISON = '"poison":';
const DAY_MS = 86_400_000;
const ON_DISK = Number.NEGATIVE_INFINITY;
const COUNT_QUERY = /^"presage_event_id":in\((.*)\) \| fields "presage_event_id"$/s;

interface Kept {
  readonly tenant: string;
  readonly line: string;
  readonly id: string;
  readonly timeNs: bigint;
  readonly takenMs: number;
}

class FakeLogs {
  readonly process: FakeProcess;
  readonly #options: FakeLogsOptions;
  readonly faults: FakeFault[] = [];
  kept: Kept[] = [];
  inserts = 0;
  #dropped = 0;
  #unreadable = 0;

  constructor(options: FakeLogsOptions) {
    this.#options = options;
    this.process = new FakeProcess(options, (request) => this.#handle(request));
  }

  async kill(): Promise<void> {
    await this.process.die();
    const survivors = this.kept.filter(({ takenMs }) => this.process.survives(takenMs));
    this.kept = survivors.map((row) => ({ ...row, takenMs: ON_DISK }));
    this.#dropped = 0;
    this.#unreadable = 0;
  }

  #handle(request: FakeRequest): FakeReply {
    switch (request.path) {
      case '/health':
        return { status: 200, text: 'OK' };
      case '/metrics':
        return { status: 200, text: this.process.metrics(this.#ownMetrics()) };
      case '/insert/jsonline':
        return this.#insert(request);
      case '/select/logsql/query':
        return this.#query(request);
      default:
        return { status: 404, text: `unsupported path requested: ${request.path}` };
    }
  }

  #ownMetrics(): string[] {
    return [
      `flag{name="retentionPeriod", value="${this.#options.retentionDays ?? 7}d", is_set="false"} 1`,
      'flag{name="futureRetention", value="2d", is_set="false"} 1',
      'flag{name="maxBackfillAge", value="0", is_set="false"} 1',
      `vl_rows_dropped_total{reason="too_small_timestamp"} ${this.#dropped}`,
      `vl_http_errors_total{path="/insert/jsonline"} ${this.#unreadable}`,
    ];
  }

  #insert({ headers, body }: FakeRequest): FakeReply {
    this.inserts++;
    const fault = this.faults.shift();
    if (fault === 'busy_429') return { status: 429, text: 'the storage is in read-only mode' };
    if (fault === 'busy_503') return { status: 503, text: 'cannot accept the request in 60 seconds' };
    if (fault === 'reset_before_store') return 'reset';
    if (body.length > (this.#options.maxBodyBytes ?? Number.POSITIVE_INFINITY))
      return { status: 413, text: 'request entity too large' };
    const lines = body
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '');
    const readable = lines.filter((line) => !line.includes(POISON));
    const words = 'cannot process jsonline request; error: cannot parse json';
    if (readable.length < lines.length && (this.#options.isStrict || readable.length === 0))
      return { status: 400, text: words };
    this.#unreadable += lines.length - readable.length;
    this.#take(tenantOf(headers), readable, fault);
    if (fault === 'reset_after_store' || fault === 'reset_half_way') return 'reset';
    return fault === 'silent_after_store' ? 'silent' : { status: 200, text: '' };
  }

  #take(tenant: string, lines: readonly string[], fault: FakeFault | undefined): void {
    const takenMs = this.process.clock.monotonicMs();
    const oldestMs = this.process.clock.wallMs() - (this.#options.retentionDays ?? 7) * DAY_MS;
    lines.forEach((line, i) => {
      if (fault === 'reset_half_way' && i >= lines.length / 2) return;
      if (fault === 'drop_silently' && i % 2 === 0) return;
      const { _time: time = '', presage_event_id: id = '' } = JSON.parse(line) as Record<string, string>;
      const timeMs = Date.parse(time);
      if (timeMs < oldestMs || (fault === 'drop_counted' && i % 2 === 0)) this.#dropped++;
      else this.kept.push({ tenant, line, id, timeNs: nanosOf(time, timeMs), takenMs });
    });
  }

  /** The one query that the sink asks; the suite against the real store holds both to it. */
  #query({ headers, body }: FakeRequest): FakeReply {
    const form = new URLSearchParams(body.toString('utf8'));
    const list = COUNT_QUERY.exec(form.get('query') ?? '')?.[1];
    if (list === undefined) return { status: 400, text: 'the fake knows only the count of event ids' };
    const ids = new Set(JSON.parse(`[${list}]`) as string[]);
    const [start, end] = ['start', 'end'].map((name) => BigInt(form.get(name) ?? '0'));
    if (start === undefined || end === undefined) return { status: 400, text: 'a range is missing' };
    const tenant = tenantOf(headers);
    const newestMs = this.process.clock.monotonicMs() - (this.#options.searchableMs ?? 1000);
    const found = this.kept.filter(
      (row) =>
        row.tenant === tenant &&
        ids.has(row.id) &&
        row.timeNs >= start &&
        row.timeNs < end &&
        row.takenMs <= newestMs,
    );
    return {
      status: 200,
      text: found.map(({ id }) => `${JSON.stringify({ presage_event_id: id })}\n`).join(''),
    };
  }
}

function nanosOf(time: string, timeMs: number): bigint {
  const digits = /\.(\d{1,9})/.exec(time)?.[1] ?? '';
  return BigInt(Math.floor(timeMs / 1000)) * 1_000_000_000n + BigInt(digits.padEnd(9, '0'));
}

function tenantOf(headers: FakeRequest['headers']): string {
  return `${String(headers['accountid'] ?? '0')}:${String(headers['projectid'] ?? '0')}`;
}

/**
 * VictoriaLogs as a sink meets it: takes jsonline, acknowledges before its disk has the rows, drops rows behind an
 * acknowledgement, breaks, restarts. Listens on a free port of 127.0.0.1.
 */
export async function startFakeVictoriaLogs(options: FakeLogsOptions = {}): Promise<FakeVictoriaLogs> {
  const fake = new FakeLogs(options);
  await fake.process.listen();
  return {
    url: fake.process.url,
    rows: () => fake.kept.map(({ line }) => JSON.parse(line) as Record<string, string>),
    lines: () => fake.kept.map(({ line }) => line),
    fail: (...faults) => void fake.faults.push(...faults),
    restart: async () => {
      await fake.kill();
      await fake.process.liveAgain();
    },
    kill: () => fake.kill(),
    start: () => fake.process.liveAgain(),
    close: () => fake.process.die(),
    inserts: () => fake.inserts,
  };
}
