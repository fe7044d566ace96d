import { onPath } from './config.ts';

/** A program of others that the stack runs, and how people usually get it. */
interface ProgramFact {
  readonly name: string;
  /** Names under which it is installed. */
  readonly files: readonly string[];
  readonly what: string;
  readonly get: string;
}

const PROGRAMS = {
  grafana: {
    name: 'grafana',
    files: ['grafana'],
    what: 'Grafana 12.4 or newer',
    get: 'the package of https://grafana.com/grafana/download (put its bin/ on PATH), `brew install grafana`, or apt/rpm from Grafana’s repository',
  },
  victoriaLogs: {
    name: 'victoria-logs',
    files: ['victoria-logs', 'victoria-logs-prod'],
    what: 'VictoriaLogs 1.36 or newer',
    get: 'the archive victoria-logs-<os>-<cpu> of https://github.com/VictoriaMetrics/VictoriaLogs/releases, or `brew install victorialogs`',
  },
  victoriaMetrics: {
    name: 'victoria-metrics',
    files: ['victoria-metrics', 'victoria-metrics-prod'],
    what: 'VictoriaMetrics (single node)',
    get: 'the archive victoria-metrics-<os>-<cpu> of https://github.com/VictoriaMetrics/VictoriaMetrics/releases, or `brew install victoriametrics`',
  },
} as const satisfies Record<string, ProgramFact>;

export interface Programs {
  readonly grafana: string;
  /** Absent: the sidecar keeps lines and series in its own embedded store. */
  readonly victoria: { readonly logs: string; readonly metrics: string } | undefined;
}

/** Where the programs are. Throws an error that names each missing one and how to get it. */
export function findPrograms(isEmbedded: boolean): Programs {
  const missing: ProgramFact[] = [];
  const find = (fact: ProgramFact): string => {
    const file = fact.files.map(onPath).find((found) => found !== undefined);
    if (file === undefined) missing.push(fact);
    return file ?? '';
  };
  const grafana = find(PROGRAMS.grafana);
  const victoria = isEmbedded
    ? undefined
    : { logs: find(PROGRAMS.victoriaLogs), metrics: find(PROGRAMS.victoriaMetrics) };
  if (missing.length > 0) throw new Error(howToGet(missing));
  return { grafana, victoria };
}

function howToGet(missing: readonly ProgramFact[]): string {
  const lines = missing.map(({ name, what, get }) => `  - ${name} (${what}): ${get}`);
  const hint = missing.every(({ name }) => name.startsWith('victoria'))
    ? '\nOr run it without them, on the embedded store: npm run stack -- --embedded'
    : '';
  return `Not on PATH:\n${lines.join('\n')}${hint}`;
}
