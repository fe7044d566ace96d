import { crc32, deflateRawSync } from 'node:zlib';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** 1 January 1980, the earliest a zip can say: equal files make equal zips. */
const DATE = 0x0021;

/** A zip (APPNOTE 6.3.3, deflate) of files below 4 GiB; programs may be run. */
export function zipOf(files) {
  let offset = 0;
  const [bodies, directory] = [[], []];
  for (const { name, content, isProgram } of files) {
    const packed = deflateRawSync(content, { level: 9 });
    const path = Buffer.from(name);
    const facts = Buffer.alloc(26);
    [20, 0x0800, 8, 0, DATE].forEach((value, index) => facts.writeUInt16LE(value, 2 * index));
    [crc32(content), packed.length, content.length].forEach((value, at) =>
      facts.writeUInt32LE(value, 10 + 4 * at),
    );
    facts.writeUInt16LE(path.length, 22);
    const body = Buffer.concat([number(LOCAL), facts, path, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((0o100000 | (isProgram ? 0o755 : 0o644)) << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    // Made by Unix, so that the rights count.
    directory.push(Buffer.concat([number(CENTRAL), Buffer.from([20, 3]), facts, rest, path]));
    bodies.push(body);
    offset += body.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, list, number(END), end]);
}

function number(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
