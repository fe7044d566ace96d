import protobuf from 'protobufjs';
import { compress } from 'snappyjs';

const TYPE = protobuf
  .parse(
    `syntax = "proto3";
     message PushRequest { repeated Stream streams = 1; }
     message Stream { string labels = 1; repeated Entry entries = 2; uint64 hash = 3; }
     message Entry { Timestamp timestamp = 1; string line = 2; repeated Pair structuredMetadata = 3; }
     message Timestamp { int64 seconds = 1; int32 nanos = 2; }
     message Pair { string name = 1; string value = 2; }`,
  )
  .root.lookupType('PushRequest');

export interface PushedStream {
  readonly labels: string;
  readonly entries: readonly {
    readonly timestamp?: { readonly seconds: number; readonly nanos: number };
    readonly line: string;
    readonly structuredMetadata?: readonly { readonly name: string; readonly value: string }[];
  }[];
}

/** A push as agents send it: protobuf, by another encoder than the one under test, in a snappy block. */
export function snappyPush(streams: readonly PushedStream[]): Uint8Array {
  return compress(TYPE.encode(TYPE.fromObject({ streams })).finish());
}
