/** A Kafka message as a line of NDJSON; its offset is its position. */

import { withPosition } from '../json-row.ts';

export interface KafkaMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** Milliseconds since 1970, as the producer or the broker set it. */
  readonly timestamp: bigint;
  /** null = a tombstone: there is no line. */
  readonly value: Buffer | null | undefined;
}

/** Where producers write the time, best first. */
export const TIME_FIELDS = ['timestamp', '_time', '@timestamp', 'time'];
const HAS_TIME = /"(?:timestamp|_time|@timestamp|time)"\s*:/;
/** Text that may begin with its own time or a syslog priority keeps that one. */
const MAY_HAVE_TIME = /^[\d[<]/;

/** '' when the message has no line. What is no object becomes a message of its own. */
export function rowOf({ offset, timestamp, value }: KafkaMessage): string {
  if (value === null || value === undefined) return '';
  const text = value.toString('utf8').trim();
  if (text === '') return '';
  const isText = !isObject(text);
  const members = isText ? `"_msg":${JSON.stringify(text)}` : oneLine(text.slice(1, -1).trim());
  const hasTime = (isText ? MAY_HAVE_TIME : HAS_TIME).test(text);
  const parts = [hasTime ? '' : `"_time":"${timestamp}"`, members].filter((part) => part !== '');
  return `${withPosition(parts.join(','), offset)}\n`;
}

/** A message may be a pretty-printed object: between its tokens newlines mean nothing, and inside its texts there are none. */
function oneLine(json: string): string {
  return json.includes('\n') || json.includes('\r') ? json.replaceAll(/[\r\n]+/g, ' ') : json;
}

function isObject(text: string): boolean {
  if (!text.startsWith('{')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
