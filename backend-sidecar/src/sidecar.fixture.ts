import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A sidecar in a process of its own, as a user runs it. */
export interface Sidecar {
  readonly url: string;
  readonly child: ChildProcess;
  /** What it has written to stderr so far. */
  words(): string;
  /** SIGKILL: nothing of it runs any more when this resolves. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'presage-test-'));
}

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const LISTENS = /Presage listens: (http:\/\/[^/"]+)/;

/** Runs `presage` with arguments, without any setting of whoever runs the tests. */
export function runPresage(
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): ChildProcess {
  const env = { PATH: dirname(process.execPath), ...settings };
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], {
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

export async function startSidecar(
  folder: string,
  settings: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Promise<Sidecar> {
  const child = runPresage(['serve', '--listen', '127.0.0.1:0', '--data', folder, ...args], settings);
  let words = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr?.on('data', (piece: Buffer) => {
      words += piece.toString();
      const found = LISTENS.exec(words)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`the sidecar ended with ${String(code)}:\n${words}`)));
  });
  const ended = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      const exit = once(child, 'exit');
      child.kill(signal);
      await exit;
    }
    return child.exitCode;
  };
  return {
    url,
    child,
    words: () => words,
    kill: async () => {
      await ended('SIGKILL');
    },
    stop: () => ended('SIGTERM'),
  };
}

/** Sends lines as NDJSON. */
export async function insert(
  url: string,
  lines: readonly object[],
  headers: Readonly<Record<string, string>> = {},
  parameters = '',
): Promise<{ status: number; body: Record<string, unknown> }> {
  const reply = await fetch(`${url}/insert/jsonline?${parameters}`, {
    method: 'POST',
    headers: { 'content-type': 'application/stream+json', ...headers },
    body: lines.map((line) => JSON.stringify(line)).join('\n'),
  });
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
}

interface Reply {
  readonly results: Readonly<
    Record<
      string,
      {
        readonly frames: readonly {
          readonly schema: { readonly fields: readonly { readonly name: string }[] };
          readonly data: { readonly values: readonly unknown[][] };
        }[];
        readonly error?: { readonly message: string };
      }
    >
  >;
}

/** One query over the last hour (or the given window); its result. */
export async function query(
  url: string,
  query: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply['results'][string]> {
  const now = Date.now();
  const whole = {
    ref_id: 'A',
    from: new Date(now - 3_600_000).toISOString(),
    to: new Date(now + 60_000).toISOString(),
    ...query,
  };
  const reply = await fetch(`${url}/api/v1/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ queries: [whole] }),
  });
  const body = (await reply.json()) as Partial<Reply>;
  const result = body.results?.['A'];
  if (!result) throw new Error(`the query was answered ${reply.status}: ${JSON.stringify(body)}`);
  return result;
}

/** The one number of an instant count. */
export async function count(
  url: string,
  more: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  const result = await query(url, { query_type: 'stats', value: 'count', ...more }, headers);
  if (result.error) throw new Error(result.error.message);
  return Number(result.frames[0]?.data.values.at(-1)?.[0] ?? Number.NaN);
}

/** Asks again until the answer is as wanted; the last answer when it never was. */
export async function eventually<Answer>(
  ask: () => Promise<Answer>,
  isWanted: (answer: Answer) => boolean,
  withinMs = 90_000,
): Promise<Answer> {
  const until = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (isWanted(answer) || Date.now() > until) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
