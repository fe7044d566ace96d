import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './config.ts';

/** The parts of a dashboard's JSON that are checked. */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly schemaVersion: number;
  readonly links: readonly {
    readonly url: string;
    readonly keepTime: boolean;
    readonly includeVars: boolean;
  }[];
  readonly templating: { readonly list: readonly DashboardVariable[] };
  readonly panels: readonly Panel[];
}

export interface DashboardVariable {
  readonly name: string;
  readonly type: string;
  readonly datasource?: { readonly uid: string };
  readonly query: unknown;
}

export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly datasource: { readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly Target[];
  readonly options?: { readonly reduceOptions?: { readonly calcs: readonly string[] } };
}

/** A saved query of our datasource: the contract's words, and what only the plugin and Grafana read. */
export interface Target {
  readonly refId: string;
  readonly version: number;
  readonly datasource: { readonly type: string; readonly uid: string };
  readonly query_type: string;
  readonly instant?: boolean;
  readonly group_by?: readonly string[];
  readonly filters?: readonly { readonly field: string; readonly values: readonly string[] }[];
  readonly text?: string;
}

const FOLDER = join(ROOT, 'provisioning', 'dashboards');

/** The dashboards of the repository, by their file's name. */
export function readDashboards(): ReadonlyMap<string, Dashboard> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
  return new Map(
    files.map((file) => [file, JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Dashboard]),
  );
}
