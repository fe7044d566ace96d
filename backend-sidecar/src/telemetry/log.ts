import type { Log } from '@presage/contract';
import { pino } from 'pino';
import { prettyLine } from './pretty-line.ts';
import { scrub } from './scrub.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LogOptions {
  readonly level: LogLevel;
  /** Gets whole lines. Default: standard error. */
  readonly destination?: { write(line: string): unknown };
  /** One readable line instead of JSON. Default: when standard error is a terminal. */
  readonly pretty?: boolean;
}

/** Lines with level, RFC 3339 time, message and facts; values under secret names are never written. */
export function createLog(options: LogOptions): Log {
  const destination = options.destination ?? process.stderr;
  const pretty = options.pretty ?? (options.destination === undefined && process.stderr.isTTY);
  const stream = pretty ? { write: (line: string) => destination.write(prettyLine(line)) } : destination;
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => void stream.write(line) },
  );
  return {
    debug: (message, facts = {}) => logger.debug(scrub(facts), message),
    info: (message, facts = {}) => logger.info(scrub(facts), message),
    warn: (message, facts = {}) => logger.warn(scrub(facts), message),
    error: (message, facts = {}) => logger.error(scrub(facts), message),
  };
}
