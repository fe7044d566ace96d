import type { CloudWatchLogsClient, FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { messageOf } from '../../errors.ts';
import { jsonPairs } from '../json-row.ts';
import {
  lineKey,
  PollError,
  type Page,
  type PolledLine,
  type Window,
  type WindowReader,
} from '../poll-reader.ts';

/** Events of one log group by FilterLogEvents. A page may be short or empty; only one without a token is the last. */
export class CloudWatchReader implements WindowReader {
  readonly #client: CloudWatchLogsClient;
  readonly #group: string;
  readonly #pattern: string | undefined;
  readonly #service: string;

  /**
   * @param pattern CloudWatch's filter pattern; undefined = all events
   * @param service of lines that name none themselves
   */
  constructor(client: CloudWatchLogsClient, group: string, pattern: string | undefined, service: string) {
    this.#client = client;
    this.#service = service;
    this.#group = group;
    this.#pattern = pattern;
  }

  async read({ fromMs, toMs }: Window, token: string | undefined, signal: AbortSignal): Promise<Page> {
    const { FilterLogEventsCommand } = await import('@aws-sdk/client-cloudwatch-logs');
    const command = new FilterLogEventsCommand({
      logGroupName: this.#group,
      startTime: Math.max(0, Math.floor(fromMs)),
      endTime: Math.ceil(toMs),
      ...(this.#pattern === undefined ? {} : { filterPattern: this.#pattern }),
      ...(token === undefined ? {} : { nextToken: token }),
    });
    try {
      const { events = [], nextToken } = await this.#client.send(command, { abortSignal: signal });
      return { lines: events.map((event) => lineOf(event, this.#service)), next: nextToken };
    } catch (thrown) {
      throw pollErrorOf(thrown, token !== undefined);
    }
  }
}

function lineOf(
  { eventId, timestamp = 0, ingestionTime, message = '', logStreamName = '' }: FilteredLogEvent,
  service: string,
): PolledLine {
  const members = jsonPairs([
    ['_time', String(timestamp)],
    ['_msg', message.trimEnd()],
    ['service', service],
    ['log_stream', logStreamName],
    ['aws_event_id', eventId ?? ''],
  ]);
  return {
    key: lineKey(eventId ?? `${timestamp} ${logStreamName} ${message}`),
    timeMs: timestamp,
    arrivedMs: ingestionTime ?? timestamp,
    members,
  };
}

interface AwsFailure {
  readonly name?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

const THROTTLED = /Throttl|TooManyRequests|LimitExceeded|SlowDown|RequestLimit/;

/** What is to be done about a failure of AWS; others stay what they are, with their name in front. */
export function pollErrorOf(thrown: unknown, hadToken: boolean): unknown {
  const { name, $metadata, $response } = thrown as AwsFailure;
  const words = `${String(name)}: ${messageOf(thrown)}`;
  if (THROTTLED.test(String(name)) || $metadata?.httpStatusCode === 429) {
    const retryAfterMs = Number($response?.headers?.['retry-after'] ?? 0) * 1000 || 0;
    return new PollError('throttled', words, retryAfterMs, thrown);
  }
  if (hadToken && name === 'InvalidParameterException') return new PollError('stale_token', words, 0, thrown);
  return new Error(words, { cause: thrown });
}
