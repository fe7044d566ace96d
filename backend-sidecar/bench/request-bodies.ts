/** The same lines as requests of each protocol. */
import { snappyPush } from '../src/sources/loki/loki.fixture.ts';
import { nativeBlock } from '../src/sources/native/native.fixture.ts';
import type { RawLine } from './fresh-lines.ts';

const TIME = '2026-03-04T05:06:07.008Z';
const NANOS = '1772600767008000000';

export function ndjson(lines: readonly RawLine[]): string {
  return lines
    .map(({ text, service }) => `${JSON.stringify({ _time: TIME, _msg: text, service })}\n`)
    .join('');
}

export function native(lines: readonly RawLine[]): Uint8Array {
  return nativeBlock(
    lines.map(({ text, service }) => ({
      tags: { service },
      nanos: BigInt(NANOS),
      fields: { '': text, service },
    })),
  );
}

export function bulkBody(lines: readonly RawLine[]): string {
  return lines
    .map(
      ({ text, service }) =>
        `{"create":{}}\n${JSON.stringify({ '@timestamp': TIME, message: text, service })}\n`,
    )
    .join('');
}

function byService(lines: readonly RawLine[]): [string, RawLine[]][] {
  return [...Map.groupBy(lines, ({ service }) => service)];
}

export function lokiJson(lines: readonly RawLine[]): string {
  const streams = byService(lines).map(([service, own]) => ({
    stream: { service, env: 'prod' },
    values: own.map(({ text }) => [NANOS, text]),
  }));
  return JSON.stringify({ streams });
}

export function lokiProtobuf(lines: readonly RawLine[]): Uint8Array {
  const timestamp = { seconds: 1_772_600_767, nanos: 8_000_000 };
  return snappyPush(
    byService(lines).map(([service, own]) => ({
      labels: `{service=${JSON.stringify(service)}, env="prod"}`,
      entries: own.map(({ text }) => ({ timestamp, line: text })),
    })),
  );
}

export function otlp(lines: readonly RawLine[]): object {
  const text = (stringValue: string) => ({ stringValue });
  const resourceLogs = byService(lines).map(([service, own]) => ({
    resource: { attributes: [{ key: 'service.name', value: text(service) }] },
    scopeLogs: [
      {
        scope: { name: 'bench' },
        logRecords: own.map((line) => ({
          timeUnixNano: NANOS,
          severityNumber: 9,
          body: text(line.text),
          attributes: [{ key: 'thread', value: { intValue: '7' } }],
        })),
      },
    ],
  }));
  return { resourceLogs };
}

export function firehose(lines: readonly RawLine[]): string {
  const records = lines.map(({ text }) => ({ data: Buffer.from(text).toString('base64') }));
  // Without an id: a known one would be acknowledged unread the second time round.
  return JSON.stringify({ timestamp: 1, records });
}

export function syslogStream(lines: readonly RawLine[]): string {
  return lines.map(({ text, service }) => `<14>1 ${TIME} web-1 ${service} 7 - - ${text}\n`).join('');
}
