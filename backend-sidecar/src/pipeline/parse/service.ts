import { UNKNOWN_SERVICE } from '@presage/contract';
import type { LogRecord } from '../record.ts';
import { digitsEnd } from './digits.ts';

/** Fields that say which service a line is of, the surest first. */
const NAMES: ReadonlyMap<string, number> = new Map(
  (
    'service service.name service_name resource.service.name app application app_name kubernetes.labels.app ' +
    'kubernetes.container_name container_name container program appname SYSLOG_IDENTIFIER job unit _SYSTEMD_UNIT source'
  )
    .split(' ')
    .map((name, rank) => [name, rank]),
);
const LONGEST = 128;

/** The service that a line belongs to, at most 128 characters; `unknown` when no field says. */
export function serviceOf(record: LogRecord): string {
  const { fields } = record;
  let best = NAMES.size;
  let service = UNKNOWN_SERVICE;
  for (let i = 0; i < fields.length; i += 2) {
    const rank = NAMES.get(fields[i] ?? '');
    if (rank === undefined || rank >= best) continue;
    const value = fields[i + 1] ?? '';
    if (value === '' || (rank === NAMES.size - 1 && isPlace(value))) continue;
    service = value;
    if (rank === 0) break;
    best = rank;
  }
  return service.length > LONGEST ? capped(service) : service;
}

/** `cart.go:77`, `stdout`: under the name `source` some loggers say where in the program, others which stream. */
function isPlace(source: string): boolean {
  const colon = source.lastIndexOf(':');
  const isLine = colon > 0 && colon < source.length - 1 && digitsEnd(source, colon + 1) === source.length;
  return (isLine && source.slice(0, colon).includes('.')) || source === 'stdout' || source === 'stderr';
}

/** Not cut between the halves of a surrogate pair. */
function capped(text: string): string {
  const last = text.charCodeAt(LONGEST - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? LONGEST - 1 : LONGEST);
}
