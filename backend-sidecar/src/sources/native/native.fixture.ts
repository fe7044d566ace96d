import protobuf from 'protobufjs/minimal.js';

export interface NativeRow {
  readonly tags: Readonly<Record<string, string>>;
  readonly nanos: bigint;
  /** `''` names the message. */
  readonly fields: Readonly<Record<string, string>>;
}

/** A block as vlagent sends it, not yet compressed. */
export function nativeBlock(rows: readonly NativeRow[]): Buffer {
  return Buffer.concat(
    rows.map(({ tags, nanos, fields }) => {
      const time = Buffer.alloc(8);
      time.writeBigInt64BE(nanos);
      const tagBytes = protobuf.Writer.create().bytes(pairs(tags)).finish();
      return Buffer.concat([Buffer.alloc(8), tagBytes, time, pairs(fields)]);
    }),
  );
}

function pairs(values: Readonly<Record<string, string>>): Uint8Array {
  const entries = Object.entries(values);
  const writer = protobuf.Writer.create().uint32(entries.length);
  for (const [name, value] of entries) writer.string(name).string(value);
  return writer.finish();
}
