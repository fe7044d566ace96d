import type { ScopedVars, TypedVariableModel } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';
import type { PresageQuery } from './model';

export type Value = string | readonly string[];

/** Grafana's variables, as interpolation needs them. */
export interface Templates {
  /** `format` gets each variable's value or values, unless the text says a format of its own (`${name:raw}`). */
  replace(text: string, format: (value: Value) => string): string;
  /** Whether the text is one variable and "All" of it is chosen, without a custom value for All. */
  isAll(text: string): boolean;
}

export function templatesOf(service: TemplateSrv, scopedVars: ScopedVars | undefined): Templates {
  const replace = (text: string, format: (value: Value) => string): string =>
    service.replace(text, scopedVars, (value: unknown) => format(asValue(value)));
  return {
    replace,
    isAll(text) {
      const name = variableName(text);
      const variable = service.getVariables().find((one) => one.name === name);
      if (name === undefined || variable === undefined || !choseAll(variable)) return false;
      // A repeated panel has one value of its own, while the dashboard's variable still says All: that is a list, be it of one.
      let isList = false;
      replace(text, (value) => {
        isList = typeof value !== 'string';
        return '';
      });
      return isList;
    },
  };
}

/** Whether a text, such as a custom value for All, is a pattern that everything matches. */
export function isEverything(text: string): boolean {
  return /^(\.[*+]|\*)$/.test(text);
}

/** `$name`, `${name}` or `[[name]]` and nothing else. */
export function variableName(text: string): string | undefined {
  const found = /^\$(\w+)$|^\$\{(\w+)\}$|^\[\[(\w+)\]\]$/.exec(text.trim());
  return found?.[1] ?? found?.[2] ?? found?.[3];
}

/** The first thing in a query that looks like a variable. */
export function variableIn({
  filters = [],
  group_by = [],
  text = '',
  logsql = '',
}: PresageQuery): string | undefined {
  const texts = [...filters.flatMap(({ field, values }) => [field, ...values]), ...group_by, text, logsql];
  return texts
    .map((one) => /\$[a-z_]\w*|\$\{\w[^}]*\}|\[\[\w+\]\]/i.exec(one)?.[0])
    .find((found) => found !== undefined);
}

function choseAll(variable: TypedVariableModel): boolean {
  const current: unknown = 'current' in variable ? variable.current : undefined;
  if (typeof current !== 'object' || current === null || !('value' in current)) return false;
  const chosen: unknown[] = Array.isArray(current.value) ? current.value : [current.value];
  return chosen.includes('$__all');
}

function asValue(value: unknown): Value {
  return Array.isArray(value) ? value.map(String) : String(value);
}
