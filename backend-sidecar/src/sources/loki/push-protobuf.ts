/** Loki's protobuf push (logproto.PushRequest): streams of labels and entries. */
import type { Pair } from '../json-row.ts';
import {
  eachField,
  eachInnerField,
  int64Text,
  lengthTag,
  protobufOf,
  readingProtobuf,
  varintTag,
  type ProtobufReader,
} from '../protobuf-reader.ts';
import { PresageError } from '../../errors.ts';
import { readLabels } from './labels.ts';
import type { LokiEntry, LokiStream } from './push.ts';

const STREAMS = lengthTag(1);
const LABELS = lengthTag(1);
const ENTRIES = lengthTag(2);
const TIMESTAMP = lengthTag(1);
const LINE = lengthTag(2);
const METADATA = lengthTag(3);
const SECONDS = varintTag(1);
const NANOS = varintTag(2);
const NAME = lengthTag(1);
const VALUE = lengthTag(2);

/** @throws PresageError `bad_request` */
export function readProtobufPush(bytes: Uint8Array): LokiStream[] {
  return readingProtobuf('Loki push', () => {
    const reader = protobufOf(bytes);
    const streams: LokiStream[] = [];
    eachField(reader, reader.len, (tag) => tag === STREAMS && streams.push(readStream(reader)) > 0);
    return streams;
  });
}

function readStream(reader: ProtobufReader): LokiStream {
  let text = '{}';
  const entries: LokiEntry[] = [];
  eachInnerField(reader, (tag) => {
    if (tag === LABELS) text = reader.string();
    else if (tag === ENTRIES) entries.push(readEntry(reader));
    else return false;
    return true;
  });
  const labels = readLabels(text);
  if (labels === undefined)
    throw new PresageError('bad_request', 'A stream has labels that cannot be read; nothing was stored.');
  return { labels, entries };
}

function readEntry(reader: ProtobufReader): LokiEntry {
  let time = '0';
  let line = '';
  const metadata: Pair[] = [];
  eachInnerField(reader, (tag) => {
    if (tag === TIMESTAMP) time = readTime(reader);
    else if (tag === LINE) line = reader.string();
    else if (tag === METADATA) metadata.push(readPair(reader));
    else return false;
    return true;
  });
  return { time, line, metadata };
}

/** Seconds and nanoseconds as one decimal number of nanoseconds; without a time `0`, which stands for the arrival. */
function readTime(reader: ProtobufReader): string {
  let seconds = '0';
  let nanos = 0;
  eachInnerField(reader, (tag) => {
    if (tag === SECONDS) seconds = int64Text(reader);
    else if (tag === NANOS) nanos = reader.int32();
    else return false;
    return true;
  });
  return seconds === '0' && nanos === 0 ? '0' : `${seconds}${String(nanos).padStart(9, '0')}`;
}

function readPair(reader: ProtobufReader): Pair {
  let name = '';
  let value = '';
  eachInnerField(reader, (tag) => {
    if (tag === NAME) name = reader.string();
    else if (tag === VALUE) value = reader.string();
    else return false;
    return true;
  });
  return [name, value];
}
