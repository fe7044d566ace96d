import { createHash } from 'node:crypto';
import { Chance } from '../demo/chance.ts';
import { freePort } from '../src/loopback.fixture.ts';
import { freshDigits, linesOfShop, type RawLine } from './fresh-lines.ts';
import { processFigures } from './process-figures.ts';
import { start, type Running } from './servers.ts';

export interface ExplainBench {
  /** Programs of the stores. */
  readonly logs: string;
  readonly metrics: string;
  readonly rows: number;
  /** They are spread over so many hours up to now. */
  readonly hours: number;
  readonly startSidecar: (settings: Readonly<Record<string, string>>) => Promise<Running>;
}

/** Milliseconds of each explanation: until the first byte, the gathered context, the answer. */
interface Timing {
  readonly first: number;
  readonly context: number;
  readonly answer: number;
}

const HOSTS = 3;
const BATCH = 20_000;
const EXPLAINED = 60;

/**
 * Fills VictoriaLogs itself with rows as the sidecar would have written them, then explains lines that need action by their event
 * ids, keyless and streamed, each for the first time.
 */
export async function measureExplain(bench: ExplainBench): Promise<readonly (readonly [string, string])[]> {
  const ports = { logs: await freePort(), metrics: await freePort() };
  const args = (port: number, folder: string): string[] => [
    `-httpListenAddr=127.0.0.1:${port}`,
    `-storageDataPath=${folder}`,
    '-retentionPeriod=100y',
  ];
  const running = [await start(bench.logs, args, '/health', { port: ports.logs })];
  try {
    running.push(await start(bench.metrics, args, '/health', { port: ports.metrics }));
    const loadedAt = performance.now();
    const ids = await load(`http://127.0.0.1:${ports.logs}`, bench);
    const loadSeconds = (performance.now() - loadedAt) / 1000;
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    const sidecar = await bench.startSidecar({
      PRESAGE_VICTORIALOGS_URL: `http://127.0.0.1:${ports.logs}`,
      PRESAGE_VICTORIAMETRICS_URL: `http://127.0.0.1:${ports.metrics}`,
    });
    running.push(sidecar);
    await explained(sidecar.url, ids.pop() ?? '');
    return [
      [
        'rows in VictoriaLogs',
        `${bench.rows.toLocaleString('en')} over ${bench.hours} h, loaded in ${loadSeconds.toFixed(0)} s`,
      ],
      ...(await timed(sidecar, ids, running[0]?.pid ?? 0)),
    ];
  } finally {
    for (const one of running.reverse()) await one.stop('SIGKILL');
  }
}

async function timed(
  sidecar: Running,
  ids: readonly string[],
  logs: number,
): Promise<readonly (readonly [string, string])[]> {
  const pids = { sidecar: sidecar.pid, logs };
  const timings: Timing[] = [];
  const before = cpuOf(pids);
  for (const id of ids) timings.push(await explained(sidecar.url, id));
  const after = cpuOf(pids);
  const each = (name: keyof typeof pids): string =>
    `${(((after[name] - before[name]) * 1000) / timings.length).toFixed(0)} ms`;
  return [
    ['lines explained, one after the other', String(timings.length)],
    ['first byte', spread(timings.map(({ first }) => first))],
    ['context gathered', spread(timings.map(({ context }) => context))],
    ['answer', spread(timings.map(({ answer }) => answer))],
    ['CPU of one, sidecar and VictoriaLogs', `${each('sidecar')} and ${each('logs')}`],
  ];
}

/** CPU seconds so far: times by the clock say little on a machine that does other things too. */
function cpuOf({ sidecar, logs }: { sidecar: number; logs: number }) {
  return { sidecar: processFigures(sidecar).cpuSeconds, logs: processFigures(logs).cpuSeconds };
}

function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor((sorted.length - 1) * share)] ?? NaN).toFixed(0);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms`;
}

/** @returns event ids of lines that need action, spread over the whole time */
async function load(url: string, { rows, hours }: ExplainBench): Promise<string[]> {
  const lines = linesOfShop(16_000);
  const chance = new Chance(7);
  const endMs = Date.now();
  const stepMs = (hours * 3_600_000) / rows;
  const ids: string[] = [];
  const every = Math.floor(rows / (EXPLAINED + 1));
  let sending: Promise<void> = Promise.resolve();
  for (let from = 0; from < rows; from += BATCH) {
    let body = '';
    for (let i = from; i < Math.min(rows, from + BATCH); i++) {
      const timeMs = endMs - (rows - i) * stepMs;
      const isAsked = i % every === every - 1 && ids.length <= EXPLAINED;
      const row = rowOf(lines[i % lines.length] ?? { service: 'shop', text: '' }, i, timeMs, chance, isAsked);
      if (isAsked) ids.push(row.presage_event_id);
      body += `${JSON.stringify(row)}\n`;
    }
    await sending;
    sending = insert(url, body);
  }
  await sending;
  return ids;
}

async function insert(url: string, body: string): Promise<void> {
  const reply = await fetch(`${url}/insert/jsonline?_stream_fields=service,host`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/stream+json' },
  });
  if (!reply.ok) throw new Error(`VictoriaLogs refuses the rows: ${await reply.text()}`);
}

const templates = new Map<string, string>();

function rowOf({ service, text }: RawLine, index: number, timeMs: number, chance: Chance, isAsked: boolean) {
  const draw = isAsked ? 0 : chance.whole(0, 99);
  const [logClass, severity] =
    draw < 2 ? ['incident', 'error'] : draw < 3 ? ['preventive_action', 'warning'] : ['normal', 'info'];
  return {
    _time: new Date(timeMs).toISOString(),
    _msg: freshDigits(text, chance),
    service,
    host: `host-${index % HOSTS}`,
    trace_id: (index >> 2).toString(16).padStart(16, '0'),
    presage_event_id: `${Math.floor(timeMs).toString(36)}-bench001-${index.toString(36).padStart(8, '0')}`,
    presage_class: logClass,
    presage_severity: severity,
    presage_template_id: templateOf(text),
  };
}

function templateOf(text: string): string {
  const known = templates.get(text);
  if (known !== undefined) return known;
  const id = createHash('sha256').update(text.replace(/\d+/g, '#')).digest('hex').slice(0, 16);
  templates.set(text, id);
  return id;
}

async function explained(url: string, id: string): Promise<Timing> {
  const startedAt = performance.now();
  const response = await fetch(`${url}/api/v1/explain`, {
    method: 'POST',
    body: JSON.stringify({ event_id: id }),
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
  });
  const at = { first: NaN, context: NaN, answer: NaN };
  let text = '';
  for await (const chunk of response.body ?? []) {
    const now = performance.now() - startedAt;
    text += Buffer.from(chunk).toString();
    if (Number.isNaN(at.first)) at.first = now;
    if (Number.isNaN(at.context) && text.includes('event: context')) at.context = now;
    if (Number.isNaN(at.answer) && text.includes('event: answer')) at.answer = now;
  }
  if (Number.isNaN(at.answer)) throw new Error(`The line ${id} was not explained: ${text.slice(0, 500)}`);
  return at;
}
