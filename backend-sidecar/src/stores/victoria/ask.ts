import { PresageError } from '../../errors.ts';
import { ConnectionFault, wordsOf, type Connection, type StoreReply } from './connection.ts';

const FORM = 'application/x-www-form-urlencoded';

export interface Question {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** In order; a name may come twice. */
  readonly parameters: readonly (readonly [string, string])[];
  readonly signal: AbortSignal;
}

/** The text of an answer. Rejects with a PresageError: `store_unavailable`, `query_timeout` or `store_error` in the store's own words. */
export async function ask(connection: Connection, question: Question): Promise<string> {
  const reply = await connection.request(requestOf(connection, question)).catch((thrown: unknown) => {
    throw answerError(connection, thrown);
  });
  if (reply.status !== 200) throw replyError(connection, reply);
  return reply.text;
}

/** The lines of an answer, as they come. Rejects as `ask`. */
export async function* askLines(connection: Connection, question: Question): AsyncGenerator<string> {
  try {
    yield* connection.lines(requestOf(connection, question), (reply) => replyError(connection, reply));
  } catch (thrown) {
    throw answerError(connection, thrown);
  }
}

function requestOf(connection: Connection, { path, headers, parameters, signal }: Question) {
  const body = new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value]));
  body.set('timeout', `${Math.ceil(connection.timeoutMs / 1000)}s`);
  return { path, headers: { ...headers, 'content-type': FORM }, body: body.toString(), signal };
}

function answerError(connection: Connection, thrown: unknown): unknown {
  if (!(thrown instanceof ConnectionFault)) return thrown;
  const { message, kind } = thrown;
  if (kind === 'timeout')
    return new PresageError('query_timeout', `${message}. Ask for a shorter time range or fewer lines.`, {
      cause: thrown,
    });
  if (kind === 'too_big')
    return new PresageError('store_error', `${connection.shownUrl}: ${message}`, { cause: thrown });
  return new PresageError('store_unavailable', message, { cause: thrown });
}

/** VictoriaLogs and VictoriaMetrics say a query's time-out with 503 (or 422) and these words. */
const TIMED_OUT =
  /couldn't be executed|cannot be executed in|exceeds? .*maxQueryDuration|timeout exceeded|deadline/i;

function replyError(connection: Connection, reply: StoreReply): PresageError {
  const words = wordsOf(reply);
  if (TIMED_OUT.test(words))
    return new PresageError('query_timeout', `The store gave up the query: ${words}`);
  if (reply.status === 429 || reply.status >= 502)
    return new PresageError(
      'store_unavailable',
      `${connection.shownUrl} answered ${reply.status}: ${words}`,
      {
        ...(reply.retryAfter === undefined ? {} : { retryAfter: reply.retryAfter }),
      },
    );
  return new PresageError('store_error', `The store refused the query: ${words}`);
}
