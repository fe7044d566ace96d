import { environment, onPath, variable } from '../stack/config.ts';

export { environment, onPath };

/** A running Grafana that has the plugins and a datasource `presage`; else a stack is started from programs on PATH. */
export const GRAFANA_URL = variable('GRAFANA_URL');

/** The sidecar behind it: what tests send their own lines to. */
export const SIDECAR_URL = variable('SIDECAR_URL');

/** `E2E_EMBEDDED` set: on the embedded store although VictoriaLogs and VictoriaMetrics are on PATH. */
export const EMBEDDED = variable('E2E_EMBEDDED') !== undefined;

export const CHROMIUM = variable('CHROMIUM') ?? onPath('chromium');
