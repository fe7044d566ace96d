import type { FastifyReply } from 'fastify';
import { PresageError } from '../errors.ts';

/** Aborted when the client has gone. */
export function goneOf(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    // A PresageError: that a client goes is nothing for the log.
    if (!reply.raw.writableFinished) gone.abort(new PresageError('query_timeout', 'The client has gone.'));
  });
  return gone.signal;
}

/** Aborted when the time is over or the client has gone. */
export function deadlineOf(reply: FastifyReply, timeoutMs: number): AbortSignal {
  return AbortSignal.any([goneOf(reply), AbortSignal.timeout(timeoutMs)]);
}

/** The work, or `query_timeout` as soon as the signal is aborted, whether or not the work heeds it. */
export async function within<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(overdue());
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([work(), aborted]);
  } catch (thrown) {
    // A store that is stopped says so in its own way.
    throw signal.aborted ? overdue() : thrown;
  } finally {
    if (stop) signal.removeEventListener('abort', stop);
  }
}

function overdue(): PresageError {
  return new PresageError(
    'query_timeout',
    'The query took longer than its limit. Ask for a shorter range or filter by service.',
    { retryAfter: 5 },
  );
}
