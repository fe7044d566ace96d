import type { DataSourceJsonData } from '@grafana/data';
import { say } from './components/words';

/** A part of a log line that becomes a link in its details. */
export interface DerivedField {
  name: string;
  /** Regular expression on the message, whose first group is the value; or the name of a field, found as it is. */
  matcher: string;
  /** How `matcher` is meant; `regex` where absent. */
  kind?: 'regex' | 'field';
  /** `${__value.raw}` stands for the value; of an internal link it is the query. */
  url?: string;
  /** The uid of a datasource to open the value in, for example of traces. */
  datasourceUid?: string;
}

export const EXPLAIN_ROLES = ['Viewer', 'Editor', 'Admin', 'None'] as const;

/** jsonData of the datasource; the backend reads it in pkg/plugin/settings.go. The token is in `PresageSecrets`: it never comes back. */
export interface PresageOptions extends DataSourceJsonData {
  /** `7` or `7:2`: AccountID, and ProjectID, of every request. Absent: the token's own, or 0:0. */
  tenant?: string;
  /** Lines of a logs query that names no limit, 1…10000. Default 1000. */
  defaultLimit?: number;
  /** Seconds until a request that is not a stream is given up. Default 25, below Grafana's own 30. */
  timeout?: number;
  /** The dashboard that "Explain this log" opens; absent = inside Explore. */
  explainDashboardUid?: string;
  derivedFields?: DerivedField[];
  /** The lowest role whose explanations may ask a language model; others get the keyless engine's. Default `Viewer`, `None` = nobody. */
  allowExplainFor?: (typeof EXPLAIN_ROLES)[number];
}

/** Stays in Grafana's backend. */
export interface PresageSecrets {
  token?: string;
}

export const DEFAULT_LIMIT = 1000;
export const MAX_LIMIT = 10_000;

/**
 * The settings as they were meant: what a provisioning file leaves empty is `null`, and a number from a variable is text. Derived
 * fields that are no list are none, so that lines are shown all the same.
 */
export function settingsOf(saved: PresageOptions): PresageOptions {
  const said = Object.entries(saved).filter(([, value]) => value !== null && value !== '');
  const { defaultLimit, derivedFields, ...rest }: PresageOptions = Object.fromEntries(said);
  return {
    ...rest,
    ...(defaultLimit === undefined ? {} : { defaultLimit: Number(defaultLimit) }),
    ...(Array.isArray(derivedFields) ? { derivedFields } : {}),
  };
}

/** `7` or `7:2`, each up to 32 bits; empty = none. Returns what is wrong in words, or nothing. */
export function tenantProblem(tenant: string): string | undefined {
  if (tenant === '') return undefined;
  const parts = tenant.split(':');
  const isRight =
    parts.length <= 2 && parts.every((part) => /^\d{1,10}$/.test(part) && Number(part) < 2 ** 32);
  return isRight ? undefined : say('problem.tenant');
}
