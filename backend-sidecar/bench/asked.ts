/** What `npm run bench` is asked for: `askedOf(arguments)`; a wrong option ends the program with its name and the usage. */
import { parseArgs } from 'node:util';
import { messageOf } from '../src/errors.ts';

const PARTS = ['road', 'explain', 'sources'] as const;

const NUMBERS = {
  rows: { type: 'string', default: '10000000' },
  hours: { type: 'string', default: '24' },
  requests: { type: 'string', default: '250' },
  connections: { type: 'string', default: '4' },
  outage: { type: 'string', default: '30' },
  memory: { type: 'string', default: '10000000' },
} as const;

const USAGE = `npm run bench [-- PART] [options]

  road (when none is named)  the whole road and each stage: --lines FOLDER, --requests N, --connections N, --outage SECONDS
  explain                    one line among many of VictoriaLogs: --rows N, --hours N
  sources                    lines of each protocol: --lines FOLDER, --memory LINES`;

export type Asked = Readonly<Record<keyof typeof NUMBERS, number>> & {
  readonly part: (typeof PARTS)[number];
  /** A folder of files with lines; empty = the demo's. */
  readonly lines: string;
};

function refuse(why: string): never {
  process.stderr.write(`${why}\n\n${USAGE}\n`);
  process.exit(2);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { lines: { type: 'string', default: '' }, ...NUMBERS },
    });
  } catch (thrown) {
    return refuse(messageOf(thrown));
  }
}

export function askedOf(args: readonly string[]): Asked {
  const { values, positionals } = parsed(args);
  const part = PARTS.find((name) => name === (positionals[0] ?? 'road'));
  if (part === undefined || positionals.length > 1)
    return refuse(`There is no part "${positionals.join(' ')}".`);
  const number = (name: keyof typeof NUMBERS): number => {
    const value = Number(values[name]);
    return Number.isFinite(value) && value >= 0
      ? value
      : refuse(`--${name} takes a number, not "${values[name]}".`);
  };
  return {
    part,
    lines: values.lines,
    rows: number('rows'),
    hours: number('hours'),
    requests: number('requests'),
    connections: number('connections'),
    outage: number('outage'),
    memory: number('memory'),
  };
}
